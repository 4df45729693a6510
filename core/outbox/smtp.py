"""Delivery by SMTP, encrypted: smtp:// requires STARTTLS, and the certificate must be valid (RFC 8314).

The certificates of the machine are trusted; the environment variable SSL_CERT_FILE names others.
"""

import re
import smtplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from ipaddress import ip_address
from threading import Timer
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

from core.deadlines import resolve
from core.outbox.channels import HandingOver, MaybeSent, ProviderUnavailable, Refused, TryAgain
from core.outbox.messages import Email, mime_message
from core.settings import Settings

_SMTP_PORT, _SMTPS_PORT = 587, 465
_START_OF_DATA = 354
_LAST_ANSWER = 3
"""The server checks a message after its last line, so that answer may take several times as long."""
_WHOLE_DELIVERY = 8
"""All steps together may take eight times the time-out: a server that sends one byte a time is cut off."""
_MOST_ADDRESSES = 4
"""A server with more addresses is tried at the first four, each with the time-out."""
_LINE_WITH_DOT = re.compile(rb"^\.", re.MULTILINE)


def deliver(email: Email, message_id: str, settings: Settings, handing_over: HandingOver) -> str:
    """Hand one message to the mail server of the settings. A `core.outbox.channels.Channel`."""
    if email.by_text or email.by_letter:
        raise Refused(f"a {email.channel} needs GOV.UK Notify")
    mail = mime_message(email, message_id, settings).as_bytes()
    # "Transparency", RFC 5321 section 4.5.2.
    lines = _LINE_WITH_DOT.sub(b"..", mail)
    with _connection(settings) as connection:
        try:
            if connection.mail(settings.email_from)[0] >= 400:
                raise ProviderUnavailable("sender refused")
            _expect(connection.rcpt(email.recipient)[0])
            answer = connection.docmd("DATA")[0]
            _expect(answer)
            if answer != _START_OF_DATA:
                raise TryAgain(f"SMTP {answer}")
        except (OSError, smtplib.SMTPException) as error:
            raise TryAgain(type(error).__name__) from None
        handing_over()
        try:
            assert connection.sock is not None
            connection.sock.settimeout(_LAST_ANSWER * settings.email_timeout)
            connection.send(lines + b".\r\n")
            answer = connection.getreply()[0]
        except (OSError, smtplib.SMTPException) as error:
            raise MaybeSent(type(error).__name__) from None
        if answer < 200:
            raise MaybeSent(f"SMTP {answer}")
        _expect(answer)
    return ""


def _expect(code: int) -> None:
    """Raise TryAgain for a temporary (4xx) and Refused for a permanent (5xx) reply, RFC 5321 section 4.2.1."""
    if 400 <= code < 500:
        raise TryAgain(f"SMTP {code}")
    if code >= 500:
        raise Refused(f"SMTP {code}")


class _CutOff:
    """Ends a connection when all its steps together take too long: a mixin of the classes of smtplib.

    The resolution of the server's name has the time-out of the connection.
    """

    sock: socket.socket | None
    timeout: float
    _deadline: Timer

    def connect(self, *args: Any, **more: Any) -> tuple[int, bytes]:
        """Start the deadline and connect."""
        self._deadline = Timer(_WHOLE_DELIVERY * self.timeout, self._cut_off)
        self._deadline.daemon = True
        self._deadline.start()
        try:
            return super().connect(*args, **more)  # type: ignore[misc]
        except BaseException:
            self._deadline.cancel()
            raise

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        """Return a connection to the first address of the host that takes one. Raises OSError."""
        problem: OSError | None = None
        for number in resolve(host, port, timeout)[:_MOST_ADDRESSES]:
            try:
                # The certificate is still checked against the name, which smtplib keeps.
                return super()._get_socket(number, port, timeout)  # type: ignore[misc]
            except OSError as error:
                problem = error
        raise problem or OSError("the host has no address")

    def close(self) -> None:
        """Cancel the deadline and close the connection."""
        self._deadline.cancel()
        super().close()  # type: ignore[misc]

    def _cut_off(self) -> None:
        # A read that waits in another thread ends at once. Without a socket there is nothing to end.
        with suppress(OSError):
            if self.sock is not None:
                self.sock.shutdown(socket.SHUT_RDWR)


class _Smtp(_CutOff, smtplib.SMTP):
    pass


class _SmtpOverTls(_CutOff, smtplib.SMTP_SSL):
    pass


@contextmanager
def _connection(settings: Settings) -> Iterator[smtplib.SMTP]:
    """Yield an encrypted connection that is logged in. Raises ProviderUnavailable."""
    url = urlsplit(settings.smtp_url.get_secret_value())
    try:
        connection = _connected(url, settings)
    except (OSError, UnicodeError, smtplib.SMTPException) as error:
        raise ProviderUnavailable(type(error).__name__) from None
    try:
        _log_in(connection, url, settings)
        yield connection
        with suppress(OSError, smtplib.SMTPException):
            connection.quit()
    finally:
        connection.close()


def _connected(url: SplitResult, settings: Settings) -> smtplib.SMTP:
    host = url.hostname or "localhost"
    more: dict[str, Any] = {
        "timeout": settings.email_timeout,
        # Without a name, smtplib asks a name server for the name of this machine, and waits without a limit.
        "local_hostname": settings.email_from.rpartition("@")[2],
    }
    if url.scheme == "smtps":
        return _SmtpOverTls(host, url.port or _SMTPS_PORT, context=ssl.create_default_context(), **more)
    return _Smtp(host, url.port or _SMTP_PORT, **more)


def _log_in(connection: smtplib.SMTP, url: SplitResult, settings: Settings) -> None:
    """Begin TLS where it has not begun, then log in. Raises ProviderUnavailable."""
    plain_allowed = settings.smtp_plain_on_loopback and is_loopback(url.hostname or "localhost")
    try:
        connection.ehlo()
        if url.scheme == "smtp" and connection.has_extn("starttls"):
            connection.starttls(context=ssl.create_default_context())
            connection.ehlo()
        elif url.scheme == "smtp" and not plain_allowed:
            raise ProviderUnavailable("the mail server offers no encryption (STARTTLS)")
        if url.username:
            connection.login(unquote(url.username), unquote(url.password or ""))
    except (OSError, smtplib.SMTPException) as error:
        raise ProviderUnavailable(type(error).__name__) from None


def is_loopback(host: str) -> bool:
    """Return True where a host name or address is this machine."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
