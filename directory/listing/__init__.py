"""One service's page, its card in a list, and the organization that runs it."""
