"""Stored records as objects of the schema, and the history of what each record was."""
