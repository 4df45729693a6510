"""How to get help from a service: the first step, which follows from the route in.

Where only a GP or another professional can ask, the page never offers people a way to ask for themselves.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from flask_babel import gettext as _

from core.phone_links import tel_address
from directory.listing import wording
from directory.models.organizations import Phone
from directory.models.services import Service
from directory.schedules.phone_hours import phone_hours_words


@dataclass(frozen=True, slots=True)
class PhoneLine:
    """A telephone number as pages show it. `text` is True for a number that takes text messages only.

    `answers`: its own hours as they are stored; empty where it has none.
    """

    number: str
    href: str
    description: str
    text: bool = False
    answers: str = ""

    @property
    def hours(self) -> str:
        """When it is answered: "Every day, 8am to 9pm"; empty where it has no hours of its own."""
        return phone_hours_words(self.answers)


@dataclass(frozen=True, slots=True)
class Action:
    """The first step to get help. `kind`: form, website, phone, text, email, gp, professional, ended or ask.

    `label` and `href` make the button; both are empty when there is no button. `words` say who can ask.

    `own` is True when people may ask for themselves, and when the route in is not known.
    """

    kind: str
    words: str
    label: str = ""
    href: str = ""
    own: bool = True


def action_of(service: Service, ended: bool, forms: Mapping[tuple[str, str], str]) -> Action:
    """Return the first step to get help from the service.

    `forms`: forms of this site, as in ListingContext. Such a form comes before any website or number.
    """
    if ended:
        return Action("ended", _("You cannot join or ask for this any more."), own=False)
    if service.route_in and not wording.can_ask_yourself(service):
        return _through_others(service)
    if form := forms.get((service.organization.name, service.name)):
        return Action("form", _who_asks(service, "form"), _("Ask for this on this site"), f"/ask/{form}")
    kind, label, href = _button(service)
    return Action(kind, _who_asks(service, kind), label, href)


def _through_others(service: Service) -> Action:
    if "gp" not in service.route_in:
        words = _(
            "You cannot ask for this yourself. A health or care worker asks for you: "
            "a nurse, social worker or therapist, for example."
        )
        return Action("professional", words, own=False)
    if "professional" in service.route_in:
        words = _(
            "You cannot ask for this yourself. "
            "Your GP or nurse, or another health or care worker, asks for you."
        )
    else:
        words = _("You cannot ask for this yourself. Your GP or nurse asks for you.")
    return Action("gp", words, own=False)


def _who_asks(service: Service, kind: str) -> str:
    if "anyone" in service.route_in:
        return _("You can ask for yourself or for somebody else.")
    if "self" in service.route_in:
        return _("You can ask for this yourself.")
    return _("Get in touch to ask how to get this help.") if kind != "ask" else ""


def _button(service: Service) -> tuple[str, str, str]:
    """Return kind, label and address of the button.

    A helpline gets its telephone number. Other services get their website, which is quicker than a call.
    """
    phones = [line for line in phone_lines(service) if not line.text]
    website, email = web_address(service.url), email_of(service)
    by_phone = ("phone", _("Phone %(number)s", number=phones[0].number), phones[0].href) if phones else None
    texts = [line for line in phone_lines(service) if line.text]
    by_text = (
        ("text", _("Text %(number)s", number=texts[0].number), texts[0].href.replace("tel:", "sms:"))
        if texts
        else None
    )
    by_web = ("website", _("Go to their website"), website) if website else None
    by_email = ("email", _("Send them an email"), f"mailto:{email}") if email else None
    order = (
        (by_phone, by_text, by_web, by_email)
        if "phone" in service.delivery or not by_web
        else (by_web, by_phone, by_text, by_email)
    )
    return next((choice for choice in order if choice), ("ask", "", ""))


def phone_lines(service: Service) -> tuple[PhoneLine, ...]:
    """Return the numbers of the service and of its public contacts; voice numbers come first.

    A service without numbers gets the numbers of its organization.
    """
    lines = [_line(phone) for phone in wording.voice_first(service.phones)]
    for contact in service.contacts:
        if not contact.private:
            lines += [_line(phone, contact.name or contact.title) for phone in contact.phones]
    return _each_once(lines) or lines_of(service.organization.phones)


def lines_of(phones: Iterable[Phone]) -> tuple[PhoneLine, ...]:
    """Return stored numbers as pages show them, without repetitions; voice numbers come first."""
    return _each_once([_line(phone) for phone in wording.voice_first(phones)])


def _each_once(lines: list[PhoneLine]) -> tuple[PhoneLine, ...]:
    return tuple({line.href: line for line in reversed(lines) if line.href != "tel:"}.values())[::-1]


def _line(phone: Phone, who: str = "") -> PhoneLine:
    extension = _(", extension %(number)s", number=phone.extension) if phone.extension else ""
    described = phone.description.strip() or who
    return PhoneLine(
        phone.number.strip() + extension,
        tel_address(phone.number),
        described,
        phone.type in ("text", "sms"),
        phone.answers or "",
    )


def email_of(service: Service) -> str:
    """Return the e-mail address of the service, else of its organization; empty when neither has a valid
    address.
    """
    return plain_email(service.email) or plain_email(service.organization.email)


def plain_email(address: str) -> str:
    """Return the text when it is one valid e-mail address; else an empty text."""
    address = address.strip()
    return "" if "@" not in address or any(c.isspace() or c in "<>?&" for c in address) else address


def web_address(url: str) -> str:
    """Return a web address, with https:// added to 'www.…'; an empty text for anything else, such as
    javascript:.
    """
    url = url.strip()
    if url.lower().startswith("www."):
        url = f"https://{url}"
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in ("http", "https") and parts.netloc else ""
