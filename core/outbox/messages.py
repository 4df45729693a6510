"""An e-mail as a value, and as the MIME message that leaves (RFC 5322, RFC 2046, RFC 3834)."""

import re
from dataclasses import asdict, dataclass
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr
from typing import Any

from markupsafe import Markup, escape

from core import clock
from core.languages import direction_of
from core.settings import Settings

_URL = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)]")
_ENGLISH = "en-GB"


@dataclass(frozen=True, slots=True, repr=False)
class Email:
    """An e-mail to one person; or a text message (`by_text`), whose recipient is a number; or a letter
    (`by_letter`), whose recipient is an address in lines.

    `purpose`: a short fixed word for counts and logs, such as "my_list". It tells nothing about the person.
    `language`: the code of the language that most of it is written in; empty: English.
    `typed`: how many characters of the text the visitor wrote. `document`: the letter as a PDF, in base64.
    """

    recipient: str
    subject: str
    text: str
    purpose: str
    typed: int = 0
    by_text: bool = False
    by_letter: bool = False
    document: str = ""
    language: str = ""

    @property
    def channel(self) -> str:
        """The name of the channel: "text", "letter" or "email"."""
        if self.by_text:
            return "text"
        return "letter" if self.by_letter else "email"

    def to_json(self) -> dict[str, Any]:
        """Return the e-mail as plain values, to be sealed. The version before knew no language."""
        return {name: value for name, value in asdict(self).items() if name != "language" or value}


def mime_message(email: Email, message_id: str, settings: Settings) -> EmailMessage:
    """Return the message with a text part and an HTML part of the same words.

    `message_id` is the id of the outbox row. The header Message-ID is made from it, so that mail programs
    recognise a second copy. Raises ValueError for an address that cannot be written into a header.
    """
    mail = EmailMessage(policy=SMTP)
    mail["From"] = formataddr((settings.council_name, settings.email_from))
    mail["To"] = email.recipient
    mail["Subject"] = " ".join(email.subject.split())
    mail["Date"] = format_datetime(clock.now())
    mail["Message-ID"] = f"<{message_id}@{settings.email_from.rpartition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"
    # Quoted-printable has 7-bit characters only: a server need not offer 8BITMIME (RFC 6152).
    mail.set_content(email.text, cte="quoted-printable")
    mail.add_alternative(html_part(email), subtype="html", cte="quoted-printable")
    mail["Content-Language"] = email.language or _ENGLISH
    return mail


def html_part(email: Email) -> str:
    """Return the plain text as a small HTML document: paragraphs, line breaks, and web addresses as links."""
    paragraphs = [part for part in email.text.strip().split("\n\n") if part.strip()]
    # A message may hold a line in another language: each paragraph takes the direction of its first letter.
    body = Markup("\n").join(Markup('<p dir="auto">{}</p>').format(_with_links(part)) for part in paragraphs)
    language = email.language or _ENGLISH
    return (
        f'<!doctype html>\n<html lang="{escape(language)}" dir="{direction_of(language)}"><head><meta charset="utf-8">'
        f"<title>{escape(email.subject)}</title></head>\n"
        f'<body style="font: 1rem/1.5 sans-serif">\n{body}\n</body></html>\n'
    )


def _with_links(paragraph: str) -> Markup:
    parts: list[Markup] = []
    end = 0
    for found in _URL.finditer(paragraph):
        parts.append(escape(paragraph[end : found.start()]))
        parts.append(Markup('<a href="{0}">{0}</a>').format(found[0]))
        end = found.end()
    parts.append(escape(paragraph[end:]))
    return Markup("").join(parts).replace("\n", Markup("<br>\n"))
