"""Reports of mistakes, for moderators and for the groups whose listings they are about."""
