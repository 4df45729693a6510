"""Filling in the form of a worry as a browser does, with the hidden fields of each page."""

import re
from collections.abc import Mapping

from werkzeug.test import TestResponse

from tests.integration.selfassess.steps import text_of
from tests.page_checks import PageCheckingClient

Typed = Mapping[str, object]
WHERE: Typed = {"danger": "no", "subject": "adult", "where": "2 Park Street, Wombwell"}
WHAT: Typed = {"own_words": "He has not eaten for days. The house is full of rubbish."}
UNNAMED: Typed = {"who": "unnamed"}


def hidden(page: str) -> dict[str, object]:
    """Return the hidden fields of the page's form, with all values of each."""
    form = page.partition('<form class="worry"')[2]
    found: dict[str, object] = {}
    for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form):
        values = found.setdefault(name, [])
        assert isinstance(values, list)
        values.append(value)
    found.pop("csrf_token", None)
    return found


def answer(client: PageCheckingClient, part: str, typed: Typed) -> TestResponse:
    """Open a part, fill it in, and press its button."""
    page = text_of(client.get("/tell-us" if part == "where" else f"/tell-us/{part}"))
    return client.post_form(f"/tell-us/{part}", {**hidden(page), **typed})


def tell(client: PageCheckingClient, where: Typed = WHERE, what: Typed = WHAT, you: Typed = UNNAMED) -> str:
    """Fill in the whole form, send it, and return the receipt."""
    assert answer(client, "where", where).location == "/tell-us/what"
    assert answer(client, "what", what).location == "/tell-us/you"
    response = answer(client, "you", you)
    assert response.location == "/tell-us/sent", text_of(response)
    return text_of(client.get("/tell-us/sent"))


def reference_of(receipt: str) -> str:
    """Return the reference on a receipt."""
    return receipt.split('class="reference">')[1].split("<")[0]
