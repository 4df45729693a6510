"""Routes: which next steps facts lead to, which one leads, and which lower ones come with it."""

from collections.abc import Iterable, Mapping

from selfassess.engine.legal_facts import UNDER_18, Facts, facts_of_answers, findings_of, verdicts_of
from selfassess.engine.schema import Answers, Questionnaire, Route, Tier

_BELOW = {Tier.SAFETY: 0, Tier.ASSESSMENT: 1, Tier.HELP: 2}
_ASSESSMENTS = frozenset({"needs_assessment", "carers_assessment"})
_FOR_ADULTS: Mapping[str, str] = {"call_back": "children_help"}
_NO_FACTS: Facts = frozenset()


def routes_of_facts(questionnaire: Questionnaire, facts: Facts) -> frozenset[str]:
    """Return the ids of the routes that facts lead to, verdicts of the rules among them."""
    found = frozenset(route.id for route in questionnaire.shared.routes if route.always or route.when & facts)
    return replaced(questionnaire, found, facts)


def replaced(questionnaire: Questionnaire, ids: Iterable[str], facts: Facts) -> frozenset[str]:
    """Return the ids of routes, each replaced by the route that takes its place with these facts.

    An example: the team for children takes the place of an adults' team where somebody is under 18. A route that
    is left out beside another one of them is not among them.
    """
    wanted = set(ids)
    chosen = [route for route in questionnaire.shared.routes if route.id in wanted]
    found = frozenset(
        next((other for other, when in route.instead.items() if when & facts), route.id) for route in chosen
    )
    return found - {route.id for route in questionnaire.shared.routes if route.left_out_beside in found}


def routes_from_answers(questionnaire: Questionnaire, answers: Answers) -> frozenset[str]:
    """Return the ids of the routes that answers on the path lead to."""
    facts = facts_of_answers(questionnaire, answers)
    return routes_of_facts(questionnaire, facts | verdicts_of(findings_of(questionnaire.rules, facts)))


def requests_of(kinds: tuple[str, ...], facts: Facts) -> tuple[str, ...]:
    """Return kinds of requests; for somebody under 18, those that reach the team for children in place of
    others.
    """
    if UNDER_18 not in facts:
        return kinds
    return tuple(dict.fromkeys(_FOR_ADULTS.get(kind, kind) for kind in kinds))


def leaders(questionnaire: Questionnaire, found: Iterable[str]) -> tuple[Route, ...]:
    """Return the routes of the best rank. There is exactly one, as `selfassess check` proves."""
    wanted = set(found)
    routes = [route for route in questionnaire.shared.routes if route.id in wanted]
    best = min((route.rank for route in routes), default=0)
    return tuple(route for route in routes if route.rank == best)


def with_routes_below(
    questionnaire: Questionnaire, found: Iterable[str], facts: Facts = _NO_FACTS
) -> frozenset[str]:
    """Return the ids of the routes found and of all that come with them, replaced as `facts` say."""
    ids = frozenset(found).union(*(routes_below(questionnaire, id) for id in found))
    return replaced(questionnaire, ids, facts)


def routes_below(questionnaire: Questionnaire, route_id: str) -> frozenset[str]:
    """Return the ids of the routes that come with a route.

    A safety route brings the milder safety routes and the assessment, as do other routes that say so. Every
    route brings the kinds of help below it. Nothing brings a route with `comes_along: no`.
    """
    route = next(route for route in questionnaire.shared.routes if route.id == route_id)
    lower = {other.id for other in questionnaire.shared.routes if _comes_with(route, other)}
    brings_assessment = route.tier is Tier.SAFETY or route.brings_assessment
    return frozenset(lower | ({questionnaire.assessment} if brings_assessment else set()))


def _comes_with(route: Route, other: Route) -> bool:
    if other.rank <= route.rank or other.tier is Tier.ASSESSMENT or not other.comes_along:
        return False
    return other.tier is route.tier or _BELOW[other.tier] > _BELOW[route.tier]


def in_order(questionnaire: Questionnaire, ids: Iterable[str]) -> list[Route]:
    """Return the routes of these ids, the best first."""
    wanted = set(ids)
    return sorted(
        (route for route in questionnaire.shared.routes if route.id in wanted), key=lambda route: route.rank
    )


def offers_assessment(route: Route) -> bool:
    """Return whether a route is the offer of an assessment, or has that offer in it."""
    return route.tier is Tier.ASSESSMENT or bool(_ASSESSMENTS & set(route.requests))


def as_shown(questionnaire: Questionnaire, found: frozenset[str], facts: Facts) -> list[Route]:
    """Return the routes of a result in the order in which it shows them.

    The leading one is first. Where there is an appearance of need, the offer of an assessment is the first or
    the second (Care Act 2014 ss.9 and 10). `facts` say which routes take the place of others.
    """
    leader = leaders(questionnaire, found)[0]
    others = [
        route
        for route in in_order(questionnaire, with_routes_below(questionnaire, found, facts))
        if route is not leader
    ]
    if not shows_need(questionnaire, found) or offers_assessment(leader):
        return [leader, *others]
    offers = [route for route in others if offers_assessment(route)]
    second = next((route for route in offers if route.id in found), offers[0])
    return [leader, second, *(route for route in others if route is not second)]


def shows_need(questionnaire: Questionnaire, found: frozenset[str]) -> bool:
    """Return whether the routes that answers lead to rest on an appearance of need."""
    return any(
        route.brings_assessment or offers_assessment(route)
        for route in questionnaire.shared.routes
        if route.id in found
    )
