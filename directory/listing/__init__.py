"""The page of one service, its card in a list, and the page of its organization."""
