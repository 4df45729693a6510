"""Services near the visitor that meet each need of the result, each with the reason why it is shown.

They are found by the directory's own search.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from core.stores import optional
from core.web import settings
from directory.listing.card import Card
from directory.search.context import open_context
from directory.search.for_needs import needs_said, search_for_needs
from directory.search.queries import cards_of_hits
from directory.search.results import Hit, SearchResults
from directory.search.results_page import place_problem
from directory.taxonomy.needs import NeedsTree
from selfassess.engine.outcome import NeedFound
from selfassess.result.need_order import in_order

MOST_NEEDS = 6
"""Needs of the answers for which services are searched; the others are links."""
OPEN_NEEDS = 3
"""Needs whose services are shown open; those of the others are folded."""
MOST_SERVICES = 2
"""Services that are shown for one need."""
_MOST_LINES = 3
"""Lines of a person's own words for whose first need services are searched as well."""
_MOST_SEARCHED = 10
"""Needs for which services are searched at most, with those of a condition and of the person's own words."""
_SEARCHED = 8
"""Services that are searched for one need, because some may be shown for an earlier need already."""
_WAITS = 5
"""How many times longer than an advice page the result waits for services, which many visitors came for."""


@dataclass(frozen=True)
class NeedMet:
    """One need with the services that meet it.

    `because`: the topic of the answers that led to the need. `cards`: empty where no service meets the need;
    the page then offers a call instead.
    """

    need_id: str
    label: str
    because: str
    cards: tuple[Card, ...]


@dataclass(frozen=True)
class ServicesNear:
    """Services for the first needs: shown open for some of them, folded for others.

    `more`: id and label of each other need. `place`: the name of the place that was understood.
    `place_problem`: what is wrong with the place, for the visitor. Each is empty where there is none.
    """

    open: tuple[NeedMet, ...]
    folded: tuple[NeedMet, ...]
    more: tuple[tuple[str, str], ...]
    place: str
    place_problem: str


def services_for(
    needs: Sequence[NeedFound], tree: NeedsTree, where: str, written: Sequence[str] = (), topic: str = ""
) -> ServicesNear | None:
    """Return services for the first needs, and no service twice.

    `where`: a town or postcode as typed; empty: the whole area. `written`: the person's own words about what
    matters, and `topic` what these words are called. Return None where the database or the index is out of
    order: the result is then shown without services.
    """
    if not (needs or written):
        return ServicesNear((), (), (), "", "")
    return optional(
        "services near a visitor",
        lambda: _find_services(needs, tree, where, written, topic),
        None,
        waits=_WAITS,
    )


def _find_services(
    needs: Sequence[NeedFound], tree: NeedsTree, where: str, written: Sequence[str], topic: str
) -> ServicesNear:
    """Return services for the first needs.

    The searches share one context, and all of them run before any card is read, so that one set of SQL
    statements reads all cards.
    """
    context = open_context()
    words = " . ".join(written)
    of_words = [need for line in written for need in needs_said(line, context)[:1]]
    kept = [
        need for need in of_words if tree.public_need(need) and need not in (tree.safety | tree.sensitive)
    ]
    ordered = in_order(needs, tree.health_conditions, kept[:_MOST_LINES], topic)
    wanted = {need.id for need in needs[:MOST_NEEDS]} | tree.health_conditions | {*kept[:_MOST_LINES]}
    needs = sorted(ordered, key=lambda need: need.id not in wanted)
    most = min(_MOST_SEARCHED, sum(need.id in wanted for need in needs))
    if not needs:
        return ServicesNear((), (), (), "", "")
    said = " . ".join([words, *(tree.label(need.id) for need in needs if need.id in tree.health_conditions)])
    searched = [
        (need, search_for_needs([need.id], context, said=said, where=where, per_page=_SEARCHED))
        for need in needs[:most]
    ]
    cards = _cards_by_id([results for _need, results in searched])
    shown: set[str] = set()
    needs_met: list[NeedMet] = []
    more = list(needs[most:])
    for need, results in searched:
        ids = [hit.service_id for hit in results.hits if hit.service_id in cards]
        new_ids = [service_id for service_id in ids if service_id not in shown][:MOST_SERVICES]
        shown |= set(new_ids)
        if new_ids or not results.total:
            new_cards = [cards[service_id] for service_id in new_ids]
            needs_met.append(_need_met(need, tree.label(need.id), new_cards))
        else:
            more.append(need)
    place, problem = _place(searched[-1][1])
    return ServicesNear(
        open=tuple(needs_met[:OPEN_NEEDS]),
        folded=tuple(needs_met[OPEN_NEEDS:]),
        more=tuple((need.id, tree.label(need.id)) for need in more),
        place=place,
        place_problem=problem,
    )


def _cards_by_id(searched: Sequence[SearchResults]) -> dict[str, Card]:
    """Return the cards of all hits by service id, without services that are no longer public."""
    hits: dict[str, Hit] = {}
    for results in searched:
        for hit in results.hits:
            hits.setdefault(hit.service_id, hit)
    return {card.service_id: card for card in cards_of_hits(list(hits.values()))}


def _place(results: SearchResults) -> tuple[str, str]:
    """Return the name of the place that was understood, and a sentence about what is wrong with it.

    Each is empty where there is none.
    """
    if results.elsewhere:
        problem = _(
            "%(place)s is outside %(area)s. We show what can help from anywhere. For care and support, ask the council there",
            place=results.elsewhere.label,
            area=settings().council_area,
        )
        return "", problem
    return (results.place.label if results.place else ""), place_problem(results)


def _need_met(need: NeedFound, label: str, cards: Sequence[Card]) -> NeedMet:
    return NeedMet(need.id, label, need.why, tuple(cards))
