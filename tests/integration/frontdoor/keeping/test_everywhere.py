"""A person's words in every place of the front door: all are in the copy, and none is left after an erasure."""

import json
import re
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import LargeBinary, select

from accounts.roles import Role
from core.crypt import vault
from core.db import Base, db
from frontdoor.professionals.queries import token_of
from frontdoor.professionals.services import add
from selfassess.models import Referral
from tests.accounts import signed_in_as
from tests.examples import slow_on_both
from tests.integration.frontdoor.callbacks.test_views import key_of, option
from tests.integration.frontdoor.calls.test_calls import sheet
from tests.integration.frontdoor.ending.test_views import form as ending_form
from tests.integration.frontdoor.group_calls.test_group_calls import FORM as CALL_ME
from tests.integration.frontdoor.group_calls.test_group_calls import HOME
from tests.integration.frontdoor.group_referrals.conftest import GROUP, LUNCH, SHEET, Referring, referring
from tests.integration.frontdoor.handover.case_system import case_system
from tests.integration.frontdoor.handover.test_sender import with_case_system
from tests.integration.frontdoor.people.test_views import form as person_form
from tests.integration.frontdoor.professionals.test_professionals import FORM as REFERRAL
from tests.integration.frontdoor.professionals.test_professionals import fill_in
from tests.integration.frontdoor.sending.test_views import draft
from tests.page_checks import PageCheckingClient

__all__ = ["referring"]
pytestmark = pytest.mark.both_databases

NAME, PHONE = SHEET["name"], SHEET["phone"]
PLACES = (
    *("sheet", "needs", "summary", "address", "text", "group", "progress", "callback", "request", "ending"),
    *("groupcall", "professional", "matters", "declined", "instead"),
)
"""Where something is planted: each place has a word of its own."""


def word(place: str) -> str:
    return f"canary{place}"


def plant(site: Referring, denise: PageCheckingClient) -> None:
    """Write a word into every place through its form."""
    handler, owner, contact = site.handling(), site.owning(), f"/calls/{site.contact_id}"
    boxes = {**SHEET, "needs": "", "said": word("sheet")}
    handler.post_form(f"{contact}/sheet", sheet(handler.get(contact).text, **boxes))
    person = person_form(
        name=NAME, phone=PHONE, other_needs=word("needs"), email="", recognise_by=["phone"], needs=[]
    )
    assert handler.post_form(f"{contact}/person", person).status_code == 303
    address = f"{NAME}\n{word('address')}\nWath\nS63 7RG"
    letter = draft(handler, site.contact_id, channel="post", opening=word("summary"), address=address)
    agreed = re.findall(r'name="confirmed"[^>]*value="([^"]+)"', handler.get(letter).text)
    assert handler.post_form(letter, {"confirmed": agreed}).status_code == 303
    texted = draft(handler, site.contact_id, channel="text", phone="07700 900123")
    agreed = re.findall(r'name="confirmed"[^>]*value="([^"]+)"', handler.get(texted).text)
    assert handler.post_form(texted, {"text": word("text"), "confirmed": agreed}).status_code == 303
    referral = site.referred(ask=word("group"))
    there = f"/group/{GROUP}/referrals/{referral}"
    owner.post_form(f"{there}/accept", {"version": 1})
    owner.post_form(
        f"{there}/progress", {"version": 2, "progress": "helped", "progress_words": word("progress")}
    )
    page = handler.get(f"{contact}/call-back").text
    call_back = {"key": key_of(page), "phone": PHONE, "why": word("callback"), "window": option(page)}
    assert handler.post_form(f"{contact}/call-back", call_back).status_code == 303
    request = {
        "number": "1",
        "kind": "needs_assessment",
        "own_words": word("request"),
        "for_whom": "self",
        "name": NAME,
        "phone": PHONE,
        "ways": ["phone"],
        "agrees": "yes",
    }
    assert handler.post_form(f"{contact}/request", request).status_code == 303
    owner.post_form(f"{HOME}/services/{LUNCH}", {"on": "yes"})
    asked = CALL_ME | {"name": NAME.upper(), "phone": PHONE, "why": word("groupcall")}
    assert site.app.test_client().post_form(f"/service/{LUNCH}/call-me", asked).status_code == 303  # type: ignore[attr-defined]
    refer(site, about_name=NAME, phone=PHONE, why=word("professional"), matters=word("matters"))
    assert handler.post_form(f"{contact}/end", ending_form(more=word("ending"))).status_code == 303


def refer(site: Referring, **changes: str) -> None:
    """Let a professional refer the person with the form of an organisation."""
    with site.app.app_context():
        token = token_of(site.settings, add(site.settings, "Dearne surgery", "gp", actor="denise"))
    client = site.app.test_client()
    assert isinstance(client, PageCheckingClient)
    check, _page = fill_in(client, f"/refer/{token}", REFERRAL | changes)
    assert client.post_form(check).location == "/refer/sent"


def finish(app: Flask, triage: PageCheckingClient) -> None:
    """Begin to hand the requests over, and decline them."""
    with app.app_context():
        references = db.session.scalars(select(Referral.reference)).all()
    assert len(references) == 2
    for reference in references:
        assert triage.post_form(f"/requests/{reference}/hand-over").status_code == 303
        words = {"seen": "1", "note": word("declined"), "told": word("instead")}
        assert triage.post_form(f"/requests/{reference}/steps/decline", words).status_code == 303


def found_in(app: Flask) -> dict[str, set[str]]:
    """Return the planted words that any table holds, in clear or sealed, by table."""
    found: dict[str, set[str]] = {}
    with app.app_context():
        cipher = vault(app.extensions["settings"])
        for table in Base.metadata.sorted_tables:
            for row in db.session.execute(select(table)):
                held = " ".join(
                    _text(cipher, column, value) for column, value in zip(table.c, row, strict=True)
                )
                if words := set(re.findall(r"canary\w+", held)):
                    found.setdefault(table.name, set()).update(words)
    return found


def _text(cipher: Any, column: Any, value: Any) -> str:
    if not isinstance(column.type, LargeBinary) or value is None:
        return str(value)
    try:
        return str(cipher._fernet.decrypt(value).decode())
    except Exception:
        return ""


@slow_on_both
def test_all_is_in_the_copy_and_none_is_left_after_an_erasure(referring: Referring) -> None:
    app, denise = referring.app, signed_in_as(referring.app, Role.SUPERVISOR)
    with case_system() as system:
        with_case_system(app, system)
        plant(referring, denise)
        finish(app, signed_in_as(app, Role.TRIAGE))
    planted = found_in(app)
    assert {one for words in planted.values() for one in words} >= {word(place) for place in PLACES}
    assert {"hand_over", "outbox_message", "sent_summary", "call_back", "group_referral"} <= planted.keys()
    with app.app_context():
        person_id = db.session.execute(select(Base.metadata.tables["known_person"].c.id)).scalar_one()
    copy = json.loads(denise.get(f"/people/{person_id}/export.json").data)
    given = set(re.findall(r"canary[a-z]+", json.dumps(copy)))
    assert {place for place in PLACES if word(place) not in given} == set()
    page = denise.get(f"/people/{person_id}/erase").text
    assert "came without a call" in page
    assert denise.post_form(f"/people/{person_id}/erase", {"sure": "yes"}).status_code == 303
    assert found_in(app) == {}


def test_somebody_with_another_name_on_the_same_phone_is_left_alone(referring: Referring) -> None:
    app, denise = referring.app, signed_in_as(referring.app, Role.SUPERVISOR)
    handler, contact = referring.handling(), f"/calls/{referring.contact_id}"
    person = person_form(name=NAME, phone=PHONE, email="", recognise_by=["phone"])
    assert handler.post_form(f"{contact}/person", person).status_code == 303
    refer(referring, about_name="Vera Broadhead", phone=PHONE, why=word("vera"))
    with app.app_context():
        person_id = db.session.execute(select(Base.metadata.tables["known_person"].c.id)).scalar_one()
    assert word("vera") not in denise.get(f"/people/{person_id}/export.json").text
    denise.post_form(f"/people/{person_id}/erase", {"sure": "yes"})
    assert found_in(app)["referral"] == {word("vera")}
