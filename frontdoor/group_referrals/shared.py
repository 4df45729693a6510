"""What is passed on to a group: chosen box by box, read back, and nothing else. Pure, but for translated words."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from frontdoor.people.wishes import NeedsAndWishes

CONSENT_VERSION = "2026-11-28"

SHAREABLE: Mapping[str, Any] = {
    "name": _l("Name"),
    "called": _l("What they like to be called"),
    "phone": _l("Phone number"),
    "email": _l("Email address"),
    "address": _l("Address"),
    "postcode": _l("Postcode"),
    "age": _l("Age"),
    "matters": _l("What matters to them"),
    "tried": _l("What they have tried"),
    "around": _l("Who is around them"),
    "offers": _l("What they can offer"),
}
"""The boxes of the sheet that can be passed on. Notes of handlers cannot."""

REACHES = ("phone", "email", "address")
"""One of these is needed, so that the group can reach the person."""


@dataclass(frozen=True, slots=True, repr=False)
class Agreed:
    """What the person agreed to: the words that were read to them, their version, and when."""

    text: str
    version: str
    at: datetime


@dataclass(frozen=True, slots=True, repr=False)
class SharedRecord:
    """What the group may read. `boxes`: texts by the names of their boxes. `ask`: what the group is asked for."""

    boxes: Mapping[str, str]
    agreed: Agreed
    needs: NeedsAndWishes = field(default_factory=NeedsAndWishes)
    ask: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class GroupAnswer:
    """What the group wrote: when it declined, and about what came of it."""

    reason_words: str = ""
    progress_words: str = ""


def offered(sheet: Mapping[str, str]) -> dict[str, str]:
    """Return the boxes that have a text and can be passed on, in their order."""
    return {name: sheet[name].strip() for name in SHAREABLE if sheet.get(name, "").strip()}


def chosen(sheet: Mapping[str, str], names: Collection[str]) -> dict[str, str]:
    """Return the texts of the chosen boxes; a box that cannot be passed on is never among them."""
    return {name: text for name, text in offered(sheet).items() if name in names}


def can_reach(boxes: Mapping[str, str]) -> bool:
    """Return True where the group can reach the person with what is passed on."""
    return any(boxes.get(name) for name in REACHES)


def consent_words(group: str, boxes: Collection[str], *, has_needs: bool) -> str:
    """Return the words that are read to the person before they agree."""
    told = [str(label).lower() for name, label in SHAREABLE.items() if name in boxes]
    if has_needs:
        told.append(_("how to reach you safely and what you need to follow"))
    # Said whether or not something is asked for: the stored words are those that the page showed.
    told.append(_("what we ask them to do"))
    return _(
        "We will tell %(group)s: %(told)s. Nothing else. They use it to help you, and for nothing else. "
        "You can change your mind at any time: call us.",
        group=group,
        told=", ".join(told),
    )
