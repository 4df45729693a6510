"""QR codes for printed pages."""

from base64 import b64decode
from urllib.parse import unquote

from directory.listing.qr import qr_image


def test_a_code_is_a_picture_that_needs_no_other_address() -> None:
    address = qr_image("https://care.example/service/steady-steps")
    kind, _, picture = address.partition(",")
    assert kind.startswith("data:image/svg+xml")
    drawn = b64decode(picture).decode() if kind.endswith("base64") else unquote(picture)
    assert "<svg" in drawn
    assert 'fill="#fff"' in drawn.replace("'", '"')
    assert qr_image("https://care.example/service/another") != address


def test_an_address_that_is_too_long_has_no_code() -> None:
    assert qr_image("https://care.example/" + "a" * 5000) == ""
