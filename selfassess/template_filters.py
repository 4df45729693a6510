"""Filters that the self-assessment gives to every template."""


def dashed(kind: str) -> str:
    """Return a kind of request as an address has it: "call_back" gives "call-back"."""
    return str(kind).replace("_", "-")
