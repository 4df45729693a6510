"""Looks over the whole directory for records that seem to be one, and remembers what moderators said."""
