"""Where the person of a request lives and is now: what is found out from that, and kept with the draft.

The council where somebody lives assesses their needs (Care Act 2014 ss.18-20). A carer is assessed by the council
where the person they look after lives (s.20).
"""

from datetime import date

from flask_babel import gettext as _

from core.day_text import read_day
from directory.councils.answer import CouncilAnswer
from directory.councils.queries import council_of_address
from selfassess.engine.days import is_soon
from selfassess.referrals.draft import HOME_ON, HOME_WHEN, LIVES, OTHER_COUNCIL, Draft, with_values


def answer_for(draft: Draft) -> CouncilAnswer:
    """Return whose area the place is in where the person lives. Reads the database."""
    return council_of_address(str(draft.values.get(LIVES) or ""))


def found_out(draft: Draft, today: date) -> Draft:
    """Return the draft with the other council, where the place is in another area, and the day of coming
    home.
    """
    answer = answer_for(draft)
    day = read_day(str(draft.values.get(HOME_WHEN) or ""), today) if draft.in_hospital else None
    return with_values(
        draft, {OTHER_COUNCIL: _other_council(answer), HOME_ON: day.isoformat() if day else ""}
    )


def _other_council(answer: CouncilAnswer) -> str:
    """Return the names of the other council or councils; empty for a place of ours, or one not recognised."""
    if not answer.is_elsewhere:
        return ""
    names = ", ".join(council.official_name for council in answer.councils)
    return names or _("Another council, not known which")


def home_on(draft: Draft) -> date | None:
    """Return the day on which somebody comes home from hospital; None where that is not known."""
    written = str(draft.values.get(HOME_ON) or "") if draft.in_hospital else ""
    return date.fromisoformat(written) if written else None


def is_urgent(draft: Draft, today: date) -> bool:
    """Return True where somebody comes home from hospital so soon that they should call us now."""
    return is_soon(home_on(draft), today)
