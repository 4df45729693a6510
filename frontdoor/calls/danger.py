"""Whether what a handler typed may speak of danger. It is a hint to the handler, and nothing follows by itself."""

from core.settings import Settings
from directory.search.danger.recognition import phrase_dangers, recognised_dangers
from directory.search.thesaurus import load_thesaurus
from directory.search.tokenizer import stem, tokenize

_LEAST_WORDS = 2
CHECKED_BOXES = ("matters", "said", "concluded")


def may_be_danger(settings: Settings, name: str, text: str) -> bool:
    """Return True where a text of a box about the caller may speak of danger."""
    words = tokenize(text)
    if len(words) < _LEAST_WORDS or not (name in CHECKED_BOXES or name.startswith("prompt-")):
        return False
    thesaurus = load_thesaurus(settings.content_dir)
    found = phrase_dangers(thesaurus.dangers, thesaurus.not_danger, [stem(word) for word in words])
    return bool(recognised_dangers(text, found))
