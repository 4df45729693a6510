"""Offers of a role, sent by e-mail: to colleagues of a group by its owners, to staff by administrators."""
