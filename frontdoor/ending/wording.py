"""What was stored at the end of a contact, in words."""

from collections.abc import Mapping

from flask_babel import format_date, format_datetime
from flask_babel import gettext as _

from core.clock import LONDON
from directory.taxonomy.needs import NeedsTree
from frontdoor.contacts.models import ContactRecord
from frontdoor.ending.outcomes import (
    OUTCOME_LABELS,
    OWN_ADVICE,
    WHOLE_AREA,
    WHY_NOT_LABELS,
    WHY_UNMET_LABELS,
    Ending,
    Unmet,
)
from selfassess.referrals.labels import label

Row = tuple[str, str]


def stored_rows(
    contact: ContactRecord,
    ending: Ending,
    needs: NeedsTree,
    *,
    ended_by: str,
    organizations: Mapping[str, str],
) -> list[Row]:
    """Return pairs of a label and a value. `organizations`: names by ids."""
    rows = [(_("Ended"), _when(contact, ended_by)), (_("What came of it"), _outcome(ending))]
    if ending.more:
        rows.append((_("Added"), ending.more))
    rows.append((_("Looks after somebody"), _asked(ending.is_carer)))
    if ending.advised:
        names = [_("the council") if one == OWN_ADVICE else organizations[one] for one in ending.advised]
        rows.append((_("Information or advice about"), ", ".join(names)))
    rows.append((_("May we ask how it went"), _follow_up(ending)))
    rows += [(_("We could not find"), _unmet(one, needs)) for one in ending.unmet]
    if ending.is_dissatisfied:
        rows.append((_("Not happy with us"), ending.dissatisfied_words or _("Yes")))
    return rows


def _when(contact: ContactRecord, ended_by: str) -> str:
    if contact.ended_at is None:
        return ended_by
    moment = format_datetime(contact.ended_at.astimezone(LONDON), "d MMMM y, HH:mm", rebase=False)
    return f"{moment}, {ended_by}" if ended_by else str(moment)


def _outcome(ending: Ending) -> str:
    words = str(OUTCOME_LABELS[ending.outcome])
    return f"{words}: {WHY_NOT_LABELS[ending.why_not]}" if ending.why_not else words


def _asked(answer: bool | None) -> str:
    return {True: _("Yes"), False: _("No"), None: _("We did not ask")}[answer]


def _follow_up(ending: Ending) -> str:
    if not ending.follow_up or ending.follow_up_by is None or ending.follow_up_on is None:
        return _asked(ending.follow_up)
    day = format_date(ending.follow_up_on, "d MMMM y")
    return f"{_asked(True)}: {label(ending.follow_up_by)}, {day}"


def _unmet(unmet: Unmet, needs: NeedsTree) -> str:
    area = _("Anywhere in our area") if unmet.area == WHOLE_AREA else unmet.area
    return f"{needs.label(unmet.need_id)}: {WHY_UNMET_LABELS[unmet.why]}. {area}"
