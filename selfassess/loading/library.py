"""The questionnaires of content/assessments/, read once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter

from core.content import content_loader
from selfassess.engine.schema import Questionnaire, SharedContent
from selfassess.loading.field_types import Names
from selfassess.loading.problems import AssessmentError, ContentProblem
from selfassess.loading.questionnaires import read_questionnaire
from selfassess.loading.shared import names_to_refer_to, shared_content
from selfassess.loading.validation import validate
from selfassess.loading.yaml_file import read_with_lines

_ORDER: TypeAdapter[tuple[str, ...]] = TypeAdapter(Names)


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


@content_loader
def load(content_dir: Path) -> Library:
    """Return all questionnaires. Raises AssessmentError, which names every mistake with its file and line."""
    return read_library(content_dir / "assessments")


def read_library(folder: Path) -> Library:
    """Return the questionnaires in a folder, read afresh. Raises AssessmentError."""
    problems: list[ContentProblem] = []
    routes, wording = read_with_lines(folder / "routes.yaml"), read_with_lines(folder / "wording.yaml")
    context = names_to_refer_to(routes)
    shared = shared_content(routes, wording, context, problems)
    order = validate(_ORDER, read_with_lines(folder / "order.yaml"), context, problems) or ()
    found = []
    for name in order:
        try:
            found.append(read_questionnaire(folder / name, shared, context, problems))
        except AssessmentError as error:
            problems += error.problems
    if problems or shared is None:
        raise AssessmentError(problems)
    return Library(tuple(one for one in found if one is not None), shared)
