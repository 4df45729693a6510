"""The encrypted copy of answers and plan in the database: read by its id, changed, deleted."""
