"""A person's plan: its page, its documents, and what a result proposes."""
