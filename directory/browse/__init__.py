"""Lists of services by need, letter, town and day, and what is on."""
