"""Puts the upkeep of listings on the application. Only app.py imports this module."""

from flask import Flask

from upkeep.freshness.commands import upkeep_group


def register(app: Flask) -> None:
    """Add the commands of upkeep to the application."""
    app.cli.add_command(upkeep_group)
