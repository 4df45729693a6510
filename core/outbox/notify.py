"""Delivery by GOV.UK Notify, with the id of the outbox row as Notify's reference."""

from base64 import b64decode
from http import HTTPStatus
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

from core.deadlines import proxy_for, resolve, within
from core.outbox.channels import HandingOver, MaybeSent, ProviderUnavailable, Refused
from core.outbox.messages import Email
from core.outbox.receipts import BadReceipt, ProviderReceipt, read_notification
from core.settings import Settings

_UNAVAILABLE = frozenset({401, 403, 429, 503})
"""Statuses that say that nothing was accepted, and that any other message would fail alike."""
_SERVER_ERROR = 500
_HTTPS_PORT = 443
_WHOLE_DELIVERY = 8
"""A request may take eight times the time-out, which bounds each wait in it: an answer can arrive byte by
byte.
"""


def deliver(email: Email, message_id: str, settings: Settings, handing_over: HandingOver) -> str:
    """Hand one message to Notify. A `core.outbox.channels.Channel`."""
    _look_up(settings)
    handing_over()
    try:
        return within(_WHOLE_DELIVERY * settings.email_timeout, lambda: _send(email, message_id, settings))
    except TimeoutError:
        raise MaybeSent("TimeoutError") from None


def _look_up(settings: Settings) -> None:
    """Resolve the name of Notify's server before anything is handed over, because that may hang.

    Raises ProviderUnavailable. A name that is unknown is left to the request, which tells it.
    """
    url = urlsplit(settings.notify_url)
    host = url.hostname or ""
    if proxy_for(url.scheme, host):
        return
    try:
        resolve(host, url.port or _HTTPS_PORT, settings.email_timeout)
    except TimeoutError as error:
        raise ProviderUnavailable(type(error).__name__) from None
    except (OSError, UnicodeError):
        return


def _client(settings: Settings) -> Any:
    from notifications_python_client.notifications import NotificationsAPIClient

    return NotificationsAPIClient(  # type: ignore[no-untyped-call]
        settings.notify_api_key.get_secret_value(),
        base_url=settings.notify_url,
        timeout=settings.email_timeout,
    )


def _send(email: Email, message_id: str, settings: Settings) -> str:
    """Send one message, and return Notify's id of it. Raises ProviderUnavailable, Refused or MaybeSent."""
    from notifications_python_client.errors import HTTPError

    try:
        answer = _hand_to(_client(settings), email, message_id, settings)
    except HTTPError as error:
        if error.response is None:
            raise _no_answer(error.__cause__) from None
        raise _answered(error.status_code) from None
    return str(answer.get("id", "")) if isinstance(answer, dict) else ""


def found_receipt(provider_id: str, message_id: str, settings: Settings) -> ProviderReceipt | None:
    """Return what Notify says about a message at this moment; None where it does not know it.

    `provider_id`: Notify's id; empty: the message is looked for by its reference, the id of its row.
    Raises ProviderUnavailable.
    """
    _look_up(settings)
    try:
        return within(
            _WHOLE_DELIVERY * settings.email_timeout, lambda: _asked(provider_id, message_id, settings)
        )
    except TimeoutError:
        raise ProviderUnavailable("TimeoutError") from None


def _asked(provider_id: str, message_id: str, settings: Settings) -> ProviderReceipt | None:
    from notifications_python_client.errors import HTTPError

    client = _client(settings)
    try:
        if provider_id:
            return read_notification(client.get_notification_by_id(provider_id))
        found = client.get_all_notifications(reference=message_id).get("notifications", [])
        return read_notification(found[0]) if found else None
    except HTTPError as error:
        if error.response is not None and error.status_code == HTTPStatus.NOT_FOUND:
            return None
        raise ProviderUnavailable(f"HTTP {error.status_code}") from None
    except BadReceipt as error:
        raise ProviderUnavailable(type(error).__name__) from None


def _hand_to(client: Any, email: Email, message_id: str, settings: Settings) -> Any:
    """Call the method of Notify's client for the message's channel, and return its answer."""
    if email.by_letter:
        # The address is on the letter's first page, where Notify reads it.
        return client.send_precompiled_letter_notification(message_id, BytesIO(b64decode(email.document)))
    if email.by_text:
        return client.send_sms_notification(
            phone_number=email.recipient,
            template_id=settings.notify_text_template_id,
            personalisation={"body": email.text},
            reference=message_id,
        )
    return client.send_email_notification(
        email_address=email.recipient,
        template_id=settings.notify_template_id,
        personalisation={"subject": email.subject, "body": email.text},
        reference=message_id,
    )


def _answered(status: int) -> Exception:
    """Return what an HTTP status of Notify means. A 5xx other than 503 does not say what happened."""
    kind = f"HTTP {status}"
    if status in _UNAVAILABLE:
        return ProviderUnavailable(kind)
    return MaybeSent(kind) if status >= _SERVER_ERROR else Refused(kind)


def _no_answer(cause: BaseException | None) -> Exception:
    """Return what a failed request means: only without a connection is it certain that nothing left."""
    from requests.exceptions import ConnectionError as RequestsConnectionError
    from requests.exceptions import ConnectTimeout, SSLError
    from urllib3.exceptions import MaxRetryError, NewConnectionError

    kind = type(cause).__name__
    if isinstance(cause, ConnectTimeout | SSLError):
        return ProviderUnavailable(kind)
    reason = cause.args[0] if isinstance(cause, RequestsConnectionError) and cause.args else None
    if isinstance(reason, MaxRetryError) and isinstance(reason.reason, NewConnectionError):
        return ProviderUnavailable(kind)
    return MaybeSent(kind)
