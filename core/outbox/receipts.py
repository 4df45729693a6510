"""What GOV.UK Notify says about a message after it took it: delivered, or why not. Pure.

The words are Notify's (https://docs.notifications.service.gov.uk/rest-api.html, "Get message status").
"""

from datetime import datetime
from enum import StrEnum
from typing import Any

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError


class Receipt(StrEnum):
    """A status of Notify."""

    CREATED = "created"
    SENDING = "sending"
    PENDING = "pending"
    SENT = "sent"
    """A text message to another country, of which nobody hears more."""
    DELIVERED = "delivered"
    PERMANENT_FAILURE = "permanent-failure"
    TEMPORARY_FAILURE = "temporary-failure"
    TECHNICAL_FAILURE = "technical-failure"

    # Of letters.
    PENDING_VIRUS_CHECK = "pending-virus-check"
    VIRUS_SCAN_FAILED = "virus-scan-failed"
    VALIDATION_FAILED = "validation-failed"
    ACCEPTED = "accepted"
    RECEIVED = "received"
    """The letter is printed and posted."""
    CANCELLED = "cancelled"


FAILURES = frozenset(
    {
        Receipt.PERMANENT_FAILURE,
        Receipt.TEMPORARY_FAILURE,
        Receipt.TECHNICAL_FAILURE,
        Receipt.VIRUS_SCAN_FAILED,
        Receipt.VALIDATION_FAILED,
        Receipt.CANCELLED,
    }
)
"""The message did not reach the person."""

FINAL = FAILURES | {Receipt.DELIVERED, Receipt.RECEIVED, Receipt.SENT}
"""Nothing more is heard, except a failure after all, such as an e-mail that comes back."""

_MOST_STATUS = 30


class BadReceipt(ValueError):
    """What arrived is no receipt. The message says which field is wrong, and shows no value."""


class ProviderReceipt(BaseModel):
    """The parts of a receipt that count here. Who the recipient is stands beside them, and is not read."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    id: str = Field(min_length=1, max_length=64)
    reference: str | None = Field(None, max_length=1000)
    status: str = Field(min_length=1, max_length=_MOST_STATUS)
    created_at: AwareDatetime | None = None
    sent_at: AwareDatetime | None = None
    completed_at: AwareDatetime | None = None

    @property
    def receipt(self) -> Receipt | None:
        """The status; None for one that is unknown here."""
        try:
            return Receipt(self.status)
        except ValueError:
            return None

    @property
    def at(self) -> datetime | None:
        """When it was so; None where nothing says it."""
        return self.completed_at or self.sent_at or self.created_at


def read_receipt(body: bytes) -> ProviderReceipt:
    """Return the receipt in the body of a request. Raises BadReceipt."""
    try:
        return ProviderReceipt.model_validate_json(body)
    except ValidationError as error:
        raise BadReceipt(_wrong_fields(error)) from None


def read_notification(value: Any) -> ProviderReceipt:
    """Return the receipt that Notify answers when it is asked. Raises BadReceipt."""
    try:
        return ProviderReceipt.model_validate(value)
    except ValidationError as error:
        raise BadReceipt(_wrong_fields(error)) from None


def _wrong_fields(error: ValidationError) -> str:
    names = {".".join(str(part) for part in each["loc"]) or "body" for each in error.errors()}
    return f"Missing or wrong: {', '.join(sorted(names))}."


def counts(before: Receipt | None, before_at: datetime | None, found: ProviderReceipt) -> bool:
    """Return True where a receipt says more than the one before. They may arrive in any order, and repeatedly."""
    now = found.receipt
    if now is None or now is before:
        return False
    if before in FINAL:
        is_later = before_at is None or found.at is None or found.at >= before_at
        return now in FINAL and is_later
    return True


def shown_state(status: str, receipt: str, channel: str) -> str:
    """Return the state of a message as pages show it.

    That is the state of its delivery, or after it was sent what the provider said since: "delivered" or a
    failure of Receipt; for a letter "printing", "posted" or "not-posted".
    """
    if status != "sent" or not receipt:
        return status
    if channel == "letter":
        return _letter_state(receipt)
    return receipt if receipt in FAILURES or receipt == Receipt.DELIVERED else status


def _letter_state(receipt: str) -> str:
    if receipt == Receipt.RECEIVED:
        return "posted"
    return "not-posted" if receipt in FAILURES else "printing"


NOT_ARRIVED = frozenset({*(each.value for each in FAILURES), "not-posted"})
"""The shown states of a message that was sent and did not reach the person."""
