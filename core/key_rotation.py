"""What `referral seal-again` seals with the newest encryption key beside the requests to the council."""

from collections.abc import Callable

from flask import Flask

_EXTENSION = "signpost-key-rotation"

Sealer = Callable[[], int]
"""Seals rows again, commits, and returns how many. Raises core.crypt.Unreadable. It may be repeated."""


def add_sealer(app: Flask, sealer: Sealer) -> None:
    """Add rows that are sealed for longer than a saved assessment lives."""
    app.extensions.setdefault(_EXTENSION, []).append(sealer)


def seal_rows_again(app: Flask) -> int:
    """Run all sealers, and return how many rows they sealed."""
    return sum(sealer() for sealer in app.extensions.get(_EXTENSION, []))
