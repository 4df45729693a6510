"""Requests to the council: form, record, sending, export."""
