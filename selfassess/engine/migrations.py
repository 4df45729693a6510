"""Saved answers of an older version, brought to today's by written steps. Without a written step they stay as they were."""

from selfassess.engine.schema import Answer, Answers, MigrationStep, Questionnaire


class NoStepError(LookupError):
    """No written step leads from that version to today's: such answers stay readable, and are never guessed at."""

    def __init__(self, questionnaire_id: str, version: int) -> None:
        super().__init__(
            f"{questionnaire_id}: nothing is written about how answers of version {version} become those of the next"
        )
        self.version = version


def migrated(questionnaire: Questionnaire, answers: Answers, version: int) -> dict[str, Answer]:
    """Answers saved under `version` as those of today's version. Raises NoStepError where a step is missing, or it is of the future."""
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
    """`options` are named by the question's new id."""
    renamed = {step.rename.get(id, id): answer for id, answer in answers.items() if id not in step.drop}
    return {
        id: tuple(step.options.get(id, {}).get(value, value) for value in answer)
        for id, answer in renamed.items()
    }
