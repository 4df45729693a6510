"""What is stored about somebody who agreed to be known. Pure; sealed as JSON by values.saved."""

from dataclasses import dataclass, field
from datetime import datetime

from selfassess.values.people import Communication, ContactWishes, Person


@dataclass(frozen=True, slots=True, repr=False)
class Worker:
    """Somebody who already works with the person, such as a social worker. `account_id`: empty for others."""

    name: str
    role: str = ""
    phone: str = ""
    account_id: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class Agreed:
    """What the person agreed to, in the words that were read to them, and when."""

    text: str
    version: str
    at: datetime
    to_be_known: bool = True
    to_share_needs: bool = False
    """Whether their communication needs may be passed on with a referral."""


@dataclass(frozen=True, slots=True, repr=False)
class PersonRecord:
    """Who the person is, how to reach them safely, what they need to follow, and who works with them.

    `language`: a code of ISO 639-1 (BCP 47 where that has none); empty: English. `listed_needs`: ids of
    content/communication_needs.yaml; `communication` is the same as a referral holds it. `other_needs`: in
    their words.
    """

    person: Person
    agreed: Agreed
    wishes: ContactWishes = field(default_factory=ContactWishes)
    communication: Communication = field(default_factory=Communication)
    listed_needs: tuple[str, ...] = ()
    other_needs: str = ""
    language: str = ""
    works_with: tuple[Worker, ...] = ()
