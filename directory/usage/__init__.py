"""How often listings are seen, saved, sent and called: counted in memory, without who did it."""
