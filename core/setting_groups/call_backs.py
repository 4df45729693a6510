"""Settings of call-backs: how many fit into half an hour, and how often we try."""

from pydantic import Field
from pydantic_settings import BaseSettings


class CallBackSettings(BaseSettings):
    """How many people are rung back in half an hour, and how often."""

    call_back_places: int = Field(
        2,
        ge=0,
        le=200,
        description="Call-backs that a team takes in half an hour, until a supervisor says another number.",
    )
    call_back_attempts: int = Field(
        3,
        ge=1,
        le=9,
        description="How often somebody who asked to be rung is tried before the call-back ends.",
    )
    call_back_days: int = Field(
        10, ge=1, le=60, description="How many days ahead call-backs can be booked, today included."
    )
