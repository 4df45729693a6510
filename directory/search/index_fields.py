"""A listing's words as an engine stores them: stems by field, with the names of synonyms beside them.

Pure.
"""

from directory.search.classify import ListingText
from directory.search.thesaurus import Thesaurus
from directory.search.tokenizer import stem, tokenize

_SHORTEST_FOR_SPELLING = 4


def text_fields(thesaurus: Thesaurus, text: ListingText) -> dict[str, str]:
    """Return stems by field of the engine, parted by spaces.

    Labels of needs are not among them: needs are matched as needs.
    """
    body = " . ".join([text.summary, text.description, *text.categories, text.eligibility, text.about])
    parts = {"name": f"{text.name} . {text.names}", "org": text.organization, "body": body}
    return {name: " ".join(_stems_with_synonyms(thesaurus, part)) for name, part in parts.items()}


def _stems_with_synonyms(thesaurus: Thesaurus, text: str) -> list[str]:
    found = [stem(word) for word in tokenize(text)]
    return found + [name for _, _, name in thesaurus.synonyms.in_order(found)]


def surface_words(text: ListingText) -> str:
    """Return the words as written, each once, that are long enough to be corrections of a misspelt word."""
    everything = tokenize(
        " ".join([text.name, text.names, text.organization, text.summary, text.description, *text.categories])
    )
    return " ".join(
        sorted({word for word in everything if len(word) >= _SHORTEST_FOR_SPELLING and word.isalpha()})
    )
