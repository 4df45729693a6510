"""Harmless texts from elsewhere in the repository: what people type who look for ordinary help.

The phrases of the thesaurus are short; the graded queries of plain talk and the texts labelled with needs are
stories. They are kept in a file of their own, so that the training does not depend on the thesaurus of the day.
"""

import json
from pathlib import Path

from bench.danger.texts import FOLDER, LabelledText
from bench.needs.texts import need_texts
from directory.search.danger.model import HARMLESS
from directory.search.danger.recognition import phrase_dangers
from directory.search.thesaurus import load_thesaurus
from directory.search.tokenizer import stem, tokenize
from tests.judged import plain_talk

CONTENT = Path(__file__).parents[2] / "content"

NEEDS_OF_DANGER = frozenset(
    {
        "abuse-neglect",
        "child-harm",
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
"""Needs among whose phrases and stories are some that speak of danger, and so of no use here."""

GRADED_WITH_DANGER = frozenset({"o110", "o146", "o241"})
"""Graded queries of the half to tune on that speak of danger: she would leave him, he is in a bad way, she
must get out tonight."""


FILE = FOLDER / "ordinary.jsonl"


def ordinary_texts() -> list[LabelledText]:
    """Return the harmless texts in the file, each under the need that it asks for."""
    lines = FILE.read_text(encoding="utf-8").splitlines()
    return [LabelledText(**json.loads(line), kind=HARMLESS, source="person") for line in lines]


def collect() -> None:
    """Write the file: the harmless phrases of today, and the harmless queries and stories of the halves to
    tune on.
    """
    lines = [
        json.dumps({"situation": one.situation, "text": one.text}, ensure_ascii=False)
        for one in (*harmless_phrases(), *harmless_graded(), *harmless_stories(aside=False))
    ]
    FILE.write_text("\n".join(lines) + "\n", encoding="utf-8")


def harmless_graded() -> list[LabelledText]:
    """Return the graded queries of the half to tune on that speak of no danger."""
    return [
        LabelledText("plain-talk", one.query, HARMLESS, "person")
        for one in plain_talk.load()
        if not one.aside and one.id not in GRADED_WITH_DANGER
    ]


def harmless_stories(*, aside: bool) -> list[LabelledText]:
    """Return the English texts of one half that are labelled with needs, none of them a need of danger."""
    return [
        LabelledText(f"story-{one.situation}", one.text, HARMLESS, "person")
        for one in need_texts("english-*.jsonl")
        if one.aside == aside and NEEDS_OF_DANGER.isdisjoint(one.needs)
    ]


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
