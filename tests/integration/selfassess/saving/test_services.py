"""Saved answers: kept sealed, opened by reference and words, gone when their time is over."""

import logging
import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy import func, select

from core import clock
from core.db import db
from core.rate_limits import GUESSES_FROM_ONE_NETWORK, TooMany
from core.settings import Settings
from core.slow_hash import NOBODYS_HASH
from selfassess.models import SavedAssessment, SavedLink
from selfassess.saved_copy import queries as copy_queries
from selfassess.saved_copy import services as copy_services
from selfassess.saved_copy.services import SavedCopyMissing, TooLarge
from selfassess.saving import services as saving_services
from selfassess.saving.services import CannotOpen, NewlySaved
from selfassess.values.saved import FieldChange, SavedBody
from tests.conftest import NOW
from tests.databases import everything_stored, on_files
from tests.examples import slow_on_both

pytestmark = pytest.mark.both_databases

BODY = SavedBody({"washing": "unsafe"}, {"what_matters": "my garden in Wombwell"}, {"mine": "ring Jo"})
MOST_TRIES = GUESSES_FROM_ONE_NETWORK.times
WRONG = "acorn robin teapot"


@pytest.fixture
def site(app: Flask) -> Iterator[Settings]:
    """The settings of a fresh site, inside its application context."""
    with app.app_context():
        yield app.extensions["settings"]


@pytest.fixture
def saved(site: Settings) -> NewlySaved:
    """Something saved."""
    return saving_services.save(site, "adult-needs", "3", BODY)


def later(**ahead: float) -> None:
    """Set the clock ahead of NOW."""
    clock.set_clock(lambda: NOW + timedelta(**ahead))


def count(model: type[object]) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_what_was_saved_is_opened_by_reference_and_words(site: Settings, saved: NewlySaved) -> None:
    opened = saving_services.open_saved(
        site, saved.reference.lower().replace("-", " "), saved.words.upper().replace(" ", ", ")
    )
    assert (opened.id, opened.questionnaire, opened.version, opened.revision) == (
        saved.id,
        "adult-needs",
        "3",
        1,
    )
    assert (opened.body.answers, opened.body.plan, opened.body.notes) == (BODY.answers, BODY.plan, BODY.notes)
    assert opened.expires_at == NOW + timedelta(days=30)


def test_nothing_that_can_be_read_lies_in_the_database(site: Settings, saved: NewlySaved) -> None:
    dump = everything_stored()
    assert saved.id in dump
    for secret in (saved.reference, saved.words, saved.words.split()[0], "Wombwell", "unsafe", "ring Jo"):
        assert secret not in dump


def test_a_wrong_reference_and_wrong_words_get_the_same_answer(site: Settings, saved: NewlySaved) -> None:
    answers = []
    for reference, words in (
        (saved.reference, WRONG),
        ("CFH-JKM", saved.words),
        ("nonsense", ""),
        (saved.reference, ""),
    ):
        with pytest.raises(CannotOpen) as error:
            saving_services.open_saved(site, reference, words)
        answers.append((str(error.value), error.value.args))
    assert len(set(answers)) == 1


def test_a_wrong_reference_and_wrong_words_take_the_same_work(
    site: Settings, saved: NewlySaved, monkeypatch: pytest.MonkeyPatch, app: Flask, statements: object
) -> None:
    hashes: list[str] = []
    real = PasswordHasher.verify

    def noted(self: PasswordHasher, known: str, typed: str) -> bool:
        hashes.append(known.rsplit("$", 2)[0])
        return real(self, known, typed)

    monkeypatch.setattr(PasswordHasher, "verify", noted)
    sent = []
    for reference in (saved.reference, "CFH-JKM"):
        with statements(app) as seen, pytest.raises(CannotOpen):  # type: ignore[operator]
            saving_services.open_saved(site, reference, WRONG)
        sent.append(seen)
    assert sent[0] == sent[1]
    assert len(hashes) == 2
    assert hashes[0] == hashes[1]


@on_files
def test_after_five_wrong_tries_even_the_right_words_wait_and_then_work(
    site: Settings, saved: NewlySaved
) -> None:
    for _ in range(MOST_TRIES):
        with pytest.raises(CannotOpen):
            saving_services.open_saved(site, saved.reference, WRONG)
    with pytest.raises(TooMany) as locked:
        saving_services.open_saved(site, saved.reference, saved.words)
    assert locked.value.seconds == 15 * 60
    later(minutes=14)
    with pytest.raises(TooMany):
        saving_services.open_saved(site, saved.reference, saved.words)
    later(minutes=16)
    assert saving_services.open_saved(site, saved.reference, saved.words).id == saved.id


@slow_on_both
def test_a_reference_that_there_never_was_is_locked_just_the_same(site: Settings) -> None:
    for _ in range(MOST_TRIES):
        with pytest.raises(CannotOpen):
            saving_services.open_saved(site, "CFH-JKM", WRONG)
    with pytest.raises(TooMany):
        saving_services.open_saved(site, "cfh jkm", WRONG)


@pytest.mark.both_databases
@pytest.mark.slow
@on_files
def test_opening_a_copy_resets_the_count_of_tries_and_so_does_time(site: Settings, saved: NewlySaved) -> None:
    for hour in range(3):
        later(hours=hour)
        for _ in range(MOST_TRIES - 1):
            with pytest.raises(CannotOpen):
                saving_services.open_saved(site, saved.reference, WRONG)
    saving_services.open_saved(site, saved.reference, saved.words)
    for _ in range(MOST_TRIES):
        with pytest.raises(CannotOpen):
            saving_services.open_saved(site, saved.reference, WRONG)


@slow_on_both
def test_tries_at_the_same_moment_are_all_counted(app: Flask, site: Settings, saved: NewlySaved) -> None:
    outcomes: list[str] = []

    def attempt() -> None:
        with app.app_context():
            try:
                saving_services.open_saved(site, saved.reference, WRONG)
            except (CannotOpen, TooMany) as error:
                outcomes.append(type(error).__name__)

    threads = [threading.Thread(target=attempt) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(outcomes) == 12
    assert outcomes.count("CannotOpen") <= MOST_TRIES


def test_the_hash_of_nobody_is_as_hard_as_a_real_one(saved: NewlySaved) -> None:
    stored = db.session.scalar(select(SavedAssessment.pass_hash))
    assert stored
    assert stored.split("$")[:4] == NOBODYS_HASH.split("$")[:4]
    assert [len(part) for part in stored.split("$")] == [len(part) for part in NOBODYS_HASH.split("$")]


@slow_on_both
def test_an_unused_copy_expires_after_thirty_days(site: Settings, saved: NewlySaved) -> None:
    later(days=29)
    saving_services.open_saved(site, saved.reference, saved.words)
    later(days=58)
    assert copy_queries.read(site, saved.id)
    later(days=59)
    assert copy_queries.read(site, saved.id) is None
    with pytest.raises(CannotOpen):
        saving_services.open_saved(site, saved.reference, saved.words)


def test_purge_deletes_what_has_expired_and_nothing_else(site: Settings, saved: NewlySaved) -> None:
    later(days=10)
    young = saving_services.save(site, "carer", "1", SavedBody())
    later(days=31)
    assert saving_services.purge().saved == 1
    assert copy_queries.read(site, young.id)


@slow_on_both
def test_a_clock_that_jumps_ahead_deletes_nothing_before_it_is_set_right(
    site: Settings, saved: NewlySaved
) -> None:
    saving_services.purge()
    later(days=31)
    saving_services.save(site, "carer", "1", SavedBody())
    assert saving_services.purge().saved == 0
    later(hours=1)
    assert saving_services.purge().saved == 0
    assert saving_services.open_saved(site, saved.reference, saved.words).id == saved.id


def test_after_a_long_stop_the_runs_catch_up(site: Settings, saved: NewlySaved) -> None:
    saving_services.purge()
    later(days=31)
    deleted = [saving_services.purge().saved for _run in range(16)]
    assert sum(deleted) == 1
    assert deleted[0] == 0


@slow_on_both
def test_delete_now_deletes_at_once(site: Settings, saved: NewlySaved) -> None:
    saving_services.send_link(site, saved.id, "bea@example.org", str)
    copy_services.delete_now(saved.id)
    copy_services.delete_now(saved.id)
    assert copy_queries.read(site, saved.id) is None
    assert (count(SavedAssessment), count(SavedLink)) == (0, 0)
    with pytest.raises(SavedCopyMissing):
        copy_services.write(site, saved.id, 1, [FieldChange("answers", "washing", "able")])
    with pytest.raises(SavedCopyMissing):
        saving_services.renew(site, saved.id)


@slow_on_both
def test_new_words_can_be_had_and_the_old_ones_open_nothing(site: Settings, saved: NewlySaved) -> None:
    renewed = saving_services.renew(site, saved.id)
    assert renewed.id == saved.id
    assert saving_services.open_saved(site, renewed.reference, renewed.words).body.answers == BODY.answers
    with pytest.raises(CannotOpen):
        saving_services.open_saved(site, saved.reference, saved.words)


def test_two_tabs_merge_what_is_different_and_keep_the_newer_of_what_is_not(
    site: Settings, saved: NewlySaved
) -> None:
    copy_services.write(site, saved.id, 1, [FieldChange("answers", "washing", "able")])
    other = copy_services.write(
        site,
        saved.id,
        1,
        [FieldChange("answers", "toilet", "able"), FieldChange("answers", "washing", "unable")],
    )
    assert [change.name for change in other.refused] == ["answers.washing"]
    assert other.body.answers == {"washing": "able", "toilet": "able"}
    stored = copy_queries.read(site, saved.id)
    assert stored
    assert (
        (stored.body.answers, stored.revision)
        == (other.body.answers, other.revision)
        == ({"washing": "able", "toilet": "able"}, 3)
    )


def test_pages_that_were_open_before_it_was_saved_still_notice_each_other(site: Settings) -> None:
    saved = saving_services.save(
        site,
        "adult-needs",
        "3",
        SavedBody({"washing": "able"}, changed={"answers.washing": 7, "plan.goals": 4}),
    )
    assert copy_services.write(site, saved.id, 6, [FieldChange("answers", "washing", "unable")]).refused
    now = copy_services.write(site, saved.id, 7, [FieldChange("answers", "washing", "unable")])
    assert (now.refused, now.revision) == ((), 8)


def test_a_page_sent_twice_changes_once(site: Settings, saved: NewlySaved) -> None:
    for _ in range(2):
        assert (
            copy_services.write(site, saved.id, 1, [FieldChange("answers", "washing", "able")]).revision == 2
        )


def test_writing_at_the_same_moment_loses_nothing(app: Flask, site: Settings, saved: NewlySaved) -> None:
    def answer(number: int) -> None:
        with app.app_context():
            copy_services.write(site, saved.id, 1, [FieldChange("answers", f"q{number}", number)])

    threads = [threading.Thread(target=answer, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    stored = copy_queries.read(site, saved.id)
    assert stored
    assert stored.body.answers == {**BODY.answers, **{f"q{number}": number for number in range(6)}}


def test_a_migrated_body_is_stored_with_its_new_version_unless_another_page_was_quicker(
    site: Settings, saved: NewlySaved
) -> None:
    opened = copy_queries.read(site, saved.id)
    assert opened
    moved = copy_services.migrate(site, opened, "4", SavedBody({"bathing": "unsafe"}))
    assert (moved.version, moved.body.answers, moved.revision) == ("4", {"bathing": "unsafe"}, 2)
    again = copy_services.migrate(site, opened, "5", SavedBody())
    assert (again.version, again.body.answers) == ("4", {"bathing": "unsafe"})


def test_more_than_can_be_kept_is_refused_and_nothing_lost(site: Settings, saved: NewlySaved) -> None:
    with pytest.raises(TooLarge):
        copy_services.write(site, saved.id, 1, [FieldChange("notes", "long", "x" * copy_services.MOST_BYTES)])
    stored = copy_queries.read(site, saved.id)
    assert stored
    assert stored.revision == 1


def test_no_answer_reference_or_word_reaches_a_log(
    site: Settings, saved: NewlySaved, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    saving_services.open_saved(site, saved.reference, saved.words)
    with pytest.raises(CannotOpen):
        saving_services.open_saved(site, saved.reference, WRONG)
    assert not any(secret in caplog.text for secret in (saved.reference, saved.words, WRONG, "Wombwell"))
