"""A signature holds for one body, one secret and a short time."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frontdoor.handover.signing import SIGNATURE, TIMESTAMP, WINDOW_SECONDS, is_signed, signed_headers

AT = 1_800_000_000


@settings(max_examples=30)
@given(st.binary(max_size=200), st.text(min_size=1, max_size=40))
def test_what_was_signed_is_recognised(body: bytes, secret: str) -> None:
    headers = signed_headers(secret, AT, body)
    assert is_signed(("another", secret), headers, body, AT + WINDOW_SECONDS)
    assert not is_signed((secret,), headers, body + b" ", AT)
    assert not is_signed((secret + "x",), headers, body, AT)
    assert not is_signed((), headers, body, AT)


@pytest.mark.parametrize("seconds", [WINDOW_SECONDS + 1, -WINDOW_SECONDS - 1])
def test_an_old_signature_and_one_of_the_future_are_refused(seconds: int) -> None:
    assert not is_signed(("s",), signed_headers("s", AT, b"{}"), b"{}", AT + seconds)


@pytest.mark.parametrize(
    "changed",
    [{TIMESTAMP: ""}, {TIMESTAMP: "now"}, {TIMESTAMP: str(AT - 1)}, {SIGNATURE: ""}, {SIGNATURE: "v2=ü"}],
)
def test_headers_that_somebody_changed_are_refused(changed: dict[str, str]) -> None:
    assert not is_signed(("s",), signed_headers("s", AT, b"{}") | changed, b"{}", AT)
