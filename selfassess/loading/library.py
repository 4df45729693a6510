"""The questionnaires of content/assessments/, read once. A mistake in them is named with its file and line, and what to do."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from selfassess.engine.schema import Questionnaire, SharedContent
from selfassess.loading import flow
from selfassess.loading import shared as loading_shared
from selfassess.loading.yaml_nodes import AssessmentError, Problem, read


@dataclass(frozen=True)
class Library(Mapping[str, Questionnaire]):
    """All questionnaires by id, in the order in which they are offered."""

    questionnaires: tuple[Questionnaire, ...]
    shared: SharedContent

    def __getitem__(self, id: str) -> Questionnaire:
        for questionnaire in self.questionnaires:
            if questionnaire.id == id:
                return questionnaire
        raise KeyError(id)

    def __iter__(self) -> Iterator[str]:
        return (questionnaire.id for questionnaire in self.questionnaires)

    def __len__(self) -> int:
        return len(self.questionnaires)


@cache
def load(content_dir: Path) -> Library:
    """Read all questionnaires. Raises AssessmentError, which names every mistake, where any of them cannot be used."""
    return read_library(content_dir / "assessments")


def read_library(folder: Path) -> Library:
    """Read the questionnaires in a folder, without remembering them."""
    problems: list[Problem] = []
    shared = loading_shared.shared(
        read(folder / "routes.yaml", problems), read(folder / "wording.yaml", problems)
    )
    names = read(folder / "order.yaml", problems).names()
    found = [flow.questionnaire(folder / name, shared, problems) for name in names]
    if problems:
        raise AssessmentError(problems)
    return Library(tuple(found), shared)
