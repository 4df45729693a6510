"""Addresses of a feed: of its root, of its lists, and of a list with parameters."""

from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

SERVICES = "services"
_USER_SIGN = "@"


def has_password(url: str) -> bool:
    """Return True for an address with a user's name in it."""
    return _USER_SIGN in urlsplit(url).netloc


def is_web_address(url: str) -> bool:
    """Return True for an http(s) address with a host."""
    try:
        parts = urlsplit(url)
        _port = parts.port
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def root_of(url: str) -> str:
    """Return the address above the list of services, without a slash at its end; the address itself where it
    names no list.
    """
    parts = urlsplit(url)
    path = parts.path.rstrip("/").removesuffix(f"/{SERVICES}")
    return urlunsplit((parts.scheme, parts.netloc, path, "", ""))


def list_of(url: str, name: str) -> str:
    """Return the address of a list of the feed. Parameters such as a key are kept."""
    parts = urlsplit(url)
    root = urlsplit(root_of(url))
    return urlunsplit((parts.scheme, parts.netloc, f"{root.path}/{name}", parts.query, ""))


def with_parameters(url: str, **more: str) -> str:
    """Return an address with these parameters in place of those of the same names."""
    parts = urlsplit(url)
    kept = [(key, value) for key, value in parse_qsl(parts.query, keep_blank_values=True) if key not in more]
    return urlunsplit(parts._replace(query=urlencode([*kept, *more.items()])))


def same_feed(one: str, other: str) -> bool:
    """Return True for two addresses of one feed: the scheme, `www.`, a last slash and parameters do not
    count.
    """
    return _compared(one) == _compared(other)


def _compared(url: str) -> tuple[str, str]:
    try:
        parts = urlsplit(root_of(url.strip()))
    except ValueError:
        return url, ""
    host = parts.netloc.rpartition(_USER_SIGN)[2].casefold().removeprefix("www.")
    return host.removesuffix(":443").removesuffix(":80"), parts.path.casefold()
