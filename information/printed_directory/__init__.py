"""The whole directory as a document to print, for people without the internet."""
