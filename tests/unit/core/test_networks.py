"""Which addresses count as one network."""

from ipaddress import IPv6Address, ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.networks import network_of


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff:1:2:3", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", ""),
        ("unix:", "unix:"),
    ],
)
def test_the_network_of_an_address(address: str, network: str) -> None:
    assert network_of(address) == network


@given(st.ip_addresses(v=6), st.integers(0, 2**64 - 1))
def test_addresses_of_one_64_are_one_network(address: IPv6Address, host: int) -> None:
    if address.ipv4_mapped or int(address) >> 64 == 0:
        return
    neighbour = IPv6Address(int(address) >> 64 << 64 | host)
    assert network_of(str(neighbour)) == network_of(str(address))
    assert neighbour in ip_network(network_of(str(address)))
    other = ip_address(int(address) ^ 1 << 64)
    assert network_of(str(other)) != network_of(str(address))
