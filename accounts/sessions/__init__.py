"""Where accounts are signed in: one row for each browser, apart from visitors' sessions and their cookie."""
