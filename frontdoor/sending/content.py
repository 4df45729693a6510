"""What is sealed in a summary: the words, the services with why, and until it is sent the recipient. Pure."""

from dataclasses import dataclass, replace

_SHOWN = 3


@dataclass(frozen=True, slots=True, repr=False)
class ServiceWhy:
    """A service of the summary, and why it may help, in the handler's words; empty: nothing was written."""

    service_id: str
    why: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class SummaryContent:
    """A summary as it was written.

    `recipient`: a number, an e-mail address, or the lines of a postal address. `text`: the whole text message.
    `token`: of the link, until the summary was sent. `hint`: the end of the recipient, for the page that says
    what was sent.
    """

    opening: str = ""
    closing: str = ""
    services: tuple[ServiceWhy, ...] = ()
    recipient: str = ""
    text: str = ""
    token: str = ""
    hint: str = ""

    @property
    def service_ids(self) -> list[str]:
        """Return the ids of the services in their order."""
        return [each.service_id for each in self.services]

    def after_sending(self) -> "SummaryContent":
        """Return the content without the recipient and the token."""
        return replace(self, recipient="", token="", hint=hint_of(self.recipient))


def hint_of(recipient: str) -> str:
    """Return enough of a recipient to tell two apart: "…123", "e…@example.org"; empty for a postal address."""
    if "\n" in recipient:
        return ""
    name, at, domain = recipient.partition("@")
    if at:
        return f"{name[:1]}…@{domain}"
    return f"…{recipient[-_SHOWN:]}" if recipient else ""
