"""Seeded searches of eight kinds: what people type, where they are, which filters they choose."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bench import wording
from bench.wording import Topic, Vocabulary, pick
from directory.search.request import SearchRequest

_SENTENCES = (
    "my {relative} needs help with {ask}",
    "i am looking for {ask} for my {relative}",
    "where can i find {ask} near me",
    "my {relative} is {age} and worried about {ask}",
    "{ask} and {ask2}, who can help us",
    "we cannot manage any more because of {ask}",
)
_FEELINGS = ("nobody to talk to", "i feel so low", "cant cope any more", "worried all the time", "crying all the time", "scared to go out",
             "i have lost all my confidence", "at the end of my tether", "no friends", "all alone since he died")  # fmt: skip
FEELING_NEEDS = ("anxiety-low-mood", "loneliness", "bereavement", "counselling", "mental-health")


@dataclass(frozen=True)
class Query:
    """One search and its kind."""

    kind: str
    request: SearchRequest


def _asks(topic: Topic, words: int, more: bool = False) -> list[str]:
    return [ask for ask in topic.asks if (n := ask.count(" ") + 1) == words or (more and n > words)]


def _ask(vocabulary: Vocabulary, rng: random.Random, words: int, more: bool = False) -> str:
    while not (fitting := _asks(vocabulary.topic(rng), words, more)):
        pass
    return rng.choice(fitting)


def _sector(vocabulary: Vocabulary, rng: random.Random) -> str:
    code = pick(rng, vocabulary.towns, 6.0)[1]
    return rng.choice((code, code.split()[0], f"{code}CV"))


def _sentence(vocabulary: Vocabulary, rng: random.Random) -> str:
    slots = {
        "relative": pick(rng, wording.RELATIVES),
        "ask": _ask(vocabulary, rng, 2, more=True),
        "ask2": _ask(vocabulary, rng, 1),
        "age": str(rng.randint(40, 95)),
    }
    return rng.choice(_SENTENCES).format(**slots)


def _misspelt(vocabulary: Vocabulary, rng: random.Random) -> str:
    while len(word := _ask(vocabulary, rng, 1)) < 6:
        pass
    return f"{wording.misspelt(rng, word)} {rng.choice(('group', 'help', 'near me', ''))}".strip()


def _ticked(vocabulary: Vocabulary, rng: random.Random) -> dict[str, tuple[str, ...]]:
    ways: dict[str, Callable[[], str]] = {
        "need": lambda: vocabulary.topic(rng).id,
        "who": lambda: pick(rng, vocabulary.audiences, 4.0)[0],
        "cost": lambda: "free",
        "delivery": lambda: rng.choice(("home", "phone", "place")),
        "day": lambda: rng.choice(("MO", "WE", "SA")),
        "route": lambda: "self",
        "open": lambda: "now",
        "access": lambda: "wheelchair",
    }
    chosen = rng.sample(sorted(ways), k=rng.choice((1, 2, 2, 3)))
    return {name: (ways[name](),) for name in chosen}


def _feeling(vocabulary: Vocabulary, rng: random.Random) -> str:
    if rng.random() < 0.5:
        return rng.choice(_FEELINGS)
    topics = [topic for topic in vocabulary.topics if topic.id in FEELING_NEEDS]
    return rng.choice([ask for topic in topics for ask in topic.asks])


def _half_typed(name: str, rng: random.Random) -> str:
    return name[: max(8, len(name) - rng.randint(0, 6))].strip().lower()


def make(content: Path, names: list[str], seed: int, each: int) -> list[Query]:
    """Return `each` searches of every kind, shuffled. `names` are names of listings."""
    vocabulary, rng = wording.vocabulary(content), random.Random(f"queries/{seed}")
    ways: dict[str, Callable[[], SearchRequest]] = {
        "one word": lambda: SearchRequest(_ask(vocabulary, rng, 1)),
        "two words": lambda: SearchRequest(_ask(vocabulary, rng, 2)),
        "sentence": lambda: SearchRequest(_sentence(vocabulary, rng)),
        "postcode and words": lambda: SearchRequest(
            _ask(vocabulary, rng, 1, more=True), where=_sector(vocabulary, rng)
        ),
        "filters only": lambda: SearchRequest(
            where=rng.choice(("", _sector(vocabulary, rng))), facets=_ticked(vocabulary, rng)
        ),
        "misspelt": lambda: SearchRequest(_misspelt(vocabulary, rng)),
        "name": lambda: SearchRequest(_half_typed(rng.choice(names), rng)),
        "feeling": lambda: SearchRequest(_feeling(vocabulary, rng)),
    }
    found = [Query(kind, way()) for kind, way in ways.items() for _ in range(each)]
    rng.shuffle(found)
    return found


def typed(queries: list[Query], seed: int, count: int) -> list[str]:
    """Return beginnings of these queries, as the search box has them during typing."""
    rng = random.Random(f"typing/{seed}")
    texts = [query.request.query for query in queries if len(query.request.query) > 3]
    return [text[: rng.randint(2, min(14, len(text)))] for text in rng.choices(texts, k=count)]
