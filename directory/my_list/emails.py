"""The e-mail with a visitor's list: its subject and its plain text."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from core.settings import Settings
from core.text import without_web_addresses
from directory.listing.page import Listing
from directory.listing.places import PlaceView
from directory.teams.answers import teams_of
from directory.teams.wording import hours_words

_MOST_PLACES = 4


@dataclass(frozen=True, slots=True)
class ListedService:
    """One service of the e-mail: its listing, the address of its page, and the person's note (empty when
    there is none).
    """

    listing: Listing
    url: str
    note: str = ""


def list_email(services: Sequence[ListedService], settings: Settings) -> tuple[str, str]:
    """Return subject and text of the e-mail.

    The subject names the sender and says nothing about the list, because other people may see the subject.
    """
    council = settings.council_name
    parts = [
        _(
            "Somebody asked %(council)s to send this list to you. We do not know who it was. "
            "We use this address for nothing else.",
            council=council,
        )
    ]
    parts += [_service_text(number, service) for number, service in enumerate(services, 1)]
    teams = teams_of(settings)
    phone_us = _(
        "Not sure what to do? Phone %(council)s on %(phone)s. %(hours)s.",
        council=council,
        phone=teams.adult.phone,
        hours=hours_words(teams.adult.hours),
    )
    parts.append(phone_us + "\n" + _("In danger now? Phone 999."))
    return _("Your list from %(council)s", council=council), "\n\n".join(parts) + "\n"


def _service_text(number: int, service: ListedService) -> str:
    return f"{number}. {service_text(service.listing, service.note, service.url)}"


def service_text(listing: Listing, note: str, url: str = "") -> str:
    """Return a service as lines of plain text: its name, what it is, how to reach it, when, where and the
    cost.
    """
    lines = [
        listing.name,
        "".join(banner.title for banner in listing.banners if banner.kind != "notice"),
        listing.summary,
        _phones_text(listing),
        _("How to get it: %(words)s", words=listing.action.words) if listing.action.words else "",
        _times_text(listing),
        *(_place_text(place) for place in listing.places[:_MOST_PLACES]),
        _("Cost: %(price)s", price=listing.price) if listing.price else "",
        _("More: %(url)s", url=url) if url else "",
        _("Your note: %(note)s", note=_typed(note)) if note else "",
    ]
    return "\n".join(line for line in lines if line)


def _typed(note: str) -> str:
    return without_web_addresses(note, _("(web address left out)"))


def _phones_text(listing: Listing) -> str:
    if listing.ended or not listing.phones:
        return ""
    numbers = ", ".join(
        _("%(number)s (text)", number=line.number) if line.text else line.number for line in listing.phones
    )
    if listing.action.own:
        return _("Phone: %(numbers)s", numbers=numbers)
    return _("Phone, for questions: %(numbers)s", numbers=numbers)


def _times_text(listing: Listing) -> str:
    if listing.ended or not listing.when.lines:
        return ""
    return _("When: %(times)s", times="; ".join(listing.when.lines))


def _place_text(place: PlaceView) -> str:
    return _("Where: %(place)s", place="; ".join([place.address.replace("\n", ", "), *place.when]))
