"""What all questionnaires share, from routes.yaml and wording.yaml."""

from collections.abc import Iterable, Mapping

from selfassess.engine.facts import VERDICTS
from selfassess.engine.nodes import Node
from selfassess.engine.schema import Interrupt, Route, Shared, Tier
from selfassess.engine.words import Phrase

ROUTE_WORDS = ("title", "say", "next", "who", "by_when", "law")
"""The words of a route: what it is, what it means for you, what to do, who does it, by when, and the law in plain words."""
REQUESTS = ("needs_assessment", "carers_assessment", "occupational_therapy", "hub_appointment", "safeguarding_concern", "call_back")
YES_NO = ("yes", "no", "not_sure")


def shared(routes: Node, wording: Node) -> Shared:
    """The shared content. Mistakes are noted in the nodes' problems."""
    flow = routes.fields(("signals", "routes", "interrupts"))
    words = wording.fields(("routes", "interrupts", "reasons", "areas", "area_options", "notes"))
    if len(flow) < 3 or len(words) < 6:
        return Shared((), frozenset(), {}, {}, {}, {}, {})
    signals = frozenset(flow["signals"].names())
    return Shared(
        routes=tuple(_routes(flow["routes"], words["routes"], signals)),
        signals=signals,
        interrupts=_interrupts(flow["interrupts"], words["interrupts"]),
        reasons=phrases(words["reasons"]),
        areas=phrases(words["areas"]),
        area_options=phrases(words["area_options"]),
        notes=phrases(words["notes"]),
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
            node.wrong(f"nothing uses these words: there is no {what} {name}; take them out, or mend the name")


def _routes(node: Node, words: Node, signals: frozenset[str]) -> list[Route]:
    rows = [item.fields(("id", "rank", "tier"), ("when", "always", "requests", "cites")) for item in node.items()]
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
        requests=row["requests"].names(REQUESTS) if "requests" in row else (),
        cites=row["cites"].text() if "cites" in row else None,
        words=_route_words(words) if words else {},
    )


def _route_words(words: Node) -> dict[str, Phrase]:
    return {name: node.phrase() for name, node in words.fields(ROUTE_WORDS, ("title_at_home", "next_at_home")).items()}


def _when(node: Node, signals: frozenset[str]) -> frozenset[tuple[str, str]]:
    """The facts a route is hung on, any of which is enough: what the rules say, and signals."""
    known = {**VERDICTS, **{f"signal.{signal}": YES_NO for signal in signals}}
    pairs = set()
    for fact, value in node.entries().items():
        if fact not in known:
            value.wrong(f"{fact} is no verdict of the rules and no signal; use one of: {', '.join(sorted(known))}")
            continue
        pairs |= {(fact, name) for name in value.names(known[fact])}
    return frozenset(pairs)


def _interrupts(node: Node, words: Node) -> dict[str, Interrupt]:
    same_names(node.entries(), words, "interrupt")
    said = words.entries()
    return {name: _interrupt(name, entry, said[name]) for name, entry in node.entries().items() if name in said}


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
