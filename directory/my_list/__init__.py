"""A visitor's own list of services."""
