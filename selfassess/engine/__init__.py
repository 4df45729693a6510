"""The questionnaires' engine: content in, a path and an outcome out. It knows nothing of the web or of a database."""

from selfassess.engine.about import to_ask_again
from selfassess.engine.answers import Errors, validate
from selfassess.engine.load import Library, load
from selfassess.engine.nodes import AssessmentError
from selfassess.engine.outcome import Because, Kept, NeedFound, NextStep, Outcome, OwnWords, Version, outcome
from selfassess.engine.path import Progress, Step, Walk, walk
from selfassess.engine.schema import Answer, Answers, Kind, Option, Question, Questionnaire
from selfassess.engine.words import Phrase, Voice

__all__ = [
    "Answer",
    "Answers",
    "AssessmentError",
    "Because",
    "Errors",
    "Kept",
    "Kind",
    "Library",
    "NeedFound",
    "NextStep",
    "Option",
    "Outcome",
    "OwnWords",
    "Phrase",
    "Progress",
    "Question",
    "Questionnaire",
    "Step",
    "Version",
    "Voice",
    "Walk",
    "load",
    "outcome",
    "to_ask_again",
    "validate",
    "walk",
]
