"""Terms of our own taxonomies in a record: which are there, and the record with others."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from core.clock import new_id
from directory.open_referral.schema.services import Service
from directory.open_referral.schema.taxonomies import Attribute, TaxonomyTerm


def codes_in(record: Service, taxonomy: str) -> list[str]:
    """Return the codes of the record's terms in one of our own taxonomies, in their order."""
    terms = [attribute.taxonomy_term for attribute in record.attributes]
    return [term.code for term in terms if term.own_taxonomy == taxonomy]


def with_terms(
    record: Service, taxonomy: str, wanted: Sequence[str], labels: Mapping[str, Any]
) -> list[Attribute]:
    """Return the record's attributes with these terms of a taxonomy.

    Terms that are not among the `labels` cannot be chosen here, so they stay. New terms come last.
    """
    kept = [each for each in record.attributes if _stays(each, taxonomy, wanted, labels)]
    there = {each.taxonomy_term.code for each in kept if each.taxonomy_term.own_taxonomy == taxonomy}
    return [*kept, *(_attribute(taxonomy, code, str(labels[code])) for code in wanted if code not in there)]


def _stays(attribute: Attribute, taxonomy: str, wanted: Collection[str], labels: Collection[str]) -> bool:
    term = attribute.taxonomy_term
    return term.own_taxonomy != taxonomy or term.code in wanted or term.code not in labels


def _attribute(taxonomy: str, code: str, label: str) -> Attribute:
    term = TaxonomyTerm.model_construct(name=label, code=code, own_taxonomy=taxonomy)
    return Attribute.model_construct(id=new_id(), taxonomy_term=term)
