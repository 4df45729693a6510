"""Answers that were given about one person and cannot be taken for answers about another."""

from selfassess.engine.path import walk
from selfassess.engine.schema import Answers, Questionnaire


def to_ask_again(questionnaire: Questionnaire, before: Answers, after: Answers) -> tuple[str, ...]:
    """The questions, by id, that must be asked again because the answers are about somebody else `after` a change than `before` it.

    The rule: whenever the voice changes (from "you" to "your mother", from "your mother" to "your father"), every question that comes
    after those which say who it is about is asked again. The safety question is one of them. Whether a question's words differ by voice
    does not matter: "Do they know that you are doing this?" reads the same for everybody and is about another person each time.
    Questions that come before, and the ones that say who it is about, keep their answers. Nothing is asked again where the voice stays.
    """
    rule = questionnaire.voice
    if rule is None or walk(questionnaire, before).voice == walk(questionnaire, after).voice:
        return ()
    ids = [question.id for question in questionnaire.questions]
    last = max(ids.index(id) for id in (rule.question, rule.person) if id)
    return tuple(ids[last + 1 :])
