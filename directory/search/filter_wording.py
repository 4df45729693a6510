"""Conditions read from the words, in the reader's words: for the chips above the results and for the reasons."""

from collections.abc import Iterable, Sequence

from core.messages import N_
from core.messages import gettext as _
from directory.search.reading.filters import ReadFilter
from directory.search.results import ResultReason
from directory.search.soft_filters import FITS, UNKNOWN
from directory.taxonomy.needs import NeedsTree

LABELS = {
    "cost.free": N_("Free"),
    "cost.cheap": N_("Free or low cost"),
    "day.MO": N_("Mondays"),
    "day.TU": N_("Tuesdays"),
    "day.WE": N_("Wednesdays"),
    "day.TH": N_("Thursdays"),
    "day.FR": N_("Fridays"),
    "day.SA": N_("Saturdays"),
    "day.SU": N_("Sundays"),
    "day.weekend": N_("Weekends"),
    "day.weekday": N_("Monday to Friday"),
    "time.morning": N_("Mornings"),
    "time.afternoon": N_("Afternoons"),
    "time.evening": N_("Evenings"),
    "time.daytime": N_("In the daytime"),
    "access.step_free": N_("No steps"),
    "access.wheelchair": N_("Wheelchair access"),
    "access.accessible_toilet": N_("Accessible toilet"),
    "access.changing_places": N_("Changing Places toilet"),
    "access.hearing_loop": N_("Hearing loop"),
    "access.bsl": N_("British Sign Language"),
    "access.pets_welcome": N_("Pets welcome"),
    "access.quiet_times": N_("Quiet times"),
    "access.parking": N_("Parking"),
    "access.easy_read": N_("Easy Read"),
    "delivery.home": N_("Comes to your home"),
    "delivery.phone": N_("By phone"),
    "delivery.online": N_("Online or by video"),
    "delivery.from_home": N_("From your own home"),
    "delivery.place": N_("Somewhere to go"),
    "route.self": N_("No referral needed"),
    "taking.taking": N_("No waiting list"),
    "company.one_to_one": N_("One to one"),
    "company.group": N_("group"),
    "who.women": N_("For women"),
    "who.men": N_("For men"),
    "venue.church": N_("church"),
    "venue.library": N_("library"),
    "venue.pub": N_("pub"),
    "venue.gym": N_("gym"),
    "venue.school": N_("school"),
}
"""What the chip of each condition says, by facet and value."""
_SAID_BY_NO_LISTING = frozenset({"age"})
"""Facets that most listings fit because they say nothing: that is no reason to show one."""


def label(one: ReadFilter, tree: NeedsTree) -> str:
    """Return what a condition says on its chip, such as "Sundays" or "Not church"."""
    said = _said(one, tree)
    return _("Not %(what)s", what=said) if one.negated else said


def _said(one: ReadFilter, tree: NeedsTree) -> str:
    known = LABELS.get(f"{one.facet}.{one.value}")
    if known:
        return _(known)
    match one.facet:
        case "need":
            return tree.label(one.value)
        case "place":
            return one.value.title()
        case "age":
            return _("Age %(age)s", age=one.value)
        case "language":
            return _("Speaks %(language)s", language=one.value)
        case _:
            return one.value


def fit_reasons(fits: Sequence[tuple[ReadFilter, int]], tree: NeedsTree) -> list[ResultReason]:
    """Return reasons that say which conditions a result fits, and about which nobody knows."""
    reasons = []
    told = [(one, fit) for one, fit in fits if not one.negated and one.facet not in _SAID_BY_NO_LISTING]
    fitting = _joined(label(one, tree) for one, fit in told if fit == FITS)
    unknown = _joined(label(one, tree) for one, fit in told if fit == UNKNOWN)
    if fitting:
        reasons.append(ResultReason("condition", _("as you asked: %(what)s", what=fitting)))
    if unknown:
        reasons.append(ResultReason("unknown", _("ask them about: %(what)s", what=unknown)))
    return reasons


def _joined(labels: Iterable[str]) -> str:
    return ", ".join(labels)
