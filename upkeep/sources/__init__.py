"""The page of moderators about feeds of others that are read regularly."""
