"""Accounts of groups and staff. Residents need none.

`permissions` says who may open which endpoint, and `current` is what views of other packages use.
"""
