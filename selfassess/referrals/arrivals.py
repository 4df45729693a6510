"""Lets other packages take part when a request arrives or gets a step, in the same transaction.

The inbox of the council adds its functions here, because this package knows nothing of an inbox.
"""

from collections.abc import Callable

from flask import Flask, current_app

from core.settings import Settings
from selfassess.models import Referral
from selfassess.values.referral import EventKind
from selfassess.values.request import RequestValue

Arrival = Callable[[Settings, Referral, RequestValue], None]
"""Gets a request whose row is flushed. The function must not commit."""

Step = Callable[[Settings, Referral, EventKind], None]
"""Gets a request with a new entry in its history, also one of the person. The function must not commit."""

_ARRIVALS, _STEPS = "signpost-request-arrivals", "signpost-request-steps"


def on_arrival(app: Flask, function: Arrival) -> None:
    """Let a function take part in the transaction that stores a new request."""
    app.extensions.setdefault(_ARRIVALS, []).append(function)


def on_step(app: Flask, function: Step) -> None:
    """Let a function take part in the transaction of each later entry in a request's history."""
    app.extensions.setdefault(_STEPS, []).append(function)


def arrived(settings: Settings, row: Referral, request: RequestValue) -> None:
    """Tell those who take part that a request was stored."""
    functions: list[Arrival] = current_app.extensions.get(_ARRIVALS, [])
    for function in functions:
        function(settings, row, request)


def stepped(settings: Settings, row: Referral, kind: EventKind) -> None:
    """Tell those who take part that the history of a request has a new entry."""
    functions: list[Step] = current_app.extensions.get(_STEPS, [])
    for function in functions:
        function(settings, row, kind)
