"""Contacts: what a call, an e-mail or a visit was about, written while it happens."""
