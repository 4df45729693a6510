"""Why a result is there, in plain words, made from the parts that its score was made of."""

from flask_babel import gettext as _

from directory.search.columns import Facts
from directory.search.query_analysis import Understanding
from directory.search.ranking import Ranked
from directory.search.results import Reason
from directory.search.thesaurus import Lexicon

_TELLING = 0.25
_SURE_NAME = 0.75
_MOST_NEEDS = 2


def reasons(
    facts: Facts, lexicon: Lexicon, meant: Understanding, ranked: Ranked | None, number: int, reached: str
) -> tuple[Reason, ...]:
    """The reasons for one result, the strongest first; never empty. Without words (`ranked` is None) it is there by choice or place."""
    if ranked is None:
        return tuple(_reach(reached)) or (Reason("chosen", _("fits what you chose")),)
    found = [
        *_name(ranked, number),
        *_needs(facts, lexicon, meant, number),
        *_groups(facts, lexicon, meant, number),
    ]
    if not any(reason.kind in ("name", "need") for reason in found) and ranked.text[number] > 0:
        found.append(Reason("words", _("uses your words")))
    found += _reach(reached)
    return tuple(found) or (Reason("nearest", _("the nearest thing we have")),)


def _name(ranked: Ranked, number: int) -> list[Reason]:
    return [Reason("name", _("the name you typed"))] if ranked.name[number] >= _SURE_NAME else []


def _needs(facts: Facts, lexicon: Lexicon, meant: Understanding, number: int) -> list[Reason]:
    direct = _met(facts, meant.needs, number)[:_MOST_NEEDS]
    if direct:
        return [Reason("need", _("helps with “%(need)s”", need=lexicon.tree.label(need))) for need in direct]
    nearby = _met(facts, meant.nearby_needs, number)[:1]
    return [Reason("need", _("may also help: “%(need)s”", need=lexicon.tree.label(need))) for need in nearby]


def _met(facts: Facts, wanted: dict[str, float], number: int) -> list[str]:
    met = {}
    for need, weight in wanted.items():
        row = facts.needs.row(need)
        if row is not None and row[number] / 200 >= _TELLING:
            met[need] = weight * row[number]
    return sorted(met, key=lambda need: -met[need])


def _groups(facts: Facts, lexicon: Lexicon, meant: Understanding, number: int) -> list[Reason]:
    found = []
    for matrix, wanted, named in (
        (facts.audiences, meant.audiences, lexicon.audiences),
        (facts.cultures, meant.cultures, lexicon.cultures),
    ):
        for id in wanted:
            row = matrix.row(id)
            if row is not None and row[number] >= 120 and id in named:
                found.append(Reason("audience", _("for: %(group)s", group=named[id].label)))
    return found[:2]


def _reach(reached: str) -> list[Reason]:
    match reached:
        case "near":
            return [Reason("place", _("near you"))]
        case "home":
            return [Reason("place", _("comes to your home"))]
        case "phone":
            return [Reason("place", _("you can phone from anywhere"))]
        case "online":
            return [Reason("place", _("online, from anywhere"))]
        case "area":
            return [Reason("place", _("covers your area"))]
        case _:
            return []
