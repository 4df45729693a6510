"""What all questionnaires share, from routes.yaml and wording.yaml."""

from collections.abc import Iterable, Mapping

from selfassess.engine.legal_facts import VERDICTS
from selfassess.engine.phrases import Phrase
from selfassess.engine.schema import BenefitWords, Interrupt, MoneyWords, Route, SharedContent, Tier
from selfassess.loading.yaml_nodes import Node
from selfassess.rules.benefits import Benefit
from selfassess.rules.charging import Band, Note

ROUTE_WORDS = ("title", "say", "next", "who", "by_when", "law")
"""The words of a route: what it is, what it means for you, what to do, who does it, by when, and the law in plain words."""
REQUESTS = (
    "needs_assessment",
    "carers_assessment",
    "occupational_therapy",
    "hub_appointment",
    "safeguarding_concern",
    "call_back",
)
YES_NO = ("yes", "no", "not_sure")
MONEY_LINES = (
    "own_money",
    "home_open",
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
    "nhs_check",
)
"""What is said of money beside the codes of the rules, and of what is free."""


def shared(routes: Node, wording: Node) -> SharedContent:
    """The shared content. Mistakes are noted in the nodes' problems."""
    flow = routes.fields(("signals", "routes", "interrupts", "benefits"))
    words = wording.fields(("routes", "interrupts", "reasons", "areas", "area_options", "notes", "money"))
    if len(flow) < 4 or len(words) < 7:
        return SharedContent((), frozenset(), {}, {}, {}, {}, {}, MoneyWords())
    signals = frozenset(flow["signals"].names())
    return SharedContent(
        routes=tuple(_routes(flow["routes"], words["routes"], signals)),
        signals=signals,
        interrupts=_interrupts(flow["interrupts"], words["interrupts"]),
        reasons=phrases(words["reasons"]),
        areas=phrases(words["areas"]),
        area_options=phrases(words["area_options"]),
        notes=phrases(words["notes"]),
        money=_money(flow["benefits"], words["money"]),
    )


def phrases(node: Node) -> dict[str, Phrase]:
    """Words by name."""
    return {name: entry.phrase() for name, entry in node.entries().items()}


def same_names(flow: Iterable[str], words: Node, what: str) -> None:
    """Note each name that has no words, and words that nothing uses."""
    known, written = set(flow), words.entries()
    for name in sorted(known - written.keys()):
        words.wrong(f"the {what} {name} has no words; write them here")
    for name, node in written.items():
        if name not in known:
            node.wrong(
                f"nothing uses these words: there is no {what} {name}; take them out, or mend the name"
            )


def _routes(node: Node, words: Node, signals: frozenset[str]) -> list[Route]:
    rows = [
        item.fields(("id", "rank", "tier"), ("when", "always", "comes_along", "requests", "cites"))
        for item in node.items()
    ]
    rows = [row for row in rows if {"id", "rank", "tier"} <= row.keys()]
    same_names([row["id"].text() for row in rows], words, "route")
    said = words.entries()
    return [_route(row, said.get(row["id"].text()), signals) for row in rows]


def _route(row: Mapping[str, Node], words: Node | None, signals: frozenset[str]) -> Route:
    return Route(
        id=row["id"].text(),
        rank=row["rank"].whole(),
        tier=Tier(row["tier"].one_of(map(str, Tier))),
        when=_when(row["when"], signals) if "when" in row else frozenset(),
        always="always" in row and row["always"].flag(),
        comes_along="comes_along" not in row or row["comes_along"].flag(),
        requests=row["requests"].names(REQUESTS) if "requests" in row else (),
        cites=row["cites"].text() if "cites" in row else None,
        words=_route_words(words) if words else {},
    )


def _route_words(words: Node) -> dict[str, Phrase]:
    return {
        name: node.phrase()
        for name, node in words.fields(ROUTE_WORDS, ("title_at_home", "next_at_home")).items()
    }


def _when(node: Node, signals: frozenset[str]) -> frozenset[tuple[str, str]]:
    """The facts a route is hung on, any of which is enough: what the rules say, and signals."""
    known = {**VERDICTS, **{f"signal.{signal}": YES_NO for signal in signals}}
    pairs = set()
    for fact, value in node.entries().items():
        if fact not in known:
            value.wrong(
                f"{fact} is no verdict of the rules and no signal; use one of: {', '.join(sorted(known))}"
            )
            continue
        pairs |= {(fact, name) for name in value.names(known[fact])}
    return frozenset(pairs)


def _interrupts(node: Node, words: Node) -> dict[str, Interrupt]:
    same_names(node.entries(), words, "interrupt")
    said = words.entries()
    return {
        name: _interrupt(name, entry, said[name]) for name, entry in node.entries().items() if name in said
    }


def _interrupt(name: str, node: Node, words: Node) -> Interrupt:
    facts = node.fields((), ("page", "requests"))
    said = words.fields(("title", "lines", "carry_on"))
    if len(said) < 3:
        return Interrupt(name, Phrase("", ""), (), Phrase("", ""), None, ())
    return Interrupt(
        id=name,
        title=said["title"].phrase(),
        lines=tuple(item.phrase() for item in said["lines"].items()),
        carry_on=said["carry_on"].phrase(),
        page=facts["page"].text() if "page" in facts else None,
        requests=facts["requests"].names(REQUESTS) if "requests" in facts else (),
    )


# Money and benefits


def _money(places: Node, words: Node) -> MoneyWords:
    """`places`: for each benefit the advice page and the need where to ask."""
    said = words.fields(("bands", "notes", "lines", "benefits", "conditions"))
    if len(said) < 5:
        return MoneyWords()
    same_names(Band, said["bands"], "band")
    same_names(Note, said["notes"], "note")
    same_names(MONEY_LINES, said["lines"], "line")
    same_names(Benefit, said["benefits"], "benefit")
    same_names(Benefit, places, "benefit")
    return MoneyWords(
        bands=phrases(said["bands"]),
        notes=phrases(said["notes"]),
        lines=phrases(said["lines"]),
        benefits=_benefits(places.entries(), said["benefits"].entries()),
        conditions=phrases(said["conditions"]),
    )


def _benefits(places: Mapping[str, Node], words: Mapping[str, Node]) -> dict[str, BenefitWords]:
    found = {}
    for name in (name for name in places if name in words):
        place, said = places[name].fields(("page", "need")), words[name].fields(("name", "say"))
        if len(place) == len(said) == 2:
            found[name] = BenefitWords(
                said["name"].phrase(), said["say"].phrase(), place["page"].text(), place["need"].text()
            )
    return found
