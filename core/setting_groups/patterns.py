"""What addresses and host names in settings look like."""

import re
from urllib.parse import urlsplit

PLAIN_ADDRESS = re.compile(r"[!-;=?A-~]+@[A-Za-z0-9.-]+")
"""An address without a name and without angle brackets; the name of the sender is that of the council."""
HOST = re.compile(r"\.?[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:[0-9]{1,5})?")
"""A host name or an IPv4 address, with or without a port; a dot in front stands for all names that end so."""


def is_safe_address(address: str) -> bool:
    """Return True for an https:// address of a host, and for plain http:// on this machine alone."""
    parts = urlsplit(address)
    is_own = parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost")
    return bool(parts.hostname) and (parts.scheme == "https" or is_own)
