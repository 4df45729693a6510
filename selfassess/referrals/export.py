"""One referral as documented JSON for another system, and as a record to print for people.

docs/referral.schema.json describes the JSON; a test compares it with the code. Its descriptions are the
docstrings of values.request.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Literal

from pydantic import TypeAdapter
from pydantic import with_config as configured

from selfassess.documents import group_neighbours, local_time, render_document
from selfassess.referrals import labels
from selfassess.values.documented import DOCUMENTED
from selfassess.values.referral import ReferralRecord
from selfassess.values.saved import to_json

FORMAT: Literal["signpost-referral"] = "signpost-referral"
FORMAT_VERSION: Literal["1"] = "1"
NOTICE = (
    "What the person told, and what software read from it. "
    "It is no decision: only the council decides (Care Act 2014 s.13)."
)


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
    """Return the referral as plain objects, lists and texts, in the form of `schema`."""
    return to_json(Exported(FORMAT, FORMAT_VERSION, NOTICE, record.request.own_words, record))


def schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of `exported`, which requires every field and allows no other."""
    schema_of_export = TypeAdapter(Exported).json_schema(mode="serialization")
    schema_of_export["$defs"]["JsonValue"] = {"description": "Any JSON."}
    for definition in (schema_of_export, *schema_of_export["$defs"].values()):
        if "properties" in definition:
            definition["additionalProperties"] = False
            definition["required"] = list(definition["properties"])
            _remove_titles(definition["properties"])
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema_of_export}


def _remove_titles(properties: dict[str, Any]) -> None:
    """Remove the titles that pydantic makes of the fields' names."""
    for definition in properties.values():
        definition.pop("title", None)


def record_html(record: ReferralRecord) -> str:
    """Return the referral as a whole HTML document to print.

    It is the person's part of a supported self-assessment (SI 2014/2827 reg 2). Needs an application context.
    """
    return render_document(
        "selfassess/referrals/document.html",
        record=record,
        label=labels.label,
        local_time=local_time,
        grouped=group_neighbours,
        all_labels=_all_labels,
    )


def _all_labels(choices: tuple[StrEnum, ...], separator: str = ", ") -> str:
    return separator.join(labels.label(choice) for choice in choices)
