"""The people of a group: its owners invite colleagues, change their roles, and remove them."""
