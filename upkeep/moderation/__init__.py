"""What moderators decide about, and the first page of their work."""
