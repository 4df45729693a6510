"""The services that a visitor keeps on a list of their own."""
