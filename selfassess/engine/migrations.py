"""Migrations: answers saved under an older version of a questionnaire become answers of the version in
use.
"""

from selfassess.engine.schema import Answer, Answers, MigrationStep, Questionnaire


class NoStepError(LookupError):
    """flow.yaml has no step from that version to the next.

    Such answers stay readable, and are never guessed at.
    """

    def __init__(self, questionnaire_id: str, version: int) -> None:
        super().__init__(
            f"{questionnaire_id}: no step is written from answers of version {version} to the next version"
        )
        self.version = version


def migrate_answers(questionnaire: Questionnaire, answers: Answers, version: int) -> dict[str, Answer]:
    """Return answers that were saved under `version` as answers of the version in use.

    Raises NoStepError where a step is missing, or where `version` is newer than the questionnaire.
    """
    steps = {step.version: step for step in questionnaire.migrations}
    given = dict(answers)
    if version > questionnaire.version:
        raise NoStepError(questionnaire.id, version)
    for number in range(version, questionnaire.version):
        if number not in steps:
            raise NoStepError(questionnaire.id, number)
        given = _stepped(steps[number], given)
    return given


def _stepped(step: MigrationStep, answers: Answers) -> dict[str, Answer]:
    """The answers after one step. `options` of a step are by the question's new id."""
    migrated: dict[str, Answer] = {}
    for old_id, answer in answers.items():
        if old_id not in step.drop:
            new_id = step.rename.get(old_id, old_id)
            new_options = step.options.get(new_id, {})
            migrated[new_id] = tuple(new_options.get(value, value) for value in answer)
    return migrated | _split_off(step, answers)


def _split_off(step: MigrationStep, answers: Answers) -> dict[str, Answer]:
    """The answers to questions that an older question asked along with its own."""
    found: dict[str, Answer] = {}
    for new_id, sources in step.split.items():
        for old_id, new_options in sources.items():
            values = tuple(new_options[value] for value in answers.get(old_id, ()) if value in new_options)
            if values:
                found[new_id] = values
    return found
