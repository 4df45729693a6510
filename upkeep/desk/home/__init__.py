"""The first page of a group: its listings, what state they are in, and what to do next."""
