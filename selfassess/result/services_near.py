"""Services that meet each need, near the person, by the same search as everywhere, each with why it is there."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask_babel import gettext as _

from directory.listing.card import Card
from directory.search.queries import cards_of_hits
from directory.search.request import SearchRequest
from directory.search.results import Hit
from directory.search.results_page import place_problem
from directory.search.service import search
from directory.taxonomy.needs import NeedsTree
from selfassess.engine.outcome import NeedFound

MOST_NEEDS = 6
OPEN_NEEDS = 2
MOST_EACH = 2
_LOOKED_AT = 8


@dataclass(frozen=True)
class Meeting:
    """One need with the services that meet it. None of them: a gap, which the page names with the way to ask a person."""

    need_id: str
    label: str
    because: str
    cards: tuple[Card, ...]


@dataclass(frozen=True)
class Nearby:
    """Services for the first needs, those for the hardest things open and others folded; `more`: all other needs, to follow a link to."""

    meetings: tuple[Meeting, ...]
    folded: tuple[Meeting, ...]
    more: tuple[tuple[str, str], ...]
    place: str
    place_problem: str


def services_for(needs: Sequence[NeedFound], tree: NeedsTree, where: str) -> Nearby:
    """Services for the first needs, no service twice. `where`: a town or postcode as typed; empty: the whole area."""
    shown: set[str] = set()
    meetings, place, problem = [], "", ""
    more = list(needs[MOST_NEEDS:])
    for need in needs[:MOST_NEEDS]:
        found = search(SearchRequest(facets={"need": (need.id,)}, where=where, per_page=_LOOKED_AT))
        place, problem = (found.place.label if found.place else ""), place_problem(found)
        fresh = [
            card
            for card in cards_of_hits([_without_choice(hit) for hit in found.hits])
            if card.service_id not in shown
        ][:MOST_EACH]
        shown |= {card.service_id for card in fresh}
        if fresh or not found.total:
            meetings.append(_meeting(need, tree.label(need.id), fresh))
        else:
            more.append(need)
    rest = tuple((need.id, tree.label(need.id)) for need in more)
    return Nearby(tuple(meetings[:OPEN_NEEDS]), tuple(meetings[OPEN_NEEDS:]), rest, place, problem)


def _without_choice(hit: Hit) -> Hit:
    """Without "fits what you chose": nobody chose anything here, and the need stands above."""
    return replace(hit, reasons=tuple(reason for reason in hit.reasons if reason.kind != "chosen"))


def _meeting(need: NeedFound, label: str, found: Sequence[Card]) -> Meeting:
    # The need stands above; its name in every card would only make the page longer.
    why = _("helps with this")
    return Meeting(
        need.id, label, need.why, tuple(replace(card, why=_joined(why, card.why)) for card in found)
    )


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)
