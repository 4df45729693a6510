"""Answers about one person that must not count as answers about another person."""

from selfassess.engine.path import Walk, steps_of
from selfassess.engine.schema import Answers


def questions_to_repeat(before: Walk, after: Answers) -> tuple[str, ...]:
    """Return the ids of the questions to ask again when the answers become those of `after`.

    The voice may change, from "you" to "your mother" or from "your mother" to "your father". Then every
    question after those that say who it is about is asked again, the safety question among them. None is
    where it stays. Whether a question's words differ by voice does not matter: "Do they know that you are
    doing this?" is about another person each time.
    """
    questionnaire, rule = before.questionnaire, before.questionnaire.voice
    if rule is None:
        return ()
    ids = [question.id for question in questionnaire.questions]
    first_after = 1 + max(ids.index(id) for id in (rule.question, rule.person) if id)
    # No later answer changes the voice, so the rest of the path is not needed to compare the two.
    steps = steps_of(questionnaire.questions[:first_after], after)
    voice = questionnaire.voice_of(
        {step.question.id: step.answer for step in steps if step.answer is not None}
    )
    return () if voice == before.voice else tuple(ids[first_after:])
