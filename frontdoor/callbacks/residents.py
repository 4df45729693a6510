"""Half hours for residents who ask on the website to be rung back."""

from collections.abc import Sequence
from datetime import date

from flask_babel import gettext as _
from flask_babel import ngettext

from core import clock
from core.audit.services import PUBLIC, note
from core.db import db
from core.settings import Settings
from frontdoor.callbacks import queries, services
from frontdoor.callbacks.details import CallBackDetails, safe_times
from frontdoor.callbacks.models import CallBackState
from frontdoor.callbacks.places import WindowFull
from frontdoor.callbacks.services import Booking, Changed, NotSafe
from frontdoor.callbacks.windows import Window, read_code, window_words
from frontdoor.sending.postal import postal_address
from selfassess.referrals.call_windows import WindowTaken
from selfassess.values.people import ContactWishes
from selfassess.values.request import RequestValue

_TEAM = "adult"


class ResidentWindows:
    """What requests for a call back ask (selfassess.referrals.call_windows.CallWindows)."""

    def offered(self, settings: Settings) -> Sequence[tuple[str, str]]:
        """Return the code and the words of each half hour that has a place, in order."""
        now = clock.now()
        return [(one.code, window_words(one, now)) for one in queries.free_windows(settings, _TEAM)]

    def fits(self, code: str, wishes: ContactWishes) -> bool:
        """Return False where the half hour is at another time than the person says is safe."""
        window = read_code(code)
        return window is None or safe_times(wishes).allows(window)

    def book(self, settings: Settings, referral_id: str, request: RequestValue) -> None:
        """Take the half hour of a request, in the caller's transaction. Raises WindowTaken."""
        window = read_code(request.contact.call_at)
        if window is None:
            return
        if window.start < clock.now():
            raise WindowTaken
        booking = Booking(_TEAM, window, _details(request), referral_id=referral_id)
        try:
            row = services.add(settings, booking, f"referral {referral_id}")
        except (WindowFull, NotSafe):
            raise WindowTaken from None
        note(settings, PUBLIC, "call_back.booked", "call_back", row.id, window=window.code)

    def booked(self, settings: Settings, referral_id: str) -> str:
        """Return the code of the half hour in which the person of a request is rung; empty for none."""
        found = queries.booked_for_request(referral_id)
        return found.window_code if found else ""

    def words(self, code: str) -> str:
        """Return a half hour in words: "Monday 30 November, 10am to 10.30am"."""
        window = read_code(code)
        return window_words(window, clock.now()) if window else code

    def promise(self, settings: Settings, code: str) -> tuple[str, date]:
        """Return what the person is told about the call and the tries after it, and the day of the call."""
        window = read_code(code)
        assert window is not None, "the form takes codes alone"
        more = settings.call_back_attempts - 1
        told = _("We ring you on %(window)s.", window=window_words(window, clock.now()))
        if more:
            told += " " + ngettext(
                "If we don’t reach you, we try once more, at a safe time. Then we stop, and you can ask again.",
                "If we don’t reach you, we try up to %(num)d more times, at safe times. Then we stop, and you can ask "
                "again.",
                more,
            )
        return told, window.local.date()

    def move(self, settings: Settings, referral_id: str, code: str) -> None:
        """Ring in another half hour, and commit. Raises WindowTaken."""
        window, found = read_code(code), queries.booked_for_request(referral_id)
        if window is None or found is None or window not in _free(settings):
            raise WindowTaken
        try:
            services.move(settings, found.id, window, actor=PUBLIC)
        except (WindowFull, NotSafe, Changed):
            raise WindowTaken from None

    def cancel(self, settings: Settings, referral_id: str) -> None:
        """Ring nobody for this request any more, in the caller's transaction."""
        found = queries.booked_for_request(referral_id)
        if found is None:
            return
        row = services.hold(found.id)
        if row.state == CallBackState.BOOKED:
            services.end(row, CallBackState.CANCELLED)
            note(settings, PUBLIC, "call_back.cancelled", "call_back", row.id)
            db.session.flush()


def _free(settings: Settings) -> list[Window]:
    return queries.free_windows(settings, _TEAM)


def _details(request: RequestValue) -> CallBackDetails:
    """Return whom to ring for a request: the person it is about, or who asks for them."""
    for_person = request.contact.whom == "person"
    return CallBackDetails(
        name=request.about.name if for_person else request.asker.name,
        called=request.about.called if for_person else "",
        phone=request.about.phone if for_person else request.asker.phone,
        email=request.about.email if for_person else request.asker.email,
        address=postal_address(request.about.name, request.about.address, request.about.postcode)
        if for_person
        else "",
        why=request.own_words,
        wishes=request.contact,
        communication=request.communication,
    )
