"""For which site a browser makes and uses passkeys."""

from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from flask import request

from core.settings import Settings


@dataclass(frozen=True, slots=True)
class RelyingParty:
    """`id`: the host name to which passkeys belong. `origin`: scheme, host and port of the site's pages."""

    id: str
    origin: str


def relying_party(settings: Settings) -> RelyingParty | None:
    """Return the site for passkeys; None where it has a number for an address, for which browsers make none."""
    parts = urlsplit(settings.base_url or request.url_root)
    host = parts.hostname or ""
    try:
        ip_address(host)
    except ValueError:
        return RelyingParty(host, f"{parts.scheme}://{parts.netloc}")
    return None
