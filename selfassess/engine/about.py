"""Answers that were given about one person and cannot be taken for answers about another."""

from selfassess.engine.path import Walk, steps_of
from selfassess.engine.schema import Answers


def to_ask_again(before: Walk, after: Answers) -> tuple[str, ...]:
    """The questions, by id, that must be asked again because the answers are about somebody else `after` a change than `before` it.

    The rule: whenever the voice changes (from "you" to "your mother", from "your mother" to "your father"), every question that comes
    after those which say who it is about is asked again. The safety question is one of them. Whether a question's words differ by voice
    does not matter: "Do they know that you are doing this?" reads the same for everybody and is about another person each time.
    Questions that come before, and the ones that say who it is about, keep their answers. Nothing is asked again where the voice stays.
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
