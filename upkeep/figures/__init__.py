"""Pages of figures: how often the listings of a group, or of all, are seen, saved, sent and called."""
