"""Settings of the upkeep of listings: how long checks hold, and what happens afterwards."""

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings

from core.setting_groups.patterns import PLAIN_ADDRESS


class UpkeepSettings(BaseSettings):
    """How long a check holds, whom the directory names as the assurer, and when a listing leaves the results."""

    stale_days: int = Field(
        90, ge=1, description="Days for which a check of a listing as a whole holds; then it falls due."
    )
    phone_days: int = Field(180, ge=1, description="The same for its phone numbers.")
    address_days: int = Field(180, ge=1, description="The same for its addresses.")
    hours_days: int = Field(365, ge=1, description="The same for its opening hours.")
    hide_days: int = Field(
        90,
        ge=1,
        description="Days after a listing fell due until it leaves the results, if everybody was asked in vain.",
    )
    hide_percent: float = Field(
        2.0,
        ge=0,
        le=100,
        description="The most listings, in percent, that leave the results in this way without a moderator.",
    )
    version_days: int = Field(
        1095,
        ge=14,
        description="Days for which the earlier versions of a listing are stored, after another one took "
        "their place.",
    )
    assurer_email: str = Field(
        "",
        description="Mailbox of the team that answers for checks, published with each listing that was "
        "checked; never a person's own address. Empty: none.",
    )
    check_links: bool = Field(
        True, description="Open the web addresses of listings now and then, and tell moderators which fail."
    )
    check_emails_a_day: int = Field(
        200, ge=0, description="How many e-mails a day ask groups to check their listings; 0: none."
    )

    @field_validator("assurer_email")
    @classmethod
    def _mailbox(cls, value: str) -> str:
        if value and not PLAIN_ADDRESS.fullmatch(value):
            raise ValueError(
                f"SIGNPOST_ASSURER_EMAIL must be an address like directory@example.org; it is {value!r}"
            )
        return value
