"""What the audit found, for moderators and for the groups whose listings it is about."""
