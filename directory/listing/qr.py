"""QR codes for printed pages: black on white, as `data:` addresses that our security policy allows."""

import segno


def qr_image(url: str) -> str:
    """Return a QR code of the address, as a `data:` address of an SVG picture.

    The text is empty when the address is too long for a QR code.
    """
    try:
        code = segno.make(url, error="m", micro=False)
    except segno.DataOverflowError:
        return ""
    address: str = code.svg_data_uri(scale=4, border=2, dark="#000", light="#fff")
    return address
