"""A group's way in: somebody registers a group or claims a listing, and a moderator or the listing's own mailbox
says yes."""
