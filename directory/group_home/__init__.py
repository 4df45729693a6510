"""The page of a group for its own people: the listings that they look after."""
