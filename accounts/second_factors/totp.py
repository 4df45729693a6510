"""Codes of an authenticator app: time-based one-time passwords (RFC 6238), as QR code and key."""

import base64
import io

import pyotp
import segno

from core import clock

STEP_SECONDS = 30
_STEPS_AROUND = 1
"""How many time steps before and after this one count, because clocks differ (RFC 6238, 5.2)."""


def new_secret() -> str:
    """Return a new secret: 160 random bits in base32."""
    return pyotp.random_base32()


def app_address(secret: str, *, account: str, site: str) -> str:
    """Return the address that an app reads from the QR code."""
    return pyotp.TOTP(secret).provisioning_uri(name=account, issuer_name=site)


def qr_picture(address: str) -> str:
    """Return the QR code as the address of an SVG picture (data URL)."""
    picture = io.BytesIO()
    segno.make(address, error="m").save(picture, kind="svg", scale=6, border=4, light="#fff")
    return f"data:image/svg+xml;base64,{base64.b64encode(picture.getvalue()).decode('ascii')}"


def spaced(secret: str) -> str:
    """Return the secret in groups of four, to be typed."""
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))


def step_of_code(secret: str, code: str, *, after: int = 0) -> int | None:
    """Return the time step to which a code belongs; None where it belongs to none that is newer than `after`."""
    present = int(clock.now().timestamp()) // STEP_SECONDS
    totp = pyotp.TOTP(secret)
    for step in range(present - _STEPS_AROUND, present + _STEPS_AROUND + 1):
        if step > after and pyotp.utils.strings_equal(totp.at(step * STEP_SECONDS), code):
            return step
    return None
