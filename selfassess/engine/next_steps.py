"""Which next steps facts lead to, which of them leads, and which come with it."""

from collections.abc import Iterable

from selfassess.engine.legal_facts import Facts, gathered, judged, verdicts
from selfassess.engine.schema import Answers, Questionnaire, Route, Tier

_BELOW = {Tier.SAFETY: 0, Tier.ASSESSMENT: 1, Tier.HELP: 2}


def triggered(questionnaire: Questionnaire, facts: Facts) -> frozenset[str]:
    """The routes that facts (what was said, and what the rules say of it) lead to."""
    return frozenset(route.id for route in questionnaire.shared.routes if route.always or route.when & facts)


def from_answers(questionnaire: Questionnaire, answers: Answers) -> frozenset[str]:
    """The routes that answers on the path lead to."""
    said = gathered(questionnaire, answers)
    return triggered(questionnaire, said | verdicts(judged(questionnaire.rules, said)))


def leaders(questionnaire: Questionnaire, found: Iterable[str]) -> tuple[Route, ...]:
    """The best of the routes found. Exactly one, which is proved for every questionnaire."""
    wanted = set(found)
    routes = [route for route in questionnaire.shared.routes if route.id in wanted]
    best = min((route.rank for route in routes), default=0)
    return tuple(route for route in routes if route.rank == best)


def closure(questionnaire: Questionnaire, found: Iterable[str]) -> frozenset[str]:
    """The routes found and all that come with them: nobody is sent on without the tiers below."""
    return frozenset(found).union(*(brings(questionnaire, id) for id in found))


def brings(questionnaire: Questionnaire, route_id: str) -> frozenset[str]:
    """What comes with a route: safety, the milder safety routes and the assessment; then, as with all routes, every kind of help below.

    Nothing brings a route that does not come along with others.
    """
    route = next(route for route in questionnaire.shared.routes if route.id == route_id)
    lower = {other.id for other in questionnaire.shared.routes if _comes_with(route, other)}
    return frozenset(lower | ({questionnaire.assessment} if route.tier is Tier.SAFETY else set()))


def _comes_with(route: Route, other: Route) -> bool:
    if other.rank <= route.rank or other.tier is Tier.ASSESSMENT or not other.comes_along:
        return False
    return other.tier is route.tier or _BELOW[other.tier] > _BELOW[route.tier]


def in_order(questionnaire: Questionnaire, ids: Iterable[str]) -> list[Route]:
    """Routes, the best first."""
    wanted = set(ids)
    return sorted(
        (route for route in questionnaire.shared.routes if route.id in wanted), key=lambda route: route.rank
    )
