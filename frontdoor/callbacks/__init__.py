"""Call-backs: half hours in which we ring people back, how many fit, and what came of each try."""
