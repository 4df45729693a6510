"""Work that `init` does after the migrations, such as sealing what an earlier version stored in clear."""

from collections.abc import Callable

from flask import Flask

_EXTENSION = "signpost-upgrades"

Step = Callable[[], object]
"""Needs an application context, commits, and may be repeated."""


def add_step(app: Flask, step: Step) -> None:
    """Add a step. Each package adds its own when it is registered."""
    app.extensions.setdefault(_EXTENSION, []).append(step)


def run_steps(app: Flask) -> None:
    """Run all steps, in the order in which they were added."""
    for step in app.extensions.get(_EXTENSION, []):
        step()
