"""Settings of referrals to groups: how long a group has to answer, and how long its words are stored."""

from pydantic import Field
from pydantic_settings import BaseSettings


class GroupReferralSettings(BaseSettings):
    """How long a group has to answer a referral, and how long what was passed on is stored."""

    group_answer_days: int = Field(
        3,
        ge=1,
        le=60,
        description="Working days that a group has to answer a referral; then call handlers see it again.",
    )
    group_referral_days: int = Field(
        90,
        ge=1,
        description="Days after the end of a referral to a group until what was passed on is deleted.",
    )
