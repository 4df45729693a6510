"""The phrases of the thesaurus as harmless texts: what people type who look for ordinary help."""

from pathlib import Path

from bench.danger.texts import LabelledText
from directory.search.danger.model import HARMLESS
from directory.search.danger.recognition import phrase_dangers
from directory.search.thesaurus import load_thesaurus
from directory.search.tokenizer import stem, tokenize

CONTENT = Path(__file__).parents[2] / "content"

NEEDS_OF_DANGER = frozenset(
    {
        "abuse-neglect",
        "crime-scams",
        "crisis",
        "domestic-abuse",
        "eating-disorders",
        "hate-crime",
        "mental-health",
        "perinatal",
        "professional-referral",
        "trauma",
    }
)
"""Needs among whose phrases are some that speak of danger, and so of no use here."""


def harmless_phrases() -> list[LabelledText]:
    """Return the phrases of the other needs, without those that stand among the phrases of danger."""
    thesaurus = load_thesaurus(CONTENT)
    texts = []
    for phrase, need in thesaurus.need_asks.entries():
        stems = [stem(token) for token in tokenize(phrase)]
        said = phrase_dangers(thesaurus.dangers, thesaurus.not_danger, stems)
        if need not in NEEDS_OF_DANGER and not said.kinds:
            texts.append(LabelledText(f"need-{need}", phrase, HARMLESS, "person"))
    return sorted(texts, key=lambda one: (one.situation, one.text))
