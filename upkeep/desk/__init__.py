"""A group's desk: where the people of a group see, change and add the listings of their group."""
