"""How a message leaves: by SMTP or by GOV.UK Notify.

A channel tells three failures apart. `TryAgain`: nothing was handed over, so another attempt is safe.
`Refused`: the provider will never take the message. `MaybeSent`: the message was handed over and no answer
came, so another attempt could send it twice.
"""

from collections.abc import Callable

from core.outbox.messages import Email
from core.settings import Settings


class TryAgain(Exception):
    """The message was not handed over. `args[0]` names the kind of the failure."""


class ProviderUnavailable(TryAgain):
    """The provider cannot be used at all at present: any other message would fail alike."""


class Refused(Exception):
    """The provider refused the message for good."""


class MaybeSent(Exception):
    """The message was handed over, and the provider did not say whether it accepted the message."""


HandingOver = Callable[[], None]
"""Called by a channel right before it hands the message over: a crash after that leaves the state unsure."""

Channel = Callable[[Email, str, Settings, HandingOver], str]
"""Delivers an e-mail with the id of its row, and returns the provider's id of it, or "" where it gives none.

Raises TryAgain, Refused or MaybeSent.
"""
