"""Nothing that somebody typed stays for ever: every place is in the register, and time empties all of them."""

import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import JSON, Column, LargeBinary, MetaData, String, Table, Text, func, select

from core import clock, rate_limits
from core.db import Base, db
from core.outbox.messages import Email
from core.outbox.models import OutboxMessage
from core.outbox.services import send_email
from directory.models.corrections import Correction
from directory.models.search import SearchMiss
from directory.search.context import miss_log
from directory.search.miss_services import RARE_TIMES
from selfassess.models import Referral
from selfassess.purging import purge
from selfassess.referrals.services import ReferralUpdate, update_referral
from selfassess.typed_data import typed_data
from selfassess.values.referral import Status
from tests.conftest import NOW
from tests.databases import on_files
from tests.integration.selfassess.referrals.test_views import fill
from tests.integration.selfassess.steps import FINE, answer_all, field, text_of
from tests.page_checks import PageCheckingClient

PUBLISHED = {
    *("accessibility", "address", "attribute", "contact", "cost_option", "funding", "language", "location"),
    *(
        "organization",
        "organization_identifier",
        "phone",
        "postcode",
        "postcode_area",
        "council_code",
        "fact_check",
        "outward_council",
        "schedule",
    ),
    *("search_document", "search_outbox", "service", "service_area", "service_at_location"),
    *("call_fix", "service_alert", "service_alert_version", "service_successor", "taxonomy", "taxonomy_term"),
}
"""Tables of what the council or the groups publish, and postcodes: no visitor types into them."""

OPERATED = {"api_key", "feed_profile", "feed_source", "pulled_record"}
"""Tables that the operator's commands fill: who has a key to the feed, and whose feeds are read."""

MERGING = {"audit_finding", "duplicate_pair", "merge", "needs_reason", "retired_id"}
"""Tables of which listings are one, and what an audit found. A merge holds listings as they were."""

TECHNICAL = {"job_run", "key_check", "retention_run"}
"""Tables that hold names, times and a known value from the code alone."""

CHECKING = {"check_request", "check_step", "check_stop", "hiding_decision", "link_check"}
"""Tables of who was asked to check which listing (ids, days and keyed hashes of addresses), and of its links.
"""

ACCOUNTS = {
    *("account", "account_session", "invitation", "passkey", "password_credential", "recovery_code"),
    *("role_grant", "sign_in_link", "sign_in_step", "totp_credential"),
    *("audit_entry", "audit_head"),
}
"""Tables of groups and staff, who are no visitors: an account stays until it is closed. The job "accounts"
deletes sessions, links and invitations; the audit trail stays, and names people by ids alone.
"""

EDITED = {"content_draft", "content_edit", "content_version"}
"""Tables of what content editors write for everybody to read."""

UPKEEP = {
    "group_contact",
    "group_request",
    "listing_change",
    "listing_change_message",
    "listing_version",
    "photo",
}
"""Tables of groups that keep their listings. The job "group requests" deletes requests after their time, which
tests/integration/upkeep/joining proves. Changes and versions are written for publication, and name people by
ids alone.
"""

FRONT_DOOR = {
    *(
        "contact_record",
        "group_referral",
        "referring_organization",
        "professional_referral",
        "professional_details",
        "contact_field",
        "contact_addition",
        "contact_service",
        "contact_event",
        "hand_over",
        "hand_over_answer",
        "known_person",
        "call_back",
        "call_back_attempt",
        "call_back_window",
        "call_back_places",
        "call_me_service",
        "person_look",
        "contact_ending",
        "unmet_need",
        "carer_instance",
        "sent_summary",
    ),
    *("request_work", "shift_mark", "restricted_opening"),
}
"""Tables of the front door, which has a register of its own (frontdoor/keeping)."""

TEXTS = (String, Text, JSON, LargeBinary)


def unregistered(metadata: MetaData, places: set[str]) -> list[str]:
    """Return the columns that can hold text and belong to no known table."""
    known = (
        places
        | PUBLISHED
        | OPERATED
        | CHECKING
        | MERGING
        | TECHNICAL
        | ACCOUNTS
        | UPKEEP
        | EDITED
        | FRONT_DOOR
    )
    return [
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, TEXTS) and table.name not in known
    ]


def test_every_table_with_text_is_in_the_register(app: Flask) -> None:
    places = {entry.place for entry in typed_data(app.extensions["settings"])}
    assert unregistered(Base.metadata, places) == []
    assert places.isdisjoint(PUBLISHED | ACCOUNTS)


def test_a_new_table_is_noticed() -> None:
    metadata = MetaData()
    Table("diary", metadata, Column("entry", Text), Column("number", SearchMiss.times.type))
    assert unregistered(metadata, {"correction"}) == ["diary.entry"]


@pytest.fixture
def filled(own_demo_app: Flask, own_demo_client: PageCheckingClient) -> Flask:
    """Return a site in which a visitor has typed into every place."""
    client = own_demo_client
    answer_all(client, FINE)
    assert client.post_form("/check/save").status_code == 303
    assert client.post_form("/check/save/email", {"email": "jo@example.org"}).status_code == 303
    report = {"what": "other", "message": "a canary", "reply_to": "jo@example.org"}
    assert client.post_form("/service/dearne-hot-plate/problem", report).status_code == 303
    where = fill(client, "call-back", again=True)
    key = field(text_of(client.get(where)), "key")
    assert client.post_form(where, {"key": key, "agree": "yes"}).status_code == 303
    for times in range(RARE_TIMES + 1):
        assert client.get(f"/find?q=zxqwv+often&try={times}").status_code == 200
    assert client.get("/find?q=margaret+of+mill+lane").status_code == 200
    with own_demo_app.app_context():
        miss_log().flush()
        row = db.session.scalars(select(Referral)).one()
        step = ReferralUpdate(status=Status.CLOSED, by="A worker", note="a canary")
        update_referral(own_demo_app.extensions["settings"], row.reference, len(row.events), step)
    return own_demo_app


def rows(app: Flask) -> dict[str, int]:
    """Return the number of rows of each registered table that has any."""
    with app.app_context():
        tables = [Base.metadata.tables.get(entry.place) for entry in typed_data(app.extensions["settings"])]
        counted = {
            table.name: db.session.scalar(select(func.count()).select_from(table)) or 0
            for table in tables
            if table is not None
        }
    return {name: count for name, count in counted.items() if count}


def typed_files(folder: Path) -> list[str]:
    """Return the files with something in them in the folders of the register."""
    found = [*(folder / "spool").glob("searches-*.*"), *(folder / "sessions").glob("*")]
    return [path.name for path in found if path.stat().st_size and path.suffix != ".lock"]


KNOWN_FILES = {
    *(
        "signpost.db",
        "signpost.db-wal",
        "signpost.db-shm",
        "index",
        "content-copies",
        "built",
        "demonstration",
    ),
    *("secret_key", "encryption_key", "brand"),
}
"""Files and folders of the data folder that hold no typed text beside the tables."""


def unregistered_files(folder: Path, places: set[str]) -> list[str]:
    """Return what lies in a data folder and is neither in the register nor known."""
    return sorted(
        path.name
        for path in folder.iterdir()
        if path.name not in places | KNOWN_FILES and not path.name.endswith((".lock", "-journal"))
    )


def test_every_file_of_the_data_folder_is_in_the_register(filled: Flask) -> None:
    folder = filled.extensions["settings"].data_dir
    places = {entry.place for entry in typed_data(filled.extensions["settings"])}
    assert unregistered_files(folder, places) == []
    (folder / "diary.txt").write_text("a canary")
    assert unregistered_files(folder, places) == ["diary.txt"]


def limits_left(app: Flask) -> int:
    """Return how many hits and counters the file of the rate limits holds."""
    with sqlite3.connect(app.extensions["settings"].data_dir / rate_limits.FILE_NAME) as connection:
        return sum(
            connection.execute(f"select count(*) from {table}").fetchone()[0] for table in ("hit", "counter")
        )


def aged(app: Flask, days: int) -> None:
    """Set the clock to so many days after NOW, and run the purge as often as a long time needs.

    Where the clock jumped, one run deletes what expired in two days (core.retention).
    """
    clock.set_clock(lambda: NOW + timedelta(days=days))
    with app.app_context():
        for _run in range(days // 2 + 2):
            purge(app)


def purged(app: Flask, later: timedelta) -> tuple[bool, bool]:
    """Set the clock, purge once, and return whether a message still has its text, and a report its address."""
    clock.set_clock(lambda: NOW + later)
    with app.app_context():
        purge(app)
        messages = db.session.scalars(select(OutboxMessage.sealed).where(OutboxMessage.sealed.is_not(None)))
        addresses = db.session.scalars(select(Correction).where(Correction.reply_sealed.is_not(None)))
        return bool(messages.all()), bool(addresses.all())


@pytest.mark.both_databases
@pytest.mark.slow
def test_a_clock_that_jumps_ahead_takes_no_message_and_no_address(filled: Flask) -> None:
    assert purged(filled, timedelta()) == (True, True)
    with filled.app_context():
        waiting = set(db.session.scalars(select(OutboxMessage.status)))
    assert purged(filled, timedelta(days=31)) == (True, True)
    with filled.app_context():
        email = Email("sam@example.org", "A list", "Dear Sam", purpose="my_list")
        send_email(db.session, filled.extensions["settings"], email)
        assert set(db.session.scalars(select(OutboxMessage.status))) == waiting
    assert purged(filled, timedelta(hours=1)) == (True, True)


@pytest.mark.both_databases
@pytest.mark.slow
def test_the_purge_follows_a_clock_that_stays_ahead(filled: Flask) -> None:
    purged(filled, timedelta())
    runs = [purged(filled, timedelta(days=31)) for _run in range(16)]
    assert [has_text for has_text, _address in runs[:5]] == [True, True, True, False, False]
    assert runs[13:] == [(False, True), (False, False), (False, False)]


@pytest.mark.slow
@on_files
def test_time_empties_every_place(filled: Flask) -> None:
    folder = filled.extensions["settings"].data_dir
    before = rows(filled)
    assert {
        "saved_assessment",
        "saved_link",
        "outbox_message",
        "correction",
        "referral",
        "referral_event",
    } <= set(before)
    assert typed_files(folder)
    assert limits_left(filled)
    longest = max(entry.life for entry in typed_data(filled.extensions["settings"]))
    aged(filled, longest.days + 2)
    assert rows(filled) == {}
    assert limits_left(filled) == 0
    assert [name for name in typed_files(folder) if name.startswith("searches-")] == []


def test_each_place_keeps_what_its_time_is_not_over_for(filled: Flask) -> None:
    aged(filled, 31)
    left = rows(filled)
    assert "saved_assessment" not in left
    assert "outbox_message" not in left
    assert {"correction", "referral", "search_miss"} <= set(left)
    with filled.app_context():
        words = set(db.session.scalars(select(SearchMiss.words)))
    assert "zxqwv often" in words
    assert "margaret of mill lane" not in words


@pytest.mark.slow
def test_an_open_request_is_never_deleted(filled: Flask) -> None:
    with filled.app_context():
        db.session.scalars(select(Referral)).one().status = Status.ACCEPTED.value
        db.session.commit()
    aged(filled, 900)
    assert set(rows(filled)) == {"referral", "referral_event"}
