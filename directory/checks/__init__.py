"""Noting checks of facts: the ledger, and the day of assurance that follows from it."""
