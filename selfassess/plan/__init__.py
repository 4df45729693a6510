"""A person's plan: its page, its documents, and the lines that a result proposes."""
