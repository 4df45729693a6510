"""Somebody of one group against the records of another: every endpoint that such a person may open at all.

`accounts/test_permissions.py` tries every role at every endpoint. Here the role is right, and the record is
somebody else's. The endpoints come from the access list, so a new one is tried as soon as it is there. A new
kind of record in an address needs a row in `OTHERS`; until then `test_every_kind_of_record_is_covered` fails.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import JSON, DateTime, Integer, Table, select
from werkzeug.test import TestResponse

from accounts import services
from accounts.access_list import ACCESS, SETTING_UP, SIGNED_IN
from accounts.invitations.services import add_invitation
from accounts.models import Account
from accounts.roles import GROUP_ROLES, Role
from core import clock
from core.db import Base, db
from directory.corrections.services import report
from directory.editing.records import record_of, stored_version
from directory.editing.services import Saved, propose, submit
from directory.models import Organization
from frontdoor.callbacks.details import CallBackDetails
from frontdoor.contacts import services as contacts
from frontdoor.contacts.models import Channel
from frontdoor.group_calls.services import ask
from frontdoor.group_referrals.queries import targets
from frontdoor.group_referrals.services import refer
from frontdoor.group_referrals.shared import Agreed, SharedRecord
from tests.accounts import GROUP, add_person, sign_in
from tests.examples import sampled
from tests.factories import make_organization, make_service
from tests.page_checks import PageCheckingClient
from tests.routes import LISTED, ListedRoute

OTHER_GROUP = "7f1f9a52-0000-5b8e-9a53-0c8f4d1f7c22"

COMMON_VALUES = {"section_id": "what", "part": "what", "day": "2026-11-24"}
"""What an address names besides records: the same for everybody."""

CAPABILITIES = {"token"}
"""Secrets in addresses: whoever has one may use it, and nobody can guess it. Each is tested where it is made.
"""


FOR_AUTHORS = {"upkeep.group_change"}
"""Pages of a group that somebody outside it sees too: a handler who proposed the change. The view asks for
that.
"""


def _service(app: Flask, organization_id: str) -> str:
    service = make_service(db.session, organization=_organization(organization_id))
    db.session.commit()
    return service.id


def _organization(organization_id: str) -> Any:
    found = db.session.get(Organization, organization_id)
    return found or make_organization(db.session, id=organization_id, slug=f"group-{organization_id[:4]}")


def _report(app: Flask, organization_id: str) -> str:
    service_id = _service(app, organization_id)
    return report(app.extensions["settings"], service_id, "cost", "It costs more", "").id


def _colleague(app: Flask, organization_id: str) -> str:
    email = f"{clock.new_id()}@example.org"
    return add_person(app, email, Role.GROUP_EDITOR, organization_id=organization_id)


def _invitation(app: Flask, organization_id: str) -> str:
    made = add_invitation(
        actor="a", email="new@example.org", role=Role.GROUP_EDITOR.value, organization_id=organization_id
    )
    db.session.commit()
    return made.id


def _change(app: Flask, organization_id: str) -> str:
    settings, service_id = app.extensions["settings"], _service(app, organization_id)
    record = record_of(service_id)
    assert record is not None
    made = propose(
        settings,
        record.model_copy(update={"summary": "Something new about this group"}),
        organization_id=organization_id,
        author_id="a",
        base_version=stored_version(service_id),
    )
    submit(settings, Saved(made.id, made.version), actor="a")
    return made.id


def _row_of(table_name: str, organization_id: str) -> str:
    """Add a row of a table by its name, with something in every column that must not be empty."""
    table = Base.metadata.tables[table_name]
    values = {column.name: _something(column) for column in table.columns if not column.nullable} | {
        "id": clock.new_id(),
        "organization_id": organization_id,
    }
    db.session.execute(table.insert().values(values))
    db.session.commit()
    return str(values["id"])


def _something(column: Any) -> Any:
    kinds: tuple[tuple[type[Any], Any], ...] = (
        (Integer, 1),
        (JSON, {}),
        (DateTime, clock.now()),
    )
    is_moment = "datetime" in type(column.type).__name__.lower()
    return next(
        (value for kind, value in kinds if isinstance(column.type, kind)), clock.now() if is_moment else "x"
    )


def _contact(app: Flask, organization_id: str) -> str:
    return _row_of("group_contact", organization_id)


def _referral(app: Flask, organization_id: str) -> str:
    """Pass a caller on to a service of the group, and return the id of the referral."""
    settings, service_id = app.extensions["settings"], _service(app, organization_id)
    contact = contacts.start(settings, channel=Channel.PHONE, handler_id="h", key=clock.new_id())
    (target,) = targets([service_id], by_professional=False)
    shared = SharedRecord({"name": "Joan Ash"}, Agreed("Yes", "1", clock.now()))
    with app.test_request_context():
        return refer(settings, contact.id, target, shared, "key", actor="h").id


def _call_request(app: Flask, organization_id: str) -> str:
    """Ask the group for a call, and return the id of the request."""
    (target,) = targets([_service(app, organization_id)], by_professional=False)
    details = CallBackDetails(name="Joan Ash", phone="01632 960201")
    with app.test_request_context():
        return ask(app.extensions["settings"], target, details, "key").id


OTHERS: Mapping[str, Callable[[Flask, str], str]] = {
    "service_id": _service,
    "listing_id": _service,
    "report_id": _report,
    "account_id": _colleague,
    "invitation_id": _invitation,
    "change_id": _change,
    "contact_id": _contact,
    "referral_id": _referral,
    "request_id": _call_request,
    "session_id": lambda _app, _organization: clock.new_id(),
    "passkey_id": lambda _app, _organization: clock.new_id(),
}
"""How to make a record of a group, by its name in addresses."""


def _open_to_groups(row: ListedRoute) -> bool:
    access = ACCESS[row.endpoint]
    return access in (SIGNED_IN, SETTING_UP) or (isinstance(access, frozenset) and bool(access & GROUP_ROLES))


def _names(row: ListedRoute) -> list[str]:
    """Return the names of what an address of this rule holds."""
    return [part.split(">")[0].split(":")[-1] for part in row.rule.split("<")[1:]]


ROWS = [row for row in LISTED if _open_to_groups(row) and set(_names(row)) - set(COMMON_VALUES)]
WITH_GROUP = [row for row in ROWS if "organization_id" in _names(row)]


def _id(row: ListedRoute) -> str:
    return f"{row.method} {row.rule}"


def test_every_kind_of_record_is_covered() -> None:
    known = {*OTHERS, *COMMON_VALUES, *CAPABILITIES, "organization_id"}
    assert {f"{row.rule}: {name}" for row in ROWS for name in _names(row) if name not in known} == set()
    assert len(ROWS) > 12
    assert {"upkeep.answer_report", "accounts.change_colleague"} <= {row.endpoint for row in WITH_GROUP}


def test_an_address_of_a_group_is_never_open_to_every_account() -> None:
    """An endpoint with a group in its address is for people with a role in a group; one of `FOR_AUTHORS` not
    only.
    """
    rows = [
        row
        for row in LISTED
        if row.rule.startswith("/group/<organization_id>") and row.endpoint not in FOR_AUTHORS
    ]
    assert [row.rule for row in rows if not isinstance(ACCESS[row.endpoint], frozenset)] == []


@pytest.fixture
def client(app: Flask) -> PageCheckingClient:
    """Return a client in which an owner of the first group is signed in, who edits nothing else."""
    found = app.test_client()
    assert isinstance(found, PageCheckingClient)
    sign_in(app, found, add_person(app, "owner@example.org", Role.GROUP_OWNER))
    with app.app_context():
        _organization(GROUP)
        _organization(OTHER_GROUP)
        db.session.commit()
    return found


def _made(app: Flask, row: ListedRoute, organization_id: str) -> dict[str, str]:
    """Return the values of an address: the group, and records that are made for it."""
    with app.app_context():
        names = [name for name in _names(row) if name in OTHERS]
        return {
            "organization_id": organization_id,
            **COMMON_VALUES,
            **{name: OTHERS[name](app, organization_id) for name in names},
        }


def _path(row: ListedRoute, values: Mapping[str, str]) -> str:
    path = row.rule
    for part in row.rule.split("<")[1:]:
        inside = part.split(">")[0]
        path = path.replace(f"<{inside}>", values.get(inside.split(":")[-1], "nothing"))
    return path


FILLED = {"version": "1", "answer": "right", "role": "group_owner", "email": "x@example.org", "words": "x"}


def _sent(client: PageCheckingClient, row: ListedRoute, path: str) -> TestResponse:
    return client.get(path) if row.method == "GET" else client.post_form(path, FILLED)


NOT_COMPARED = {"account_session", "audit_entry", "audit_head", "stored_session"}
"""Tables in which a click or a look at a page leaves a trace."""


@contextmanager
def nothing_changes(app: Flask) -> Iterator[None]:
    """Fail where a row of any table was added, changed or removed inside the block."""
    before = _everything(app)
    yield
    assert _everything(app) == before


def _everything(app: Flask) -> dict[str, list[str]]:
    with app.app_context():
        return {
            table.name: _rows(table)
            for table in Base.metadata.sorted_tables
            if table.name not in NOT_COMPARED and not table.name.startswith("postcode")
        }


def _rows(table: Table) -> list[str]:
    return sorted(repr(tuple(row)) for row in db.session.execute(select(table)))


@pytest.mark.parametrize("row", sampled(WITH_GROUP, 5), ids=_id)
def test_the_pages_of_another_group_are_not_there(
    app: Flask, client: PageCheckingClient, row: ListedRoute
) -> None:
    path = _path(row, _made(app, row, OTHER_GROUP))
    with nothing_changes(app):
        answer = _sent(client, row, path)
    assert answer.status_code == 404, answer.get_data(as_text=True)[:300]


@pytest.mark.parametrize("row", sampled([row for row in ROWS if set(_names(row)) & set(OTHERS)], 5), ids=_id)
def test_records_of_another_group_are_not_found_under_the_own_one(
    app: Flask, client: PageCheckingClient, row: ListedRoute
) -> None:
    """The group in the address is the own one, and the record is of another group."""
    path = _path(row, {**_made(app, row, OTHER_GROUP), "organization_id": GROUP})
    with nothing_changes(app):
        answer = _sent(client, row, path)
    if "organization_id" in _names(row):
        assert answer.status_code == 404, answer.get_data(as_text=True)[:300]
    else:
        assert answer.status_code in (303, 403, 404), answer.get_data(as_text=True)[:300]


@pytest.mark.parametrize("row", sampled([row for row in WITH_GROUP if row.method == "GET"], 5), ids=_id)
def test_the_own_pages_and_records_are_there(
    app: Flask, client: PageCheckingClient, row: ListedRoute
) -> None:
    """The other tests mean something only where the same address answers those to whom it belongs."""
    answer = client.get(_path(row, _made(app, row, GROUP)))
    assert answer.status_code in (200, 303), answer.get_data(as_text=True)[:300]


@pytest.mark.parametrize(
    "row", [row for row in WITH_GROUP if ACCESS[row.endpoint] == {Role.GROUP_OWNER}], ids=_id
)
def test_an_owner_of_another_group_is_an_editor_here(app: Flask, row: ListedRoute) -> None:
    """Somebody who edits this group and owns another one cannot do here what owners do."""
    found = app.test_client()
    assert isinstance(found, PageCheckingClient)
    person = add_person(app, "both@example.org", Role.GROUP_OWNER, organization_id=OTHER_GROUP)
    with app.app_context():
        _organization(GROUP)
        account = db.session.get_one(Account, person)
        settings = app.extensions["settings"]
        services.grant(settings, account, Role.GROUP_EDITOR, actor="system", organization_id=GROUP)
        db.session.commit()
    sign_in(app, found, person)
    path = _path(row, _made(app, row, GROUP))
    with nothing_changes(app):
        answer = _sent(found, row, path)
    assert answer.status_code == 404


def test_a_planted_change_is_noticed(app: Flask, client: PageCheckingClient) -> None:
    def add_group() -> None:
        with app.app_context():
            _organization("planted-0000")
            db.session.commit()

    before = _everything(app)
    add_group()
    assert {name for name, rows in _everything(app).items() if rows != before[name]} == {"organization"}
