"""Terms of taxonomies, and terms put on services."""

from typing import Annotated, Any

from pydantic import (
    AliasChoices,
    Field,
    model_validator,
)

from directory.open_referral import values
from directory.open_referral.lenient import (
    Members,
    Name,
    Prose,
    Text,
    Uuid,
    choice,
)
from directory.open_referral.schema.base import OpenReferralObject
from directory.vocabulary import OWN_TAXONOMIES


class TaxonomyTermExtension(OpenReferralObject):
    """`own_taxonomy` is the key of one of our own taxonomies, whose terms are identified by `code`; else
    empty.
    """

    own_taxonomy: Annotated[str, choice(tuple(OWN_TAXONOMIES), "")] = ""


class TaxonomyTerm(TaxonomyTermExtension):
    """A term of a taxonomy; `taxonomy` is the taxonomy's name."""

    object_name = "taxonomy_term"
    required = ("id", "name", "description")
    extension_fields = frozenset({"own_taxonomy"})
    also_read = frozenset({"taxonomy_detail"})

    name: Name = Field(default="", validation_alias=AliasChoices("name", "term"))
    taxonomy: Name = ""
    code: Text = Field(default="", validation_alias=AliasChoices("code", "term"))
    description: Prose = ""
    term_uri: Text = ""
    parent_id: Uuid = ""
    taxonomy_id: Uuid = ""

    def complete(self, row: dict[str, Any]) -> dict[str, Any]:
        """Return the row with a description: the name where there is no other."""
        return {"description": self.name} | row

    @model_validator(mode="before")
    @classmethod
    def _flatten_taxonomy(cls, row: Any) -> Any:
        """Return the row with name and id of the taxonomy from `taxonomy_detail`, where the row has no
        others.
        """
        detail = values.mapping(row.get("taxonomy_detail")) if isinstance(row, dict) else {}
        if not detail:
            return row
        taxonomy = values.name(row.get("taxonomy")) or detail.get("name")
        taxonomy_id = values.uuid(row.get("taxonomy_id")) or detail.get("id")
        return row | {"taxonomy": taxonomy, "taxonomy_id": taxonomy_id}


class Taxonomy(OpenReferralObject):
    """A scheme of terms."""

    object_name = "taxonomy"
    required = ("id", "name", "description")

    name: Name = ""
    description: Prose = ""
    uri: Text = ""
    version: Text = ""
    taxonomy_terms: Members[TaxonomyTerm] = Field(default_factory=list)

    def complete(self, row: dict[str, Any]) -> dict[str, Any]:
        """Return the row with a description: the name where there is no other."""
        return {"description": self.name} | row


class Attribute(OpenReferralObject):
    """A term put on a service."""

    object_name = "attribute"
    links = ("link_id", "taxonomy_term_id")
    also_read = frozenset({"label"})
    scope = "record"

    taxonomy_term: TaxonomyTerm = Field(default_factory=TaxonomyTerm)
    link_type: Text = ""
    value: Text = ""

    @model_validator(mode="before")
    @classmethod
    def _complete_term(cls, row: Any) -> Any:
        """Return the row whose term has the attribute's label and `taxonomy_term_id` in place of missing
        values.
        """
        if not isinstance(row, dict):
            return row
        term = values.mapping(row.get("taxonomy_term"))
        if not (values.name(term.get("name")) or values.name(term.get("term"))):
            term = term | {"name": row.get("label")}
        term_id = values.uuid(term.get("id")) or row.get("taxonomy_term_id")
        return row | {"taxonomy_term": term | {"id": term_id}}

    @property
    def says_nothing(self) -> bool:
        return not self.taxonomy_term.name
