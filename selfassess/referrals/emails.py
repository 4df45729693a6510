"""The messages about a request: to the team, and the confirmation to the person. None says what was said."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from flask_babel import gettext as _

from core.field_values import british_phone, is_email
from core.i18n import plain_date
from core.languages import in_language
from core.outbox.messages import Email
from core.settings import Settings
from directory.teams.answers import teams_of
from selfassess.documents import council_lines
from selfassess.values.people import Way
from selfassess.values.referral import EventKind, Status
from selfassess.values.request import CONCERNS, FOR_CHILDREN, RequestKind, RequestValue

_MOBILE_DIGITS = 11


def of_new_request(settings: Settings, reference: str, request: RequestValue) -> Iterator[tuple[Email, bool]]:
    """Yield each e-mail about a new request, and whether the limits of e-mails count for it."""
    email = to_team(settings, reference, request.kind, EventKind.STEP, Status.NEW, request.promise.by)
    if email:
        yield email, False
    if request.kind in CONCERNS:
        # A worry is never confirmed by a message: somebody else may read it.
        return
    with in_language(request.communication.language) as language:
        message = _to_person(settings, reference, request)
    if message:
        yield replace(message, language=language), True


def _to_person(settings: Settings, reference: str, request: RequestValue) -> Email | None:
    whose = request.about if request.contact.whom == "person" else request.asker
    address, for_children = whose.email, request.kind in FOR_CHILDREN
    if is_email(address.strip()):
        return _confirmation(
            settings, reference, address.strip(), request.promise.by, for_children=for_children
        )
    if settings.can_text and wants_a_text(request) and (mobile := mobile_number(whose.phone)):
        return _confirmation_by_text(
            settings, reference, mobile, request.promise.by, for_children=for_children
        )
    return None


def wants_a_text(request: RequestValue) -> bool:
    """Return whether they chose text messages, and named no time at which alone it is safe to be called."""
    return Way.TEXT in request.contact.ways and not request.contact.safe_time.strip()


def mobile_number(typed: str) -> str | None:
    """Return a British mobile number as it was typed, without spaces around it; None for any other number."""
    digits = "".join(sign for sign in typed if sign.isdigit())
    national = f"0{digits[2:]}" if digits.startswith("44") else digits
    is_mobile = len(national) == _MOBILE_DIGITS and national.startswith("07")
    return typed.strip() if is_mobile and british_phone(typed) else None


def _team_address(settings: Settings, kind: RequestKind) -> str:
    own = {
        RequestKind.SAFEGUARDING_CONCERN: settings.safeguarding_email,
        RequestKind.CHILD_CONCERN: settings.children_email,
        RequestKind.CHILDREN_HELP: settings.children_email,
    }
    return own.get(kind, "") or settings.referrals_email


def to_team(
    settings: Settings, reference: str, kind: RequestKind, event: EventKind, status: Status, by: date | None
) -> Email | None:
    """Return the e-mail to the team about a new request, or about what the person did with it.

    It names nobody: only the reference, the kind of request and the promised day. None without an address.
    """
    address = _team_address(settings, kind)
    if not address:
        return None
    if event is EventKind.STILL_WAITING:
        subject = f"Still waiting: request {reference}"
    elif event is EventKind.ANSWERED:
        subject = f"Answer from the person: request {reference}"
    elif status is Status.WITHDRAWN:
        subject = f"Withdrawn: request {reference}"
    else:
        subject = f"New request {reference}"
    lines = [
        subject,
        f"Kind: {kind.value}",
        *([f"They were promised an answer by {by.isoformat()}."] if by else []),
        f"To read it: flask --app app referral export {reference}",
    ]
    return Email(address, subject, "\n".join(lines) + "\n", purpose="team")


def _confirmation(
    settings: Settings, reference: str, address: str, by: date | None, *, for_children: bool
) -> Email:
    """Return the confirmation to the person. The three words are not in it: they are on the receipt alone."""
    parts = [
        _(
            "%(council)s has your request. Your reference is %(reference)s.",
            council=settings.council_name,
            reference=reference,
        ),
        *([_("You will hear from us by %(day)s.", day=plain_date(by))] if by else []),
        _(
            "To see how it is going, you need this reference and the three words from the page after you sent it."
        ),
        *([f"{settings.base_url}/track"] if settings.base_url else []),
        _("If you did not ask for this, you can delete it."),
        *(
            [_("Children and young people can call Childline, day or night: 0800 1111. It is free.")]
            if for_children
            else []
        ),
        council_lines(settings, for_children=for_children),
    ]
    return Email(
        address,
        _("Your reference from %(council)s", council=settings.council_name),
        "\n\n".join(parts) + "\n",
        purpose="confirmation",
    )


def _confirmation_by_text(
    settings: Settings, reference: str, number: str, by: date | None, *, for_children: bool
) -> Email:
    """Return the confirmation as a text message. Like the e-mail, it says nothing of what was asked for."""
    teams = teams_of(settings)
    team = teams.children if for_children else teams.adult
    parts = [
        _(
            "%(council)s has your request. Your reference is %(reference)s.",
            council=settings.council_name,
            reference=reference,
        ),
        *([_("You will hear from us by %(day)s.", day=plain_date(by))] if by else []),
        _("Questions? Call %(phone)s. In danger now? Call 999.", phone=team.phone),
    ]
    return Email(number, "", " ".join(parts), purpose="confirmation", by_text=True)
