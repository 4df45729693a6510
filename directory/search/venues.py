"""Kinds of place that some people would rather not go to, recognised by names. Pure."""

from collections.abc import Iterable

from directory.search.tokenizer import tokenize

_WORDS = {
    "church": "church churches chapel methodist parish cathedral mosque masjid gurdwara synagogue temple mandir baptist quaker "
    "salvation minster vicarage",
    "library": "library libraries",
    "pub": "pub inn tavern brewery taproom alehouse",
    "gym": "gym leisure gymnasium",
    "school": "school academy",
}
_KINDS = {word: kind for kind, words in _WORDS.items() for word in words.split()}


def venues(names: Iterable[str]) -> list[str]:
    """Return the kinds of place (church, library, pub, gym, school) that names tell of, in their order."""
    found = (_KINDS[word] for name in names for word in tokenize(name) if word in _KINDS)
    return list(dict.fromkeys(found))
