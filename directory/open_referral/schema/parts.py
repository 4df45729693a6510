"""Parts of a service: prices, languages, areas."""

from datetime import date
from typing import Annotated, Any

from pydantic import (
    AliasChoices,
    BeforeValidator,
    Field,
    model_validator,
)

from directory.open_referral import values
from directory.open_referral.lenient import (
    Money,
    Name,
    Prose,
    Text,
    choice,
    lenient,
)
from directory.open_referral.schema.base import OpenReferralObject
from directory.vocabulary import COST


class CostOptionExtension(OpenReferralObject):
    """`kind` is a key of vocabulary.COST, derived from amount and words when missing."""

    kind: Annotated[str, choice(tuple(COST), "", "cost")] = Field(
        default="", validation_alias=AliasChoices("kind", "cost_type")
    )


class CostOption(CostOptionExtension):
    """One price, in pounds."""

    object_name = "cost_option"
    links = ("service_id",)
    extension_fields = frozenset({"kind"})

    option: Name = ""
    amount: Money = None
    amount_description: Prose = ""
    currency: Annotated[str, lenient(values.currency, "GBP")] = "GBP"
    valid_from: Annotated[date | None, lenient(values.day, None, "cost valid from")] = None
    valid_to: Annotated[date | None, lenient(values.day, None, "cost valid to")] = None

    @model_validator(mode="after")
    def _recognise_kind(self) -> "CostOption":
        self.kind = self.kind or self._kind_in_words()
        return self

    def _kind_in_words(self) -> str:
        """Return the kind when amount or words are unambiguous; else an empty text."""
        text = f"{self.option} {self.amount_description}".strip().lower()
        if "donation" in text:
            return "donation"
        if self.amount is None:
            return "free" if text in ("free", "free of charge", "no charge", "no cost") else ""
        return "fixed" if self.amount else "free"

    @property
    def says_nothing(self) -> bool:
        return not (self.option or self.amount is not None or self.amount_description or self.kind)


class Language(OpenReferralObject):
    """A language in which the service is given.

    The UK profile allows an entry with only an id; such an entry counts as empty.
    """

    object_name = "language"
    links = ("service_id",)

    name: Name = Field(default="", validation_alias=AliasChoices("name", "language", "code"))
    code: Text = ""
    note: Text = ""

    @property
    def says_nothing(self) -> bool:
        return not self.name


def _extent(value: Any) -> str:
    return str(value) if isinstance(value, dict | list) else values.words(value)


class ServiceArea(OpenReferralObject):
    """An area in which people must live to use the service."""

    object_name = "service_area"
    links = ("service_id",)

    name: Name = Field(default="", validation_alias=AliasChoices("name", "service_area"))
    extent: Annotated[str, BeforeValidator(_extent)] = ""
    extent_type: Text = ""
    uri: Annotated[str, lenient(values.url, "", "service area's web address")] = ""

    @property
    def says_nothing(self) -> bool:
        return not (self.name or self.extent)
