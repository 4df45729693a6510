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
    """Return the site for passkeys; None where it has a number for an address, for which browsers make none.

    The setting `base_url` says which site it is. Where that has a number, as on a developer's machine, the name
    by which the request came counts: core.hosts lets no other name in than those of this machine.
    """
    for address in (settings.base_url, request.url_root):
        parts = urlsplit(address)
        if parts.hostname and not _is_number(parts.hostname):
            return RelyingParty(parts.hostname, f"{parts.scheme}://{parts.netloc}")
    return None


def _is_number(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
