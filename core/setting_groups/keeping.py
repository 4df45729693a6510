"""Settings of the front door's retention: how many days what is kept."""

from pydantic import Field
from pydantic_settings import BaseSettings


class KeepingSettings(BaseSettings):
    """Days until what the front door holds about people is deleted."""

    contact_days: int = Field(
        730, ge=30, description="Days after its end until a contact is deleted, with all that was said."
    )
    safeguarding_contact_days: int = Field(
        2190, ge=30, description="The same for a contact that ended with a worry about somebody’s safety."
    )
    abandoned_contact_days: int = Field(
        30, ge=1, description="The same for a contact that was broken off, so that nobody was helped."
    )
    open_contact_days: int = Field(
        30,
        ge=1,
        description="Days after somebody last wrote in it until a contact that nobody ends is ended.",
    )
    ended_call_back_days: int = Field(
        90, ge=1, description="Days after its end until a call-back is deleted."
    )
    kept_group_referral_days: int = Field(
        730, ge=30, description="Days after its end until a referral to a group is deleted."
    )
    known_person_days: int = Field(
        730,
        ge=30,
        description="Days after the last contact until the record of somebody who agreed to be known is deleted.",
    )
