"""All texts that the model of needs is trained on, with what kind each is.

- `labelled/english-*.jsonl`: written for this purpose. Other languages are read by a glossary. The model has
  never seen `labelled/unseen-*.jsonl`: docs/need-model.md says why.
- `ordinary/harmless.jsonl`: ordinary texts of bench/danger/labelled, each labelled with its needs.
- `ordinary/phrases.jsonl`: the phrases of the thesaurus, as `python -m bench.needs collect` wrote them,
  so that the training does not depend on the thesaurus of the day.
- a few texts of each situation of bench/danger/labelled in which somebody is in danger.
"""

import json
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from bench.danger.texts import labelled_texts as texts_of_danger
from bench.needs.texts import is_aside, need_texts
from directory.search.danger.model import HARMLESS
from directory.search.danger.recognition import EMERGENCY
from directory.search.thesaurus import load_thesaurus

CONTENT = Path(__file__).parents[2] / "content"
_ORDINARY = Path(__file__).with_name("ordinary")
_ENGLISH = "english-*.jsonl"
_DANGERS_OF_A_SITUATION = 2


@dataclass(frozen=True, slots=True)
class TrainingText:
    """One text with its needs, the best first, and what kind of text it is."""

    situation: str
    text: str
    needs: tuple[str, ...]
    is_phrase: bool = False

    @property
    def aside(self) -> bool:
        """True for a text that is set aside for measuring. A phrase of the thesaurus never is."""
        return not self.is_phrase and is_aside(self.situation)


def training_texts() -> list[TrainingText]:
    """Return all texts, always in the same order."""
    return [
        *(TrainingText(one.situation, one.text, one.needs) for one in need_texts(_ENGLISH)),
        *_ordinary("harmless"),
        *_ordinary("phrases", is_phrase=True),
        *_dangers(),
    ]


def _ordinary(name: str, *, is_phrase: bool = False) -> list[TrainingText]:
    lines = (_ORDINARY / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [
        TrainingText(row["situation"], row["text"], tuple(row["needs"]), is_phrase=is_phrase)
        for row in map(json.loads, lines)
    ]


def _dangers() -> list[TrainingText]:
    """Return a few texts of each situation of danger, so that the model knows them from ordinary needs."""
    found: defaultdict[str, list[TrainingText]] = defaultdict(list)
    for one in texts_of_danger():
        if one.kind not in (HARMLESS, EMERGENCY):
            found[one.situation].append(TrainingText(one.situation, one.text, (one.kind,)))
    return [text for texts in found.values() for text in texts[:_DANGERS_OF_A_SITUATION]]


def collect() -> None:
    """Write the phrases of today's thesaurus as texts."""
    entries = sorted(load_thesaurus(CONTENT).need_asks.entries(), key=lambda entry: (entry[1], entry[0]))
    lines = [
        json.dumps({"situation": need, "text": text, "needs": [need]}, ensure_ascii=False)
        for text, need in entries
    ]
    (_ORDINARY / "phrases.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
