"""The life of a listing: a break, another name, a copy, the end."""
