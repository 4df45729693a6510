"""Routes: which next steps facts lead to, which one leads, and which lower ones come with it."""

from collections.abc import Iterable

from selfassess.engine.legal_facts import Facts, facts_of_answers, findings_of, verdicts_of
from selfassess.engine.schema import Answers, Questionnaire, Route, Tier

_BELOW = {Tier.SAFETY: 0, Tier.ASSESSMENT: 1, Tier.HELP: 2}


def routes_of_facts(questionnaire: Questionnaire, facts: Facts) -> frozenset[str]:
    """Return the ids of the routes that facts lead to, verdicts of the rules among them."""
    return frozenset(route.id for route in questionnaire.shared.routes if route.always or route.when & facts)


def routes_from_answers(questionnaire: Questionnaire, answers: Answers) -> frozenset[str]:
    """Return the ids of the routes that answers on the path lead to."""
    facts = facts_of_answers(questionnaire, answers)
    return routes_of_facts(questionnaire, facts | verdicts_of(findings_of(questionnaire.rules, facts)))


def leaders(questionnaire: Questionnaire, found: Iterable[str]) -> tuple[Route, ...]:
    """Return the routes of the best rank. There is exactly one, as `selfassess check` proves."""
    wanted = set(found)
    routes = [route for route in questionnaire.shared.routes if route.id in wanted]
    best = min((route.rank for route in routes), default=0)
    return tuple(route for route in routes if route.rank == best)


def with_routes_below(questionnaire: Questionnaire, found: Iterable[str]) -> frozenset[str]:
    """Return the ids of the routes found and of all that come with them."""
    return frozenset(found).union(*(routes_below(questionnaire, id) for id in found))


def routes_below(questionnaire: Questionnaire, route_id: str) -> frozenset[str]:
    """Return the ids of the routes that come with a route.

    A safety route brings the milder safety routes and the assessment. Every route brings the kinds of help
    below it. Nothing brings a route with `comes_along: no`.
    """
    route = next(route for route in questionnaire.shared.routes if route.id == route_id)
    lower = {other.id for other in questionnaire.shared.routes if _comes_with(route, other)}
    return frozenset(lower | ({questionnaire.assessment} if route.tier is Tier.SAFETY else set()))


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
