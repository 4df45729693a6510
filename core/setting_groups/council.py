"""Settings that say which council runs the site: its name, area, teams with their hours, and colours."""

import re

from pydantic import Field, ValidationInfo, field_validator
from pydantic_settings import BaseSettings

from core.opening_hours import read_opening_hours
from core.setting_groups.patterns import PLAIN_ADDRESS

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_GSS_CODE = re.compile(r"[ENSW][0-9]{8}")


class CouncilSettings(BaseSettings):
    """Which council runs the site, who answers when, and how it looks."""

    council_name: str = Field("Dearne Valley Council", description="The council's name, shown on every page.")
    council_phone: str = Field(
        "01632 960100", description="The number that people can ring, shown on every page."
    )
    council_phone_hours: str = Field(
        "", description="No longer used: SIGNPOST_COUNCIL_HOURS has the hours. A value is refused."
    )
    council_hours: str = Field(
        "Mo-Fr 08:30-17:00; PH off",
        description="When adult social care answers SIGNPOST_COUNCIL_PHONE, in OpenStreetMap's opening_hours; PH "
        "is a bank holiday.",
    )
    council_text_number: str = Field("", description="Number for text messages; empty: none is shown.")
    council_children_phone: str = Field("01632 960102", description="The number of children's social care.")
    council_children_hours: str = Field(
        "Mo-Fr 08:30-17:00; PH off", description="When children's social care answers, in the same form."
    )
    council_out_of_hours_phone: str = Field(
        "01632 960101",
        description="The number of the social care team that answers while the others are closed.",
    )
    council_out_of_hours_hours: str = Field(
        "24/7", description="When the team for nights and weekends answers, in the same form."
    )
    council_email: str = Field("help@dearnevalley.example.org", description="Address for general questions.")
    security_email: str = Field(
        "", description="Address in security.txt for reports of weaknesses; empty: SIGNPOST_COUNCIL_EMAIL."
    )
    council_area: str = Field("Dearne Valley", description="The area's name, as in 'all of Dearne Valley'.")
    council_code: str = Field(
        "",
        description="The council's own GSS code, such as E08000016, by which it knows its area in imported "
        "postcodes; empty: the area of its own gazetteer.",
    )
    referrals_email: str = Field(
        "",
        description="Address of the team that is told of each new request, without what was said; empty: "
        "nobody is told.",
    )
    safeguarding_email: str = Field(
        "", description="The same for worries about an adult; empty: the address for requests."
    )
    children_email: str = Field(
        "", description="The same for worries about a child; empty: the address for requests."
    )
    council_logo: str = Field(
        "", description="File name of a logo in the data folder's 'brand' folder; empty: the name in words."
    )
    exit_url: str = Field(
        "https://www.bbc.co.uk/weather", description="Where 'Exit this page' leads: something harmless."
    )
    colour_primary: str = Field(
        "#0b5563",
        description="Main colour as #rrggbb; a pale one is made darker until white can be read on it.",
    )
    colour_accent: str = Field(
        "#c8553d",
        description="Colour of small marks as #rrggbb; a pale one is made darker until it can be seen.",
    )

    @field_validator("colour_primary", "colour_accent")
    @classmethod
    def _hex_colour(cls, value: str, info: ValidationInfo) -> str:
        if not _COLOUR.fullmatch(value):
            name = f"SIGNPOST_{info.field_name}".upper()
            raise ValueError(f"{name} must be # and six hexadecimal digits, such as #0b5563; it is {value!r}")
        return value.lower()

    @field_validator("council_code")
    @classmethod
    def _gss_code(cls, value: str) -> str:
        if value and not _GSS_CODE.fullmatch(value):
            raise ValueError(
                f"SIGNPOST_COUNCIL_CODE must be a letter and eight digits, such as E08000016; it is {value!r}"
            )
        return value

    @field_validator("council_hours", "council_children_hours", "council_out_of_hours_hours")
    @classmethod
    def _readable_hours(cls, value: str, info: ValidationInfo) -> str:
        try:
            read_opening_hours(value)
        except ValueError as error:
            name = f"SIGNPOST_{info.field_name}".upper()
            raise ValueError(f"{name} cannot be read: {error}") from error
        return value

    @field_validator("council_phone_hours")
    @classmethod
    def _hours_in_words(cls, value: str) -> str:
        if value:
            raise ValueError(
                "SIGNPOST_COUNCIL_PHONE_HOURS is no longer used, because the words are made from "
                "SIGNPOST_COUNCIL_HOURS: set that, such as Mo-Fr 08:30-17:00; PH off, and take this one out"
            )
        return value

    @field_validator("referrals_email", "safeguarding_email", "children_email")
    @classmethod
    def _address_of_team(cls, value: str, info: ValidationInfo) -> str:
        if value and not PLAIN_ADDRESS.fullmatch(value):
            name = f"SIGNPOST_{info.field_name}".upper()
            raise ValueError(f"{name} must be an address like team@example.org; it is {value!r}")
        return value
