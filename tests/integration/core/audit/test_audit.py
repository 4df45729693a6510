"""The audit trail in the database: appended with the change itself, and verified by a command."""

import re
import threading
from collections.abc import Callable
from typing import Any

import pytest
from cryptography.fernet import Fernet
from flask import Flask
from sqlalchemy import delete, insert, select, text, update

from core.audit.models import AuditEntry, AuditHead, EntryIsFinal
from core.audit.services import SYSTEM, PersonalDetail, record
from core.db import db
from core.settings import ROOT
from scripts.code_rules import PACKAGES, python_files
from tests.conftest import make_app, make_settings
from tests.examples import sampled, slow_on_both

pytestmark = pytest.mark.both_databases


def add(app: Flask, number: int, *, commit: bool = True) -> None:
    with app.app_context():
        for one in range(number):
            record(
                db.session,
                app.extensions["settings"],
                actor=SYSTEM,
                action="thing.done",
                subject_kind="thing",
                subject_id=f"thing-{one}",
                detail={"count": one, "words": "é"},
            )
        if commit:
            db.session.commit()


def verify(app: Flask, *options: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=["audit", "verify", *options])
    return result.exit_code, result.output


def test_a_trail_is_whole_and_its_end_can_be_noted(app: Flask) -> None:
    assert verify(app)[0] == 0
    add(app, 3)
    code, said = verify(app)
    end = re.search(r"End of the trail: (3:[0-9a-f]{64})", said)
    assert (code, bool(end)) == (0, True), said
    add(app, 2)
    assert end
    assert verify(app, "--noted", end[1])[0] == 0
    assert verify(app, "--noted", f"2:{end[1][2:]}")[0] == 1
    assert verify(app, "--noted", "nonsense")[0] == 2


def test_what_is_rolled_back_leaves_no_entry_and_no_gap(app: Flask) -> None:
    add(app, 1)
    add(app, 2, commit=False)
    add(app, 1)
    code, said = verify(app)
    assert (code, "2 entries" in said) == (0, True), said


Tampering = Callable[[], Any]
TAMPERINGS: dict[str, tuple[Tampering, str]] = {
    "changed": (
        lambda: update(AuditEntry).where(AuditEntry.seq == 2).values(actor="public"),
        "entry 2 was changed",
    ),
    "removed": (lambda: delete(AuditEntry).where(AuditEntry.seq == 2), "entry 2 is missing"),
    "first removed": (lambda: delete(AuditEntry).where(AuditEntry.seq == 1), "entry 1 is missing"),
    "cut": (lambda: delete(AuditEntry).where(AuditEntry.seq > 2), "entries 3 to 4 are missing"),
    "emptied": (lambda: delete(AuditEntry), "entries 1 to 4 are missing"),
    "moved": (lambda: update(AuditEntry).where(AuditEntry.seq == 4).values(seq=9), "entry 4 is missing"),
    "end moved": (lambda: update(AuditHead).values(seq=3), "the end of the trail was changed"),
    "end removed": (lambda: delete(AuditHead), "the end of the trail is not stored"),
    "end sealed by another key": (lambda: update(AuditHead).values(sealed=b"x"), "no key opens it"),
}


@pytest.mark.parametrize("kind", sampled(TAMPERINGS, 4))
def test_tampering_is_found(app: Flask, kind: str) -> None:
    add(app, 4)
    statement, fault = TAMPERINGS[kind]
    with app.app_context():
        db.session.execute(statement())
        db.session.commit()
    code, said = verify(app)
    assert code == 1
    assert fault in said


def test_swapped_and_cut_with_the_end_moved_are_found(app: Flask) -> None:
    add(app, 4)
    with app.app_context():
        for old, new in ((2, 99), (3, 2), (99, 3)):
            db.session.execute(update(AuditEntry).where(AuditEntry.seq == old).values(seq=new))
        db.session.commit()
    assert "entry 2 was changed" in verify(app)[1]
    with app.app_context():
        db.session.execute(delete(AuditEntry).where(AuditEntry.seq == 4))
        db.session.execute(update(AuditHead).values(seq=3))
        db.session.commit()
    assert "entry 4 is missing" in verify(app)[1]


def test_an_entry_after_the_end_is_found(app: Flask) -> None:
    add(app, 2)
    with app.app_context():
        columns = {column.key: "x" for column in AuditEntry.__table__.columns}
        row = db.session.execute(select(AuditEntry.__table__)).first()
        assert row
        db.session.execute(insert(AuditEntry).values({**columns, **row._mapping, "seq": 7}))
        db.session.commit()
    assert "after the last" in verify(app)[1]


def test_the_session_refuses_to_change_or_delete_an_entry(app: Flask) -> None:
    add(app, 1)
    with app.app_context():
        entry = db.session.get_one(AuditEntry, 1)
        entry.actor = "public"
        with pytest.raises(EntryIsFinal):
            db.session.flush()
        db.session.rollback()
        db.session.delete(db.session.get_one(AuditEntry, 1))
        with pytest.raises(EntryIsFinal):
            db.session.flush()


@slow_on_both
def test_no_module_changes_or_deletes_entries() -> None:
    wrong = re.compile(
        r"(update|delete)\(AuditEntry|(update|delete|drop|truncate)\s+\S*audit_entry", re.IGNORECASE
    )
    sources = {path: path.read_text(encoding="utf-8") for path in python_files(*PACKAGES, "scripts")}
    assert [str(path.relative_to(ROOT)) for path, source in sources.items() if wrong.search(source)] == []
    assert wrong.search("session.execute(delete(AuditEntry))")


def test_an_entry_names_nobody_and_is_short(app: Flask) -> None:
    more = {"actor": SYSTEM, "action": "x", "subject_kind": "x", "subject_id": "x"}
    with app.app_context():
        settings = app.extensions["settings"]
        with pytest.raises(PersonalDetail):
            record(db.session, settings, detail={"to": "jo@example.org"}, **more)
        with pytest.raises(ValueError, match="characters"):
            record(db.session, settings, detail={"to": "x" * 5000}, **more)


@slow_on_both
def test_writers_at_the_same_time_make_one_chain(app: Flask) -> None:
    """Also the very first entries, and although each has read something before."""
    start, errors = threading.Barrier(4), []

    def write() -> None:
        with app.app_context():
            db.session.execute(text("SELECT count(*) FROM audit_entry")).scalar()
        start.wait()
        try:
            for _time in range(5):
                add(app, 1)
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=write) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    code, said = verify(app)
    assert (code, "20 entries" in said) == (0, True), said


def test_the_end_is_sealed_again_with_a_new_key(app: Flask) -> None:
    add(app, 2)
    settings = app.extensions["settings"]
    old = (settings.data_dir / "encryption_key").read_text()
    new = Fernet.generate_key().decode()
    both = make_app(make_settings(settings.data_dir, encryption_keys=f"{new},{old}"))
    said = both.test_cli_runner().invoke(args=["referral", "seal-again"]).output
    assert "1 rows" in said
    new_alone = make_app(make_settings(settings.data_dir, encryption_keys=new))
    assert verify(new_alone)[0] == 0
