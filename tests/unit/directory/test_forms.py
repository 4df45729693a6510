"""Reading the small forms of the directory."""

import pytest

from core.forms import ProblemForm, SendForm, is_email


@pytest.mark.parametrize(
    "address", ["a@example.org", "first.last+tag@sub.example.co.uk", "o'neil@example.org"]
)
def test_addresses(address: str) -> None:
    assert is_email(address)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "a",
        "a@b",
        "a@example.org\nBcc: b@example.org",
        "a@example.org,b@example.org",
        "a b@example.org",
        "a..b@example.org",
        "é@example.org",
    ],
)
def test_not_an_address(address: str) -> None:
    assert not is_email(address)


def test_a_report_needs_only_what_is_wrong() -> None:
    assert ProblemForm.read({"what": "phone"}).errors == {}
    assert set(ProblemForm.read({}).errors) == {"what"}
    assert set(ProblemForm.read({"what": "other"}).errors) == {"message"}
    assert set(ProblemForm.read({"what": "made-up"}).errors) == {"what"}


def test_nothing_typed_is_lost() -> None:
    form = ProblemForm.read({"what": "other", "message": "x" * 3000, "reply_to": "not an address"})
    assert (len(form.message), form.reply_to) == (3000, "not an address")
    assert set(form.errors) == {"message", "reply_to"}


def test_sending_needs_an_address() -> None:
    assert SendForm.read({}).errors == {"email": "Enter an email address"}
    assert SendForm.read({"email": "a@example.org", "notes": "yes"}).notes
