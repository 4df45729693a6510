"""Service alerts, for moderators and content editors."""
