"""QR codes for paper: black on white, as an image address that the content policy allows."""

import segno


def qr_image(url: str) -> str:
    """A QR code of the address, as a data: address of an SVG picture.

    Empty when the address is too long for one.
    """
    try:
        code = segno.make(url, error="m", micro=False)
    except segno.DataOverflowError:
        return ""
    address: str = code.svg_data_uri(scale=4, border=2, dark="#000", light="#fff")
    return address
