"""The group's own contacts: each is kept once, picked in listings, and changed in all of them at once."""
