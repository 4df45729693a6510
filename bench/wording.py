"""The words of invented listings: our own thesaurus in our own sentences, spread as words are spread in real
directories.

A few things are said in nearly every listing, most in some, and each listing has words that hardly another
has.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any, TypeVar

from core.content import read_yaml

T = TypeVar("T")


def listed(text: str) -> list[str]:
    """Return the words of a text."""
    return text.split()


FIRST = listed(
    "Lark Brind Harrow Meadow Ash Thorn Elms Stone Clay Brook Wren Hazel Kest Alder Fern Mill Rook Marsh Cold Silver Green "
    "Black White Red Long Broad High Low Nether Upper West East North South Oak Birch Holly Ivy Heath Moor Dale Fen Sand Gold "
    "Iron Copper King Queen Abbot Prior Bishop Fox Hare Otter Badger Swan Heron Finch Dove Linnet Plover Teal Merl Tarn Beck "
    "Crag Whin"
)
SECOND = listed(
    "by ley field ton worth well ford bridge mere wood hurst combe dale side gate croft thorpe wick stead holme bank shaw "
    "royd ridge cliffe grove hill moor brook bourne mouth port minster low head water nest hall acre"
)
GIVEN = listed(
    "Asha Ben Carol Dev Ellie Farah Gordon Hana Ian Joan Kamal Lena Mo Nia Omar Pat Quinn Rosa Sam Tess Uma Viv Wendy Yusuf "
    "Zoe Alun Bridie Cliff Dot Errol Fay Grace Hugh Iris Jock Kath Leroy Mabel Ned Olive Percy Ruby Stan Thea Una Vera Walt "
    "Irfan Jadwiga Oksana Tomasz"
)
BODIES = (
    "Trust", "Centre", "Group", "Project", "Association", "Community Care", "Friends", "Partnership", "Foundation", "Club",
    "Society", "Support", "Hub", "Network", "Church", "Action", "Charity", "Services", "Together", "Union",
)  # fmt: skip
KINDS = (
    "group", "drop-in", "service", "team", "club", "class", "café", "helpline", "visits", "course", "sessions", "project",
    "clinic", "scheme", "workshop", "circle", "support", "advice", "outreach", "morning",
)  # fmt: skip
BUILDINGS = (
    "Community Centre", "Library", "Church Hall", "Village Hall", "Leisure Centre", "Health Centre", "Methodist Church",
    "Social Club", "Family Hub", "Memorial Hall", "Town Hall", "School", "Clinic", "Day Centre", "Resource Centre",
)  # fmt: skip
THINGS = (
    "tea and biscuits", "a hot drink", "a sandwich lunch", "a quiet room", "parking outside", "a lift to every floor",
    "a hearing loop", "comfortable chairs", "a small kitchen", "free wifi", "games and books", "a garden to sit in",
    "large print leaflets", "fresh fruit", "a warm welcome", "tablets to borrow", "spare coats", "a toy corner",
    "raised flower beds", "a piano",
)  # fmt: skip
PEOPLE = (
    "volunteers", "trained workers", "nurses", "advisers", "friendly staff", "people who have been there", "tutors", "coaches",
    "wardens", "therapists", "students", "neighbours", "retired teachers", "support workers", "a small team",
)  # fmt: skip
RELATIVES = (
    "mum",
    "dad",
    "gran",
    "husband",
    "wife",
    "son",
    "daughter",
    "neighbour",
    "brother",
    "aunt",
    "partner",
    "friend",
    "nan",
    "uncle",
)

OPENINGS = (
    "{org} offers {say} for {who} in {town}.",
    "We help {who} with {say}.",
    "{say} for {who}, led by {people}.",
    "This is a friendly place for {say} near {town}.",
    "If you want {say}, come to {place} and meet our {people}.",
    "Our {people} give {say} to {who} living in {town} and {town2}.",
    "A weekly {kind} with {say} and {thing}.",
    "{place} runs {say} for {who} who live nearby.",
)
MIDDLES = (
    "You can also ask us about {say2}.",
    "Many people come for {say2} and stay for {thing}.",
    "We work with {org2} so that you do not have to tell your story twice.",
    "There is {thing} and {thing2} at every session.",
    "{given} and {given2} have run it for more than {number} years.",
    "Bring somebody with you if that makes it easier.",
    "No question is too small, and nobody will rush you.",
    "We meet in the {room} of {place}, close to the bus stop on {street}.",
    "The first visit takes about {number} minutes.",
    "Our {people} are checked and trained.",
    "You do not need a letter from your doctor.",
    "Some weeks we go out together to {place2} or to {street}.",
    "It started in {year} after people in {town2} asked for {say2}.",
    "Last year {number} {who} used it.",
    "We can pay for a taxi from {town2} if you cannot use the bus.",
    "If you feel worse, ring the number on this page and ask for {given}.",
    "We keep what you tell us private, unless somebody is in danger.",
    "Ask at the front desk of {place} for the {kind}.",
    "Please wear loose clothes and flat shoes.",
    "Children are welcome when they come with an adult.",
    "We speak to {org2}, the council and the {place2} every month.",
    "Groups are small, with {number} people at most.",
    "You will get a plan in writing that says what happens next.",
    "The building has {thing}, and the door opens by itself.",
    "In winter we also share {thing2} and talk about {say2}.",
    "We do not give money, and we do not judge.",
    "Sometimes there is a waiting list of {number} weeks.",
    "Your GP, your nurse or your social worker can send you too.",
    "Everyone from {town}, {town2} and the villages around can come.",
    "{given} will ring you back within {number} working days.",
    "The project is named after {street}, where {org} began with {number} members.",
    "People say that it gave them confidence and new friends.",
)
CLOSINGS = (
    "Ring {given} before you come for the first time.",
    "Just turn up, or send a message to {given2}.",
    "You can leave at any time.",
    "To join, fill in the form or ring us.",
    "It is run by {org} with help from {org2}.",
)
SUMMARIES = (
    "{say} for {who} in {town}.",
    "A {kind} where {who} find {say}.",
    "Help with {say} from {people}.",
    "{say} and {thing}, every week at {place}.",
    "Friendly {people} who help with {say}.",
)
ELIGIBILITY = (
    "For {who} who live in {town}.",
    "{who}, and the people who look after them.",
    "Anyone who needs {say}.",
    "Adults aged {age} and over in {town} and {town2}.",
    "Open to everybody.",
)
NAMES = (
    "{topic} {kind}",
    "{invented} {topic}",
    "{town} {topic} {kind}",
    "{org} {kind}",
    "{topic} for {who}",
    "{invented} {kind}",
)
ROOMS = ("main hall", "upstairs room", "garden room", "kitchen", "library corner", "back room", "blue room")


def zipf(count: int, flatness: float = 2.0) -> list[float]:
    """Return cumulative weights for `count` items with Zipf's law: the first is chosen most often."""
    return list(accumulate(1 / (rank + flatness) for rank in range(count)))


@dataclass(frozen=True)
class Topic:
    """One need: its id, and the phrases of listings that meet it."""

    id: str
    says: tuple[str, ...]
    asks: tuple[str, ...]


@dataclass(frozen=True)
class Vocabulary:
    """The words that invented listings are made of."""

    topics: tuple[Topic, ...]
    audiences: tuple[tuple[str, tuple[str, ...]], ...]
    cultures: tuple[tuple[str, str, str], ...]
    towns: tuple[tuple[str, str, float, float], ...]
    """Return a town, a postcode sector, latitude and longitude (WGS84, degrees)."""

    def topic(self, rng: random.Random) -> Topic:
        """Return a need; some are chosen far more often than others."""
        return pick(rng, self.topics, 12.0)


def pick(rng: random.Random, items: Sequence[T], flatness: float = 2.0) -> T:
    """Return one of the items; the first ones are chosen more often."""
    return rng.choices(items, cum_weights=_weights(len(items), flatness))[0]


@cache
def _weights(count: int, flatness: float) -> list[float]:
    return zipf(count, flatness)


@cache
def vocabulary(content: Path) -> Vocabulary:
    """Return the words of content/, which the search itself reads too."""
    entries: dict[str, Any] = {}
    for path in sorted((content / "thesaurus" / "needs").glob("*.yaml")):
        entries |= read_yaml(path)
    topics = [
        Topic(id, _texts(entry, "says"), _texts(entry, "asks"))
        for id, entry in entries.items()
        if entry.get("says") and entry.get("asks")
    ]
    random.Random("topics").shuffle(topics)
    audiences = read_yaml(content / "thesaurus" / "audiences.yaml")
    cultures = read_yaml(content / "thesaurus" / "cultures.yaml")
    rows = (content / "demo" / "postcodes.csv").read_text(encoding="utf-8").split("\n")[1:]
    towns = [
        (town, sector, float(lat), float(lon))
        for sector, lat, lon, town in (row.strip().split(",") for row in rows if row.strip())
    ]
    return Vocabulary(
        tuple(topics),
        tuple((id, _texts(entry, "says")) for id, entry in audiences.items() if entry.get("says")),
        tuple(
            (id, str(entry.get("label", id)), str(entry.get("kind", ""))) for id, entry in cultures.items()
        ),
        tuple(towns),
    )


def _texts(entry: dict[str, Any], key: str) -> tuple[str, ...]:
    return tuple(str(text) for text in entry.get(key) or ())


def invented(rng: random.Random) -> str:
    """Return a word that looks like a name; some are common, most are rare."""
    word = pick(rng, FIRST) + pick(rng, SECOND)
    return word if rng.random() < 0.7 else word + rng.choice(SECOND)


def organization_name(rng: random.Random) -> str:
    """Return the name of an invented organization."""
    return f"{invented(rng)} {pick(rng, BODIES)}"


def misspelt(rng: random.Random, word: str) -> str:
    """Return the word with a typing mistake: two letters swapped, one lost, or one doubled."""
    at = rng.randrange(1, len(word) - 1)
    return rng.choice(
        (
            word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :],
            word[:at] + word[at + 1 :],
            word[:at] + word[at] + word[at:],
        )
    )
