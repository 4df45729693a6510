"""A small thesaurus and small search documents for the tests of search, so that they do not hang on the
librarian's words."""

from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from core.settings import ROOT
from directory.search.columns import IndexColumns
from directory.search.thesaurus import Thesaurus, load_thesaurus

FILES = {
    "needs.yaml": """
- {id: home, label: At home, needs: {falls: Falls and balance, bathing: Bath and shower, meals: Meals brought to you}}
- {id: people, label: People, needs: {loneliness: Someone to talk to, lunch-clubs: Lunch clubs, transport: Lifts}}
- {id: help, label: Help, needs: {advice: General advice, benefits: Benefits}}
""",
    "thesaurus/needs/all.yaml": """
falls:
  asks: [keep falling, unsteady on feet, balance class]
  says: [falls prevention, steady on their feet]
  hints: [balance, rehabilitation]
  not: [falls on a tuesday]
  related: {bathing: 0.5, unknown: 0.9}
bathing:
  asks: [get out of bath, bath help]
  says: [help with bathing, bath board]
meals:
  asks: [meals on wheels, hot dinner]
  says: [hot meals delivered, meals to your door]
loneliness:
  asks: [nobody to talk to, lonely, fed up alone]
  says: [befriending, friendly visitor]
lunch-clubs:
  asks: [lunch club]
  says: [lunch club, luncheon club]
transport:
  asks: [lift to hospital, care car, advice on lifts]
  says: [community transport]
  not: [public transport nearby]
advice:
  asks: [advice]
  says: [advice service]
  not: [tax advice]
benefits:
  asks: [claim benefits, pension credit, tax advice]
  says: [benefits advice]
""",
    "thesaurus/audiences.yaml": """
older_people: {label: Older people, exclusive: true, asks: [elderly, pensioner], says: [older people, elderly people]}
young_people: {label: Young people, exclusive: true, asks: [teenager], says: [young people]}
children: {label: Children, exclusive: true, asks: [my child, baby], says: [for children, toddlers]}
carers: {label: Carers, asks: [i am a carer, carer], says: [unpaid carers], needs: [lunch-clubs]}
parents: {label: Parents, asks: [mum], says: [parents]}
""",
    "thesaurus/cultures.yaml": """
polish: {label: Polish, kind: language, asks: [polish], says: [polish speaking], not: [nail polish, no polish speaking]}
jewish: {label: Jewish, kind: faith, exclusive: true, asks: [jewish], says: [jewish community]}
kosher: {label: Kosher, kind: diet, asks: [kosher], says: [kosher food]}
""",
    "thesaurus/synonyms.yaml": """
- [ot, occupational therapy, occupational therapist]
- [lunch club, luncheon club, dinner club]
- {from: [dossette], to: [medicines tray]}
""",
    "thesaurus/filler.yaml": """
filler: [i, my, mum, the, a, need, some, please, with, someone, lots]
weak: [help, support, care, group, home, club]
dangers: {crisis: [want to die, end my life], emergency: [house on fire]}
unless: {crisis: [want to die at home], emergency: [want to die at sea]}
""",
}


def write_content(folder: Path) -> Path:
    """The small thesaurus as files, as a council has them."""
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


@cache
def real() -> Thesaurus:
    """The thesaurus that the product ships with."""
    return load_thesaurus(ROOT / "content")


def body(number: int, **fields: Any) -> dict[str, Any]:
    """A search document's body."""
    own = {
        "id": f"id-{number}",
        "name": f"Service {number}",
        "org": f"FilterGroup {number}",
        "public": True,
        "assured": 739_940,
        "due": 740_030,
    }
    return {**own, "starts": -1, "ends": -1, "findable_until": -1, "ages": [-1, -1], **fields}


def columns(*bodies: dict[str, Any]) -> IndexColumns:
    """The columns of these documents, numbered from 0."""
    return IndexColumns().changed(dict(enumerate(bodies)), 1)


VALUES = (
    "cost:free",
    "cost:fixed",
    "day:MO",
    "day:TU",
    "route:self",
    "taking:full",
    "language:Urdu",
    "area:s73",
    "need:falls",
    "payment:yes",
)
_strengths = st.dictionaries(
    st.sampled_from(["falls", "meals", "loneliness"]), st.integers(1, 200).map(lambda n: n / 200), max_size=3
)
_point = st.tuples(
    st.integers(1708, 1716).map(lambda n: n / 32), st.integers(-51, -42).map(lambda n: n / 32)
).map(list)
_week = st.tuples(st.integers(0, 10_000), st.integers(1, 900), st.integers(0, 1)).map(
    lambda row: [row[0], row[0] + row[1], row[2]]
)


@st.composite
def bodies(draw: st.DrawFn, number: int) -> dict[str, Any]:
    """Any body that search may meet."""
    return body(
        number,
        name=draw(st.sampled_from(["Ash", "Birch", "birch", "Cedar"])),
        public=draw(st.booleans()),
        values=sorted(draw(st.sets(st.sampled_from(VALUES)))),
        needs=draw(_strengths),
        audiences=draw(st.dictionaries(st.sampled_from(["older_people", "carers"]), st.just(1.0))),
        places=draw(st.lists(_point, max_size=3)),
        week=draw(st.lists(_week, max_size=3)),
        ends=draw(st.sampled_from([-1, 739_000, 741_000])),
        findable_until=draw(st.sampled_from([-1, 739_030, 741_030])),
        assured=draw(st.sampled_from([-1, 739_000, 739_940])),
        due=draw(st.sampled_from([-1, 739_090, 740_030])),
        conditional=draw(st.sampled_from([[], [{"freq": "WEEKLY", "byday": "MO"}]])),
    )
