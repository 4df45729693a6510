"""Time the search of the call screen as a handler types: python -m bench.calls (10,000 listings, aim 50 ms p95)."""

import argparse
import random
from collections.abc import Sequence

from flask import Flask
from flask.testing import FlaskClient

from accounts import services as accounts
from accounts.current import cookie_name
from accounts.queries import any_account_by_email
from accounts.roles import Role
from accounts.sessions import services as sessions
from bench import generate, measure, queries, searches
from bench.generate import SEED
from bench.measure import milliseconds, p50, p95
from bench.queries import Query
from core.audit.services import SYSTEM
from core.clock import new_id
from core.db import db
from core.settings import ROOT
from frontdoor.contacts import services as contacts
from frontdoor.contacts.models import Channel

AIM_MS = 50.0
_EMAIL = "bench@example.org"
_FILTERS = ("", "cost:free", "delivery:home", "open:now", "access:wheelchair")


def handler(app: Flask) -> tuple[FlaskClient, str]:
    """Return a client in which a handler is signed in, and the path of a contact's search."""
    settings = app.extensions["settings"]
    with app.app_context():
        account = any_account_by_email(_EMAIL)
        if account is None:
            account = accounts.add_account(settings, email=_EMAIL, name="Bench", actor=SYSTEM)
            accounts.grant(settings, account, Role.CALL_HANDLER, actor=SYSTEM, organization_id="")
        token = sessions.begin(settings, account, way="password", device="")
        db.session.commit()
        contact = contacts.start(settings, channel=Channel.PHONE, handler_id=account.id, key=new_id())
        path = f"/calls/{contact.id}"
    client = app.test_client()
    client.set_cookie(cookie_name(settings), token)
    return client, path


def typed(made: Sequence[Query], seed: int) -> list[dict[str, str]]:
    """Return what is asked while the words of these queries are typed: some letters more each time."""
    draw = random.Random(seed)
    asked = []
    for query in made:
        words, chosen = query.request.query, draw.choice(_FILTERS)
        for length in sorted({*range(3, len(words), 4), len(words)}):
            asked.append({"q": words[:length], "where": query.request.where, "filter": chosen})
    return asked


def times(client: FlaskClient, path: str, asked: Sequence[dict[str, str]]) -> list[float]:
    """Return the milliseconds of the answer to each question."""
    page = client.get(path).get_data(as_text=True)
    token = page.partition('name="csrf_token" value="')[2].partition('"')[0]
    return [milliseconds(lambda one=one: _ask(client, path, token, one)) for one in asked]  # type: ignore[misc]


def _ask(client: FlaskClient, path: str, token: str, one: dict[str, str]) -> None:
    answer = client.post(f"{path}/search", data={**one, "part": "1", "csrf_token": token})
    if answer.status_code != 200:
        raise AssertionError(f"the search answered {answer.status_code}")


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the median, the 95th percentile and the longest time."""
    parser = argparse.ArgumentParser(prog="python -m bench.calls", description=__doc__)
    parser.add_argument("--size", type=int, default=10_000)
    parser.add_argument("--each", type=int, default=6, help="queries of each kind")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--reuse", action="store_true", help="take a made site also after a change")
    parser.add_argument("--processor", action="store_true", help="count processor time: for a busy machine")
    asked = parser.parse_args(arguments)
    measure.stand_on_monday()
    if asked.processor:
        measure.by_processor()
    app = generate.site(asked.size, asked.seed, reuse=asked.reuse).app()
    made = queries.make(ROOT / "content", searches.names_of(app), asked.seed, asked.each)
    client, path = handler(app)
    questions = typed([one for one in made if one.request.query], asked.seed)
    times(client, path, questions[:10])
    found = times(client, path, questions)
    print(
        f"{asked.size:,} listings, {len(found)} questions: p50 {p50(found):.1f} ms, p95 {p95(found):.1f} ms, "
        f"most {max(found):.1f} ms; aim {AIM_MS:.0f} ms"
    )


if __name__ == "__main__":
    main()
