"""Signing in: by an e-mailed link, by password and second factor, and through the council's identity
provider.
"""
