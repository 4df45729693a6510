"""The reasons why a result is shown, in plain words, from the parts of its score."""

from flask_babel import gettext as _

from directory.search.columns import IndexColumns
from directory.search.query_analysis import QueryAnalysis
from directory.search.ranking import Ranked
from directory.search.results import ResultReason
from directory.search.thesaurus import Thesaurus

_TELLING = 0.25
_SURE_NAME = 0.75
_MOST_NEEDS = 2


def reasons(
    columns: IndexColumns,
    thesaurus: Thesaurus,
    analysis: QueryAnalysis,
    ranked: Ranked | None,
    number: int,
    reached: str,
    nearest: bool = False,
) -> tuple[ResultReason, ...]:
    """Return the reasons for one result, the strongest first; never empty.

    `nearest`: nothing really fits the words, so a need is what the result is about, and no promise of help.

    In a search without words (`ranked` is None) the reason is its place or what the visitor chose.
    """
    if ranked is None:
        return tuple(_reach(reached)) or (ResultReason("chosen", _("fits what you chose")),)
    found = [
        *_name(ranked, number),
        *_needs(columns, thesaurus, analysis, number, nearest),
        *_groups(columns, thesaurus, analysis, number),
    ]
    if not any(reason.kind in ("name", "need", "nearest") for reason in found) and ranked.text[number] > 0:
        found.append(ResultReason("words", _("uses your words")))
    found += _reach(reached)
    return tuple(found) or (ResultReason("nearest", _("the nearest thing we have")),)


def _name(ranked: Ranked, number: int) -> list[ResultReason]:
    return [ResultReason("name", _("the name you typed"))] if ranked.name[number] >= _SURE_NAME else []


def _needs(
    columns: IndexColumns, thesaurus: Thesaurus, analysis: QueryAnalysis, number: int, nearest: bool
) -> list[ResultReason]:
    direct = _met(columns, analysis.needs, number)[:_MOST_NEEDS]
    if direct and nearest:
        label = thesaurus.tree.label(direct[0])
        return [ResultReason("nearest", _("the nearest we have: “%(need)s”", need=label))]
    if direct:
        return [
            ResultReason("need", _("helps with “%(need)s”", need=thesaurus.tree.label(need)))
            for need in direct
        ]
    nearby = _met(columns, analysis.nearby_needs, number)[:1]
    return [
        ResultReason("need", _("may also help: “%(need)s”", need=thesaurus.tree.label(need)))
        for need in nearby
    ]


def _met(columns: IndexColumns, wanted: dict[str, float], number: int) -> list[str]:
    met = {}
    for need, weight in wanted.items():
        row = columns.needs.row(need)
        if row is not None and row[number] / 200 >= _TELLING:
            met[need] = weight * row[number]
    return sorted(met, key=lambda need: -met[need])


def _groups(
    columns: IndexColumns, thesaurus: Thesaurus, analysis: QueryAnalysis, number: int
) -> list[ResultReason]:
    found = []
    for matrix, wanted, named in (
        (columns.audiences, analysis.audiences, thesaurus.audiences),
        (columns.cultures, analysis.cultures, thesaurus.cultures),
    ):
        for id in wanted:
            row = matrix.row(id)
            if row is not None and row[number] >= 120 and id in named:
                found.append(ResultReason("audience", _("for: %(group)s", group=named[id].label)))
    return found[:2]


def _reach(reached: str) -> list[ResultReason]:
    match reached:
        case "near":
            return [ResultReason("place", _("near you"))]
        case "home":
            return [ResultReason("place", _("comes to your home"))]
        case "phone":
            return [ResultReason("place", _("you can phone from anywhere"))]
        case "online":
            return [ResultReason("place", _("online, from anywhere"))]
        case "area":
            return [ResultReason("place", _("covers your area"))]
        case _:
            return []
