"""A probe names each fault of a feed, and no other one."""

from collections.abc import Iterator

import pytest

from directory.importing import http
from directory.importing.detect_format import SourceError
from directory.pulling.probe import FAULTS, probe
from tests.feed_server import FakeFeed, service, serving

EIGHT = [code for code in FAULTS if code != "root"]


@pytest.fixture
def feed(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeFeed]:
    monkeypatch.setattr(http, "BACKOFF_SECONDS", 0)
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with serving(FakeFeed([service(number) for number in range(12)])) as fake:
        yield fake


def codes(feed: FakeFeed) -> list[str]:
    return [fault.code for fault in probe(feed.url).faults]


def test_a_feed_that_keeps_its_promises_has_no_fault(feed: FakeFeed) -> None:
    found = probe(feed.url)
    assert found.faults == []
    assert found.services_url == f"{feed.url}/services"
    assert (found.kind, found.version) == ("Open Referral UK 3", "HSDS-UK-3.0")
    assert found.abilities == {
        "paging": False,
        "per_page": True,
        "ndjson": True,
        "modified_after": True,
        "search": True,
        "whole": False,
        "full": True,
    }


@pytest.mark.parametrize("code", [*EIGHT, "root"])
def test_each_fault_is_named_alone(feed: FakeFeed, code: str) -> None:
    feed.faults = {code}
    assert codes(feed) == [code]


def test_all_eight_are_named_together(feed: FakeFeed) -> None:
    feed.faults = set(EIGHT)
    assert sorted(codes(feed)) == sorted(EIGHT)
    assert len(EIGHT) == 8


def test_the_address_of_the_list_does_as_well(feed: FakeFeed) -> None:
    assert probe(f"{feed.url}/services?page=1").faults == []


def test_services_without_any_parts_are_no_fault(feed: FakeFeed) -> None:
    feed.services = [{"id": str(n), "name": f"Club{n}", "status": "active", "url": ""} for n in range(3)]
    found = probe(feed.url)
    assert "full" not in [fault.code for fault in found.faults]
    assert not found.abilities["full"]


def test_a_feed_of_version_1_has_promised_none_of_this(feed: FakeFeed) -> None:
    feed.version_1 = True
    feed.services = [
        {"id": str(n), "name": f"Club{n}", "status": "active", "organisation": {"id": "1", "name": "Group"}}
        for n in range(3)
    ]
    found = probe(feed.url)
    assert (found.faults, found.version) == ([], "1.0")


def test_an_address_without_services_is_refused(feed: FakeFeed) -> None:
    with pytest.raises(SourceError):
        probe(f"{feed.url}/nothing/here")


def test_a_feed_that_does_not_answer_ends_the_probe_in_time(feed: FakeFeed) -> None:
    feed.hang = 2
    with pytest.raises(SourceError):
        probe(feed.url, seconds=0.5)
