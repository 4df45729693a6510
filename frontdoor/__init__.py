"""The front door of the council: calls, requests, messages to people, and call-backs, on one record."""
