"""A known value, sealed in the database, by which the site notices that its encryption key is another one."""
