"""How far expired data may be deleted at one time, so that a wrong clock does not delete everything."""
