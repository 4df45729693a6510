"""Receipts of GOV.UK Notify: which are read, which count, and what pages show of them."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.outbox.receipts import (
    FAILURES,
    FINAL,
    NOT_ARRIVED,
    BadReceipt,
    ProviderReceipt,
    Receipt,
    counts,
    read_receipt,
    shown_state,
)
from tests.conftest import NOW


def receipt(status: str, minutes: int = 0) -> ProviderReceipt:
    return ProviderReceipt(id="n-1", status=status, completed_at=NOW + timedelta(minutes=minutes))


def test_a_receipt_is_read_without_its_recipient() -> None:
    body = b"""{"id": "n-1", "reference": "r-1", "to": "jo@example.org", "status": "delivered",
        "created_at": "2026-11-28T10:00:00.000000Z", "completed_at": "2026-11-28T10:01:00.000000Z",
        "sent_at": null, "notification_type": "email", "template_id": "t", "template_version": 1}"""
    found = read_receipt(body)
    assert (found.receipt, found.reference) == (Receipt.DELIVERED, "r-1")
    assert "jo@example.org" not in repr(found)


@pytest.mark.parametrize(
    ("body", "words"), [(b"{", "body"), (b"[]", "body"), (b'{"id": "", "status": 7}', "id, status")]
)
def test_what_is_wrong_is_named_without_values(body: bytes, words: str) -> None:
    with pytest.raises(BadReceipt, match=f"Missing or wrong: {words}"):
        read_receipt(body)


@given(st.permutations([("sending", 1), ("delivered", 2), ("permanent-failure", 3), ("new-word", 4)]))
def test_the_order_of_arrival_does_not_matter(order: list[tuple[str, int]]) -> None:
    """An e-mail that came back after it was delivered was not delivered, whichever receipt comes first."""
    state, at = None, None
    for status, minutes in order * 2:
        found = receipt(status, minutes)
        if counts(state, at, found):
            state, at = found.receipt, found.at
    assert state is Receipt.PERMANENT_FAILURE


@pytest.mark.parametrize("receipt", list(Receipt))
@pytest.mark.parametrize("channel", ["email", "text", "letter"])
def test_no_failure_is_shown_as_sent(receipt: Receipt, channel: str) -> None:
    shown = shown_state("sent", receipt.value, channel)
    assert (shown in NOT_ARRIVED) == (receipt in FAILURES)
    if receipt not in FINAL:
        assert shown == ("printing" if channel == "letter" else "sent")


def test_a_letter_is_posted_only_when_it_was() -> None:
    assert shown_state("sent", "accepted", "letter") == "printing"
    assert shown_state("sent", "received", "letter") == "posted"
    assert shown_state("queued", "delivered", "letter") == "queued"
