"""Changes of listings in the hands of moderators: a queue, decisions, and what changed lately."""
