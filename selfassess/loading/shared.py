"""What all questionnaires share: routes.yaml and wording.yaml put together."""

from collections.abc import Iterable
from typing import Any

from pydantic import TypeAdapter

from selfassess.engine.schema import BenefitWords, Interrupt, MoneyWords, Route, SharedContent
from selfassess.loading.content_models import RoutesFile, SharedWordingFile
from selfassess.loading.problems import ContentProblem
from selfassess.loading.validation import ContentContext, validate
from selfassess.loading.yaml_file import YamlFile
from selfassess.rules.benefits import Benefit
from selfassess.rules.charging import Band, Note

MONEY_LINES = (
    "own_money",
    "home_open",
    "home_open_owner",
    "home_open_care_home",
    "home_later_occupier",
    "savings_in_12_weeks",
    "sum_above_upper",
    "sum_between",
    "arranged_for_self_funders",
    "top_up",
    "care_home_benefits",
    "nursing",
    "public_funds",
    "no_public_funds",
    "left",
    "left_home",
    "left_care_home",
    "extra_costs",
    "counted",
    "deferred",
    "free_assessment",
    "free_equipment",
    "free_short_term",
    "free_aftercare",
    "free_nhs",
    "aftercare",
    "aftercare_other_care",
    "aftercare_to_ask",
    "nhs_check",
)
"""The names of lines about money that go with no code of the rules, and about what is free."""

_ROUTES, _WORDING = TypeAdapter(RoutesFile), TypeAdapter(SharedWordingFile)


def names_to_refer_to(routes: YamlFile) -> ContentContext:
    """Return what questionnaires may refer to. Mistakes elsewhere in routes.yaml do not matter here."""
    data: Any = routes.data if isinstance(routes.data, dict) else {}
    signals = data.get("signals", [])
    entries = data.get("routes", [])
    return ContentContext(
        signals=[signals] if isinstance(signals, str) else list(signals),
        routes=[entry["id"] for entry in entries if isinstance(entry, dict) and "id" in entry],
        interrupts=routes.names("interrupts"),
    )


def shared_content(
    routes: YamlFile, wording: YamlFile, context: ContentContext, problems: list[ContentProblem]
) -> SharedContent | None:
    """Return the shared content; None where it has mistakes, which are added to `problems`."""
    flow = validate(_ROUTES, routes, context, problems)
    words = validate(_WORDING, wording, context, problems)
    if flow is None or words is None:
        return None
    before = len(problems)
    problems += same_names([route.id for route in flow.routes], wording, ("routes",), "route")
    problems += same_names(flow.interrupts, wording, ("interrupts",), "interrupt")
    for names, part, what in (
        (Band, "bands", "band"),
        (Note, "notes", "note"),
        (MONEY_LINES, "lines", "line"),
        (Benefit, "benefits", "benefit"),
    ):
        problems += same_names(names, wording, ("money", part), what)
    problems += same_names(Benefit, routes, ("benefits",), "benefit")
    return _put_together(flow, words) if len(problems) == before else None


def same_names(
    used: Iterable[str], wording: YamlFile, place: tuple[str, ...], what: str
) -> list[ContentProblem]:
    """Return a problem for each name in use that has no words at a place, and for words there that nothing
    uses.
    """
    known, written = set(used), wording.names(*place)
    missing = [
        wording.problem(place, f"the {what} {name} has no words; write them here")
        for name in sorted(known - set(written))
    ]
    unused = [
        wording.problem(
            (*place, name),
            f"nothing uses these words: there is no {what} {name}; take them out, or mend the name",
        )
        for name in written
        if name not in known
    ]
    return missing + unused


def _put_together(flow: RoutesFile, words: SharedWordingFile) -> SharedContent:
    return SharedContent(
        routes=tuple(_routes(flow, words)),
        signals=frozenset(flow.signals),
        needs_under_18={need: frozenset(others) for need, others in flow.needs_under_18.items()},
        interrupts=_interrupts(flow, words),
        reasons=words.reasons,
        areas=words.areas,
        area_options=words.area_options,
        notes=words.notes,
        money=_money(flow, words),
    )


def _routes(flow: RoutesFile, words: SharedWordingFile) -> Iterable[Route]:
    for entry in flow.routes:
        phrases = {name: phrase for name, phrase in words.routes[entry.id] if phrase is not None}
        in_place = [other.instead[entry.id] for other in flow.routes if entry.id in other.instead]
        yield Route(**dict(entry), in_place_when=frozenset().union(*in_place), words=phrases)


def _interrupts(flow: RoutesFile, words: SharedWordingFile) -> dict[str, Interrupt]:
    return {
        id: Interrupt(id=id, **dict(words.interrupts[id]), **dict(entry))
        for id, entry in flow.interrupts.items()
    }


def _money(flow: RoutesFile, words: SharedWordingFile) -> MoneyWords:
    benefits = {
        id: BenefitWords(**dict(words.money.benefits[id]), **dict(place))
        for id, place in flow.benefits.items()
    }
    return MoneyWords(
        bands=words.money.bands,
        notes=words.money.notes,
        lines=words.money.lines,
        benefits=benefits,
        conditions=words.money.conditions,
    )
