"""The site that the browser visits: the application with a fixed time, and two more pages for the tests.

One page fails on purpose. The other is the harmless page to which "Exit this page" leads, under another name
of this host.
"""

import os
from datetime import datetime

from flask import Flask

from accounts.permissions import open_to_public
from app import create_app
from core import clock

FAILING = "/fails-on-purpose"
ELSEWHERE = "/elsewhere"


def create() -> Flask:
    """Create the application for gunicorn.

    Settings and time (E2E_NOW, ISO 8601) come from the environment.
    """
    moment = datetime.fromisoformat(os.environ["E2E_NOW"])
    clock.set_clock(lambda: moment)
    app = create_app()
    open_to_public(app, "fails", "elsewhere")

    @app.get(FAILING)
    def fails() -> str:
        raise RuntimeError(
            "this page fails on purpose, so that the tests can look at what a visitor sees then"
        )

    @app.get(ELSEWHERE)
    def elsewhere() -> str:
        return "<!doctype html><html lang=en><title>Weather</title><link rel=icon href='data:,'><h1>Weather</h1></html>"

    return app
