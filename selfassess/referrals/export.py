"""One referral for another system, as documented JSON, and for people, as a record to print.

The JSON is described by docs/referral.schema.json, which a test holds to the code. Its words are the
docstrings of records_request.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Literal

from pydantic import TypeAdapter
from pydantic import with_config as configured

from selfassess.documents import group_neighbours, local_time, render_document
from selfassess.referrals import labels
from selfassess.values.request import DOCUMENTED, ReferralRecord
from selfassess.values.saved import to_json

FORMAT: Literal["signpost-referral"] = "signpost-referral"
FORMAT_VERSION: Literal["1"] = "1"
NOTICE = "What the person told, and what software read from it. It is no decision: only the council decides (Care Act 2014 s.13)."


@configured(DOCUMENTED)
@dataclass(frozen=True, slots=True, repr=False)
class Exported:
    """One referral from Signpost.

    What people said comes as they said it; codes are stable and are listed here.
    """

    format: Literal["signpost-referral"]
    format_version: Literal["1"]
    """Goes up when a field changes its meaning or goes; a new field does not change it."""
    notice: str
    own_words: str
    """The person's own words, first: the same as in the request."""
    referral: ReferralRecord


def exported(record: ReferralRecord) -> dict[str, Any]:
    """The referral as JSON."""
    return to_json(Exported(FORMAT, FORMAT_VERSION, NOTICE, record.request.own_words, record))


def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of `exported`, in which every field is there and no other is."""
    found = TypeAdapter(Exported).json_schema(mode="serialization")
    found["$defs"]["JsonValue"] = {"description": "Any JSON."}
    for described in (found, *found["$defs"].values()):
        if "properties" in described:
            described["additionalProperties"] = False
            described["required"] = list(described["properties"])
            _untitled(described["properties"])
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **found}


def _untitled(properties: dict[str, Any]) -> None:
    """Without titles that only say a field's name again."""
    for described in properties.values():
        described.pop("title", None)


def record_html(record: ReferralRecord) -> str:
    """The referral as a whole HTML document to print: the person's half of a supported self-assessment.

    Needs an application context.
    """
    return render_document(
        "selfassess/referrals/document.html",
        record=record,
        words=labels.words,
        local_time=local_time,
        grouped=group_neighbours,
        all_words=_all_words,
    )


def _all_words(choices: tuple[StrEnum, ...], between: str = ", ") -> str:
    return between.join(labels.words(choice) for choice in choices)
