"""Makes a photo that somebody sent safe and small: decoded, turned upright, and encoded anew without
metadata.
"""

import io
import warnings
from dataclasses import dataclass

from PIL import Image, ImageOps

MOST_BYTES = 8 * 1024 * 1024
MOST_PIXELS = 50_000_000
"""A phone of 2026 takes photos of up to 48 million pixels at this size of a file."""
LONGEST_SIDE = 1200
LEAST_SIDE = 200
_FORMATS = ("JPEG", "PNG", "WEBP")
_QUALITY = 80


class UnusableImage(ValueError):
    """The bytes are no photo that can be used. `reason`: "format", "pixels" or "small"."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class SafeImage:
    """A JPEG without metadata, and its size in pixels."""

    jpeg: bytes
    width: int
    height: int


def safe_image(data: bytes) -> SafeImage:
    """Return a photo as a JPEG of at most 1200 pixels a side, without place, camera or other metadata.

    Raises UnusableImage for other files, also for those that only pretend, and for far too many pixels, which
    are counted before anything is decoded.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            opened = Image.open(io.BytesIO(data), formats=_FORMATS)
            if opened.width * opened.height > MOST_PIXELS:
                raise UnusableImage("pixels")
            opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            upright = ImageOps.exif_transpose(opened)
            return _encoded(upright)
    except UnusableImage:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise UnusableImage("pixels") from None
    except Exception as error:
        raise UnusableImage("format") from error


def _encoded(image: Image.Image) -> SafeImage:
    if min(image.size) < LEAST_SIDE:
        raise UnusableImage("small")
    clear = image.convert("RGBA")
    flat = Image.new("RGB", clear.size, "white")
    flat.paste(clear, mask=clear.getchannel("A"))
    flat.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    out = io.BytesIO()
    flat.save(out, "JPEG", quality=_QUALITY, optimize=True, progressive=True)
    return SafeImage(out.getvalue(), flat.width, flat.height)
