"""What all pages of a request work with: the draft with the answers to questions, and what is promised now."""

from dataclasses import dataclass, replace
from datetime import date

from core import clock
from core.web import settings
from directory.schedules.stored import year
from directory.teams.answers import teams_of
from selfassess.engine.legal_facts import CANNOT_WAIT
from selfassess.referrals import assessment_record, call_windows, required, response_times
from selfassess.referrals.draft import Draft
from selfassess.session.open_check import OpenCheck
from selfassess.values.assessment_record import AssessmentRecord
from selfassess.values.request import Promise, RequestKind


@dataclass(frozen=True)
class Asking:
    """What every page of a request works with: the draft, and the answers to questions; None where there
    are none."""

    draft: Draft
    check: OpenCheck | None

    @property
    def kind(self) -> RequestKind:
        return self.draft.kind

    @property
    def assessment(self) -> AssessmentRecord | None:
        """The answers as a record that may go along; None where there are none, or this kind of request
        has no use for them."""
        if self.check is None or not required.may_have(self.kind, "assessment"):
            return None
        return assessment_record.record(self.check.path, self.check.outcome, clock.now())

    @property
    def cannot_wait(self) -> bool:
        """True where the answers say that help is needed today, which a form may bring too late (Care Act
        2014 s.19(3)).
        """
        return self.check is not None and bool(CANNOT_WAIT & self.check.outcome.facts)


def promised(kind: RequestKind, home_on: date | None = None, call_at: str = "") -> Promise:
    """Return what the council promises for a request that is sent now.

    `home_on`: the day on which the person comes home from hospital, where that is known. `call_at`: the half
    hour in which they chose to be rung; empty: none.
    """
    calendar = year(settings().content_dir)
    usual = response_times.promise(kind, clock.now(), teams_of(settings()), calendar)
    if call_at:
        what, day = call_windows.call_windows().promise(settings(), call_at)
        return replace(usual, what=what, by=day)
    return response_times.before_coming_home(usual, home_on, clock.today(), calendar.is_holiday)
