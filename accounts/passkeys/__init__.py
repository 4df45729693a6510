"""Passkeys: keys of a device that sign in without a password (W3C, Web Authentication)."""
