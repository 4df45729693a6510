"""Call-backs: places are never given twice, one person rings, and each try has an end."""

import threading
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from core import clock
from core.db import Base, db
from core.outbox.models import OutboxMessage
from core.outbox.receipt_services import receive
from core.outbox.receipts import ProviderReceipt
from core.settings import Settings
from frontdoor.callbacks import outcomes, places, queries, services
from frontdoor.callbacks.details import CallBackDetails, safe_times
from frontdoor.callbacks.models import CallBack, CallBackAttempt, CallBackState, CallBackWindow
from frontdoor.callbacks.places import WindowFull
from frontdoor.callbacks.services import Booking, Changed, NotSafe
from frontdoor.callbacks.windows import Window
from frontdoor.contacts import services as contacts
from frontdoor.contacts.merging import _FOLLOWERS, merge
from frontdoor.contacts.models import Channel, ContactRecord
from frontdoor.contacts.queries import sheet_of
from selfassess.pdf_pool import PdfBusy
from selfassess.values.people import Answered, Communication, CommunicationNeed, ContactWishes, Way
from tests import outbox
from tests.conftest import NOW
from tests.examples import slow_on_both
from tests.integration.test_typed_data import FRONT_DOOR

pytestmark = pytest.mark.both_databases

WHO = CallBackDetails(name="Joan Ash", phone="01632 960201", why="Falls at night")
MORNINGS = ContactWishes(times=("Mornings",))


def settings(app: Flask) -> Settings:
    return app.extensions["settings"]


def free(app: Flask) -> list[Window]:
    return queries.free_windows(settings(app), "adult")


def booked(app: Flask, details: CallBackDetails = WHO, key: str = "k", number: int = 0) -> str:
    """Book the half hour with this number among the free ones, and return the call-back's id."""
    booking = Booking("adult", free(app)[number], details, booked_by="ewa")
    return services.book(settings(app), booking, key).id


def row(call_back_id: str) -> CallBack:
    return db.session.get_one(CallBack, call_back_id, populate_existing=True)


def at_window(call_back_id: str) -> None:
    """Set the clock to the beginning of the call-back's half hour."""
    window = queries.read_code(row(call_back_id).window_code)
    assert window
    clock.set_clock(lambda: window.start)


def missed(app: Flask, call_back_id: str) -> CallBackState:
    """Ring in the half hour, reach nobody, and book the next free one."""
    at_window(call_back_id)
    services.claim(settings(app), call_back_id, actor="ewa", checked=False)
    return outcomes.not_reached(
        settings(app), call_back_id, row(call_back_id).attempts, free(app)[-1], actor="ewa", name="Ewa"
    )


def test_a_double_press_books_once_and_a_full_half_hour_is_not_offered(app: Flask) -> None:
    with app.app_context():
        window = free(app)[0]
        assert booked(app) == booked(app)
        assert window in free(app)
        booked(app, key="second")
        assert window not in free(app)
        with pytest.raises(WindowFull):
            services.book(settings(app), Booking("adult", window, WHO), "third")


@slow_on_both
def test_fifty_who_book_at_once_take_three_places(app: Flask) -> None:
    with app.app_context():
        window = free(app)[0]
        places.set_places(settings(app), "adult", 3, actor="denise")
    refused: list[str] = []

    def book(number: int) -> None:
        with app.app_context():
            try:
                services.book(settings(app), Booking("adult", window, WHO), f"key {number}")
            except WindowFull:
                refused.append(str(number))

    for first in range(0, 50, 5):
        threads = [threading.Thread(target=book, args=(first + step,)) for step in range(5)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(CallBack)) == 3
        assert db.session.scalars(select(CallBackWindow.taken)).all() == [3]
    assert len(refused) == 47


def test_a_moved_and_a_cancelled_call_back_free_their_place(app: Flask) -> None:
    with app.app_context():
        places.set_places(settings(app), "adult", 1, actor="denise")
        first, second = free(app)[:2]
        call_back_id = booked(app)
        assert first not in free(app)
        services.move(settings(app), call_back_id, second, actor="ewa")
        assert first in free(app)
        assert second not in free(app)
        services.cancel(settings(app), call_back_id, actor="ewa")
        assert second in free(app)
        with pytest.raises(Changed):
            services.cancel(settings(app), call_back_id, actor="ewa")


def test_two_do_not_ring_the_same_person(app: Flask) -> None:
    with app.app_context():
        call_back_id = booked(app)
        at_window(call_back_id)
        for _press in range(2):
            services.claim(settings(app), call_back_id, actor="ewa", checked=False)
        with pytest.raises(Changed):
            services.claim(settings(app), call_back_id, actor="yusuf", checked=False)
        services.release(settings(app), call_back_id, actor="yusuf")
        assert row(call_back_id).claimed_by == "ewa"
        services.release(settings(app), call_back_id, actor="ewa")
        services.claim(settings(app), call_back_id, actor="yusuf", checked=False)


def test_a_claim_about_which_nothing_was_said_ends_after_half_an_hour(app: Flask) -> None:
    with app.app_context():
        call_back_id = booked(app)
        at_window(call_back_id)
        services.claim(settings(app), call_back_id, actor="ewa", checked=False)
        later = clock.now() + queries.CLAIM_LIFE + timedelta(minutes=1)
        clock.set_clock(lambda: later)
        services.claim(settings(app), call_back_id, actor="yusuf", checked=False)


def test_nobody_is_rung_outside_their_safe_times(app: Flask) -> None:
    details = CallBackDetails(phone="01632 960201", wishes=MORNINGS)
    with app.app_context():
        safe = safe_times(MORNINGS)
        offered = queries.free_windows(settings(app), "adult", safe)
        assert offered
        assert all(window.local.hour < 12 for window in offered)
        afternoon = next(window for window in free(app) if window.local.hour == 14)
        with pytest.raises(NotSafe):
            services.book(settings(app), Booking("adult", afternoon, details), "k")
        call_back_id = booked(app, details)
        with pytest.raises(NotSafe):
            services.move(settings(app), call_back_id, afternoon, actor="ewa")
        clock.set_clock(lambda: NOW.replace(hour=14))
        with pytest.raises(NotSafe):
            services.claim(settings(app), call_back_id, actor="ewa", checked=True)


def test_where_the_safe_time_is_in_words_somebody_reads_them_before_each_call(app: Flask) -> None:
    details = CallBackDetails(phone="01632 960201", wishes=ContactWishes(safe_time="When he is at the pub"))
    with app.app_context():
        call_back_id = booked(app, details)
        at_window(call_back_id)
        with pytest.raises(NotSafe):
            services.claim(settings(app), call_back_id, actor="ewa", checked=False)
        services.claim(settings(app), call_back_id, actor="ewa", checked=True)


def test_who_is_reached_has_a_contact_with_what_is_known(app: Flask) -> None:
    with app.app_context():
        call_back_id = booked(app)
        at_window(call_back_id)
        services.claim(settings(app), call_back_id, actor="ewa", checked=False)
        ids = {
            outcomes.reached(settings(app), call_back_id, 0, actor="ewa", name="Ewa") for _press in range(2)
        }
        assert len(ids) == 1
        contact = db.session.get_one(ContactRecord, ids.pop())
        assert contact.handler_id == "ewa"
        sheet = sheet_of(settings(app), contact.id)
        assert (sheet["name"].text, sheet["phone"].text) == ("Joan Ash", "01632 960201")
        assert row(call_back_id).state == CallBackState.REACHED
        assert queries.to_ring(settings(app), 1, 25) == ([], 0)


@slow_on_both
def test_after_the_last_try_an_email_goes_where_they_chose_one(app: Flask) -> None:
    wishes = ContactWishes(ways=(Way.PHONE, Way.EMAIL))
    details = CallBackDetails(name="Joan Ash", phone="01632 960201", email="joan@example.org", wishes=wishes)
    with app.app_context():
        call_back_id = booked(app, details)
        states = [missed(app, call_back_id) for _try in range(3)]
        assert states == [CallBackState.BOOKED, CallBackState.BOOKED, CallBackState.GIVEN_UP]
        assert db.session.scalars(select(CallBackAttempt.number).order_by(CallBackAttempt.number)).all() == [
            1,
            2,
            3,
        ]
        assert (
            outcomes.not_reached(settings(app), call_back_id, 2, None, actor="ewa", name="Ewa")
            == CallBackState.GIVEN_UP
        ), "the form was sent twice"
    sent = outbox.emails(app)
    assert [email.recipient for email in sent] == ["joan@example.org"]
    assert "Joan" not in sent[0].text
    assert "3 times" in sent[0].text


ADDRESS = "Joan Ash\n1 High Street\nWombwell\nS73 8CV"
REACHABLE = replace(WHO, phone="07700 900123", email="joan@example.org", address=ADDRESS)


@slow_on_both
@pytest.mark.parametrize(
    ("ways", "needs", "channel"),
    [
        ((Way.EMAIL, Way.LETTER), (), "email"),
        ((Way.TEXT, Way.EMAIL), (), "text"),
        ((Way.TEXT, Way.EMAIL), (CommunicationNeed.NO_TEXTS,), "email"),
        ((Way.PHONE, Way.LETTER), (CommunicationNeed.LARGE_PRINT,), "letter"),
        ((Way.LETTER,), (CommunicationNeed.NO_LETTERS,), ""),
        ((Way.LETTER,), (CommunicationNeed.BRAILLE,), ""),
        ((), (), ""),
    ],
)
def test_after_the_last_try_the_person_is_told_as_they_chose_or_somebody_decides(
    app: Flask,
    monkeypatch: pytest.MonkeyPatch,
    ways: tuple[Way, ...],
    needs: tuple[CommunicationNeed, ...],
    channel: str,
) -> None:
    made: list[str] = []

    def make(html: str) -> bytes:
        made.append(html)
        return b"%PDF-1.7"

    monkeypatch.setattr("frontdoor.callbacks.last_message.pdf", make)
    details = replace(REACHABLE, wishes=ContactWishes(ways=ways), communication=Communication(needs=needs))
    with app.test_request_context():
        call_back_id = booked(app, details)
        states = [missed(app, call_back_id) for _try in range(3)]
        expected = CallBackState.GIVEN_UP if channel else CallBackState.TO_TELL
        assert states == [CallBackState.BOOKED, CallBackState.BOOKED, expected]
        assert [found.row_id for found in to_tell(app)] == ([] if channel else [call_back_id])
    sent = outbox.emails(app)
    assert [email.channel for email in sent] == ([channel] if channel else [])
    if channel == "letter":
        assert "font-size: 18pt" in made[0]
        assert "1 High Street" in made[0]
    assert all("Falls" not in email.text for email in sent)
    assert all("Falls" not in html for html in made)


@dataclass
class Found:
    row_id: str


def to_tell(app: Flask) -> list[Found]:
    return [Found(row.id) for row, _details in queries.to_tell(settings(app))]


def test_a_text_after_the_last_try_waits_for_a_safe_time(app: Flask) -> None:
    wishes = ContactWishes(ways=(Way.TEXT,), times=("Mornings",))
    details = replace(REACHABLE, wishes=wishes)
    with app.test_request_context():
        call_back_id = booked(app, details)
        services.hold(call_back_id).attempts = 2
        db.session.commit()
        evening = NOW.replace(hour=18)
        clock.set_clock(lambda: evening)
        outcomes.not_reached(settings(app), call_back_id, 2, None, actor="ewa", name="Ewa")
        message = db.session.scalars(select(OutboxMessage)).one()
        assert message.next_attempt_at == NOW.replace(hour=8) + timedelta(days=1)


def test_where_the_letter_cannot_be_made_or_the_email_does_not_arrive_somebody_decides(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(_html: str) -> bytes:
        raise PdfBusy

    monkeypatch.setattr("frontdoor.callbacks.last_message.pdf", busy)
    with app.test_request_context():
        by_letter = booked(app, replace(REACHABLE, wishes=ContactWishes(ways=(Way.LETTER,))))
        by_email = booked(app, replace(REACHABLE, wishes=ContactWishes(ways=(Way.EMAIL,))), "e", 1)
        for call_back_id in (by_letter, by_email):
            services.hold(call_back_id).attempts = 2
            db.session.commit()
            outcomes.not_reached(settings(app), call_back_id, 2, None, actor="ewa", name="Ewa")
        assert row(by_letter).state == CallBackState.TO_TELL
        assert row(by_email).state == CallBackState.GIVEN_UP
        message = db.session.scalars(select(OutboxMessage)).one()
        message.status = "sent"
        db.session.commit()
        receive(db.session, ProviderReceipt(id="n", reference=message.id, status="permanent-failure"))
        assert row(by_email).state == CallBackState.TO_TELL
        services.told(settings(app), by_email, actor="ewa")
        services.told(settings(app), by_email, actor="ewa")
        assert row(by_email).state == CallBackState.GIVEN_UP
        assert [found.row_id for found in to_tell(app)] == [by_letter]


def test_a_try_that_is_not_the_last_needs_the_next_half_hour(app: Flask) -> None:
    with app.app_context():
        call_back_id = booked(app)
        at_window(call_back_id)
        with pytest.raises(ValueError, match="half hour"):
            outcomes.not_reached(settings(app), call_back_id, 0, None, actor="ewa", name="Ewa")
        assert row(call_back_id).attempts == 0


def test_no_message_is_left_where_it_may_not_be_safe() -> None:
    assert WHO.voicemail_is_safe
    for wishes in (ContactWishes(voicemail_is_safe=Answered.NOT_SURE), ContactWishes(safe_time="mornings")):
        assert not CallBackDetails(wishes=wishes).voicemail_is_safe


@slow_on_both
def test_a_call_back_follows_a_contact_that_is_joined_to_another(app: Flask) -> None:
    with app.app_context():
        source, target = (
            contacts.start(settings(app), channel=Channel.PHONE, handler_id="ewa", key=key).id for key in "ab"
        )
        window = free(app)[0]
        booking = Booking("adult", window, WHO, booked_by="ewa", contact_id=source)
        call_back_id = services.book(settings(app), booking, "k").id
        merge(settings(app), source, target, actor="ewa")
        assert row(call_back_id).contact_id == target
        assert queries.booked_for_contact(target) is not None
        # One that was joined before that was followed.
        row(call_back_id).contact_id = source
        db.session.commit()
        at_window(call_back_id)
        services.claim(settings(app), call_back_id, actor="ewa", checked=False)
        assert outcomes.reached(settings(app), call_back_id, 0, actor="ewa", name="Ewa") == target


def test_every_column_with_a_contact_follows_merges(app: Flask) -> None:
    """A new table that names contacts must say so to `follow_merges`, or be joined by the merge itself."""
    own = {"contact_field", "contact_addition", "contact_service", "contact_event", "contact_ending"}
    named = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.tables.values()
        for column in table.columns
        if column.name.endswith("contact_id") and table.name in FRONT_DOOR - own
    }
    followed = {f"{column.class_.__tablename__}.{column.key}" for column in app.extensions[_FOLLOWERS]}
    assert named == followed
