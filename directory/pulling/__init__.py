"""Feeds of others that are read regularly: profiles, probes, readings, and whose a record is."""
