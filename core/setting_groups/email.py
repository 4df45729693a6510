"""Settings of messages that leave the site."""

from typing import Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings

from core.setting_groups.patterns import PLAIN_ADDRESS

_LEAST_TOKEN = 32


class EmailSettings(BaseSettings):
    """How e-mail and text messages leave, and how many."""

    email_backend: Literal["outbox", "smtp", "notify"] = Field(
        "outbox", description="How e-mail leaves: kept, SMTP or GOV.UK Notify."
    )
    email_from: str = Field("signpost@dearnevalley.example.org", description="Sender of e-mail.")
    smtp_url: SecretStr = Field(
        SecretStr(""),
        description="smtp://user:password@host:port for the smtp backend, which requires STARTTLS; "
        "smtps:// for TLS from the start.",
    )
    smtp_plain_on_loopback: bool = Field(
        False, description="Allow SMTP without encryption where the mail server is on this machine."
    )
    email_timeout: float = Field(
        20, gt=0, le=120, description="Seconds to wait for each answer of the mail server."
    )
    emails_to_one_a_day: int = Field(
        10, ge=1, description="How many e-mails may go to one address within 24 hours."
    )
    emails_a_day: int = Field(
        1000, ge=1, description="How many e-mails the whole site may send within 24 hours."
    )
    notify_url: str = Field(
        "https://api.notifications.service.gov.uk", description="Address of GOV.UK Notify's API."
    )
    notify_api_key: SecretStr = Field(SecretStr(""), description="GOV.UK Notify API key.")
    notify_template_id: str = Field("", description="GOV.UK Notify template with ((subject)) and ((body)).")
    notify_text_template_id: str = Field(
        "", description="GOV.UK Notify template for text messages, with ((body)); empty: no texts are sent."
    )

    notify_receipt_token: SecretStr = Field(
        SecretStr(""),
        description="Bearer token with which GOV.UK Notify sends delivery receipts to /notify/receipts, of at least "
        "32 characters; several separated by commas; empty: Notify is asked instead.",
    )
    notify_letters: bool = Field(
        False, description="GOV.UK Notify prints and posts letters, which its service must have turned on."
    )
    sent_link_days: int = Field(
        90, ge=1, le=366, description="How many days the link in a summary that was sent opens the list."
    )
    other_formats_by: str = Field(
        "the council’s print team",
        max_length=200,
        description="Who makes braille and recordings, as call handlers read it.",
    )

    @field_validator("email_from")
    @classmethod
    def _plain_address(cls, value: str) -> str:
        if not PLAIN_ADDRESS.fullmatch(value):
            raise ValueError(f"SIGNPOST_EMAIL_FROM must be an address like help@example.org; it is {value!r}")
        return value

    @field_validator("smtp_url")
    @classmethod
    def _smtp_address(cls, value: SecretStr) -> SecretStr:
        text = value.get_secret_value()
        parts = urlsplit(text)
        if text and not (parts.scheme in ("smtp", "smtps") and parts.hostname):
            raise ValueError("SIGNPOST_SMTP_URL must be like smtp://user:password@mail.example.org:587")
        return value

    @field_validator("notify_receipt_token")
    @classmethod
    def _long_tokens(cls, value: SecretStr) -> SecretStr:
        given = [one.strip() for one in value.get_secret_value().split(",") if one.strip()]
        if any(len(one) < _LEAST_TOKEN for one in given):
            raise ValueError(
                f"each token in SIGNPOST_NOTIFY_RECEIPT_TOKEN must have at least {_LEAST_TOKEN} characters"
            )
        return SecretStr(",".join(given))

    @model_validator(mode="after")
    def _email_can_leave(self) -> Self:
        if self.email_backend == "smtp" and not self.smtp_url.get_secret_value():
            raise ValueError("SIGNPOST_EMAIL_BACKEND is smtp, so SIGNPOST_SMTP_URL must name the mail server")
        if self.email_backend == "notify" and not (
            self.notify_api_key.get_secret_value() and self.notify_template_id
        ):
            raise ValueError(
                "SIGNPOST_EMAIL_BACKEND is notify, so SIGNPOST_NOTIFY_API_KEY and SIGNPOST_NOTIFY_TEMPLATE_ID "
                "must be set"
            )
        return self

    @property
    def receipt_tokens(self) -> tuple[str, ...]:
        """The tokens with which GOV.UK Notify may send receipts; empty where it sends none."""
        return tuple(one for one in self.notify_receipt_token.get_secret_value().split(",") if one)

    @property
    def can_text(self) -> bool:
        """Whether text messages leave; with the backend that only keeps messages, they are kept."""
        return self.email_backend == "outbox" or bool(
            self.email_backend == "notify" and self.notify_text_template_id
        )

    @property
    def can_post(self) -> bool:
        """Whether letters are posted; with the backend that only keeps messages, they are kept."""
        return self.email_backend == "outbox" or (self.email_backend == "notify" and self.notify_letters)
