"""Network addresses of clients: which of them count as one visitor's network."""

from ipaddress import IPv6Address, ip_address

_MOST_CHARACTERS = 100


def network_of(address: str) -> str:
    """Return the network that one household or office has: an IPv4 address, or the first 64 bits of IPv6.

    An IPv4 address that is written as IPv6 counts as IPv4. What is no address is returned as it is, cut to
    100 characters. Examples: "192.0.2.7" stays; "2001:db8:1:2::9" becomes "2001:db8:1:2::/64".
    """
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return address[:_MOST_CHARACTERS]
    if not isinstance(found, IPv6Address):
        return str(found)
    if found.ipv4_mapped:
        return str(found.ipv4_mapped)
    return f"{IPv6Address(int(found) >> 64 << 64)}/64"
