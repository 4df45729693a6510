"""Save and return without an account."""
