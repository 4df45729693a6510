"""Settings of the case system that requests are handed over to."""

from typing import Literal, Self

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings

from core.setting_groups.patterns import is_safe_address

_LEAST_SECRET = 32


class HandOverSettings(BaseSettings):
    """Which case system gets requests, in which form, and what it promises."""

    case_system_name: str = Field(
        "", max_length=80, description="Name of the case system, as staff know it; empty: there is none."
    )
    case_system_target: str = Field(
        "case-system",
        pattern=r"[a-z0-9-]{1,40}",
        description="Name of the case system in the address to which it sends its answers.",
    )
    case_system_format: Literal["signpost", "prsb", "fhir"] = Field(
        "signpost", description="The form in which requests are sent to it (docs/hand-over.md)."
    )
    case_system_url: str = Field(
        "",
        description="Its https address that takes requests; empty: requests are passed on as files only.",
    )
    case_system_secret: SecretStr = Field(
        SecretStr(""),
        description="Secrets that sign messages in both directions, of at least 32 characters, separated by "
        "commas, the newest first.",
    )
    case_system_timeout: float = Field(20, gt=0, le=120, description="Seconds to wait for its answer.")
    case_system_attempts: int = Field(
        10, ge=1, le=30, description="How often a request is tried until a person has to look at it."
    )
    case_system_idempotent: bool = Field(
        False,
        description="The case system promises that two messages with one id make one referral, however they come.",
    )
    case_system_look_up: bool = Field(
        True, description="The case system says, for GET of its address and a message id, whether it has it."
    )
    case_system_settle_minutes: float = Field(
        10,
        gt=0,
        description="Minutes after which the case system has finished or dropped a message, for certain.",
    )
    case_system_private: bool = Field(
        False, description="The case system is in the council's own network, so its address may be private."
    )

    case_system_group_answers: bool = Field(
        False,
        description="The case system takes what groups answer to referrals, as PRSB message backs (docs/hand-over.md).",
    )

    @field_validator("case_system_url")
    @classmethod
    def _address_of_case_system(cls, value: str) -> str:
        if value and not is_safe_address(value):
            raise ValueError(
                "SIGNPOST_CASE_SYSTEM_URL must begin with https://, as in https://cases.example.org/referrals"
            )
        return value

    @field_validator("case_system_secret")
    @classmethod
    def _long_secrets(cls, value: SecretStr) -> SecretStr:
        given = [one.strip() for one in value.get_secret_value().split(",") if one.strip()]
        if any(len(one) < _LEAST_SECRET for one in given):
            raise ValueError(
                f"each secret in SIGNPOST_CASE_SYSTEM_SECRET must have at least {_LEAST_SECRET} characters"
            )
        return SecretStr(",".join(given))

    @model_validator(mode="after")
    def _case_system_can_be_reached(self) -> Self:
        named = self.case_system_name and self.case_system_secret.get_secret_value()
        if self.case_system_url and not named:
            raise ValueError(
                "SIGNPOST_CASE_SYSTEM_URL is set, so SIGNPOST_CASE_SYSTEM_NAME and SIGNPOST_CASE_SYSTEM_SECRET "
                "must be set"
            )
        return self
