"""Words that a group must not read, because they may be about harm that its own people do. Pure."""

from directory.corrections.outcomes import SAFETY
from directory.search.danger.recognition import PhraseDangers, recognised_dangers

_DONE_BY_SOMEBODY = frozenset({"abuse-neglect", "domestic-abuse", "child-harm"})
"""The kinds of danger that people do to others. A number to ring looks like an emergency to the model."""

_NO_PHRASES = PhraseDangers((), whole=False)


def is_for_group(what: str, message: str) -> bool:
    """Return False for a worry about safety, and for words in which the trained model finds harm to somebody.

    A moderator reads those first and can let the group see them.
    """
    if what == SAFETY:
        return False
    return not message or _DONE_BY_SOMEBODY.isdisjoint(recognised_dangers(message, _NO_PHRASES))
