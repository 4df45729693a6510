"""The pages of a check: start, one question a page, check your answers."""
