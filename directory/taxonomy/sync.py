"""Writes our own taxonomies from content/ to the database."""

from pathlib import Path
from typing import Any

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.clock import stable_id
from core.content import read_yaml
from directory import vocabulary
from directory.models import Taxonomy, TaxonomyTerm

AUDIENCES = {
    "everyone": "Everyone",
    "older_people": "Older people",
    "adults": "Adults",
    "young_people": "Young people",
    "children": "Children",
    "families": "Families",
    "parents": "Parents",
    "carers": "Carers",
    "young_carers": "Young carers",
    "women": "Women",
    "men": "Men",
    "disabled_people": "Disabled people",
    "learning_disability": "People with a learning disability",
    "autistic_people": "Autistic people",
    "deaf_people": "Deaf people and people with hearing loss",
    "blind_people": "Blind and partially sighted people",
    "people_with_dementia": "People with dementia",
    "mental_health": "People with mental health problems",
    "veterans": "Veterans and armed forces families",
    "lgbt": "LGBT+ people",
    "refugees_migrants": "Refugees and migrants",
    "ethnic_communities": "People from ethnic communities",
    "faith_members": "Members of a faith",
    "homeless_people": "People who are homeless",
    "care_leavers": "Care leavers",
    "pregnant_women": "Pregnant women",
    "lone_parents": "Lone parents",
    "bereaved_people": "People who have lost someone",
    "ex_offenders": "People leaving prison",
    "professionals": "Professionals",
    "volunteers": "Volunteers",
    "businesses": "Businesses",
}
CULTURES = {
    "halal": "Halal",
    "kosher": "Kosher",
    "vegetarian": "Vegetarian",
    "vegan": "Vegan",
    "gluten_free": "Gluten free",
    "christian": "Christian",
    "muslim": "Muslim",
    "jewish": "Jewish",
    "hindu": "Hindu",
    "sikh": "Sikh",
    "caribbean": "Caribbean",
    "african": "African",
    "south_asian": "South Asian",
    "polish": "Polish",
    "ukrainian": "Ukrainian",
    "chinese": "Chinese",
    "roma_traveller": "Roma and Traveller",
}

OwnTerm = tuple[str, str, str]
"""The code, the name, and the code of the parent term (empty for a term at the top)."""


def _yaml(path: Path) -> Any:
    return read_yaml(path) if path.exists() else None


def _needs(content: Path) -> list[OwnTerm]:
    terms: list[OwnTerm] = []
    for theme in _yaml(content / "needs.yaml") or []:
        # A theme may have the same id as one of its needs. Only the need becomes a term then.
        needs = theme.get("needs") or {}
        if theme["id"] not in needs:
            terms.append((theme["id"], theme["label"], ""))
        for code, entry in needs.items():
            label = entry if isinstance(entry, str) else entry["label"]
            terms.append((code, label, theme["id"] if theme["id"] != code else ""))
    return terms


def _audiences(content: Path) -> list[OwnTerm]:
    given = _yaml(content / "thesaurus" / "audiences.yaml")
    entries = given.get("audiences", given) if isinstance(given, dict) else given
    if isinstance(entries, dict):
        named = {code: _label(code, entry) for code, entry in entries.items()}
    else:
        named = {
            entry["id"]: _label(entry["id"], entry)
            for entry in entries or []
            if isinstance(entry, dict) and "id" in entry
        }
    return [(code, name, "") for code, name in (AUDIENCES | named).items()]


def _label(code: str, entry: Any) -> str:
    label: Any = entry if isinstance(entry, str) else ""
    if isinstance(entry, dict):
        label = entry.get("label") or entry.get("name")
    return str(label or AUDIENCES.get(code) or code.replace("_", " ").capitalize())


def own_terms(content: Path) -> dict[str, list[OwnTerm]]:
    """Read the terms of our own taxonomies from content/. Returns them by the key of the taxonomy."""
    return {
        vocabulary.TAXONOMY_NEEDS: _needs(content),
        vocabulary.TAXONOMY_AUDIENCES: _audiences(content),
        vocabulary.TAXONOMY_ACCESS: [(code, name, "") for code, name in vocabulary.ACCESS.items()],
        vocabulary.TAXONOMY_CULTURES: [(code, name, "") for code, name in CULTURES.items()],
    }


def ensure_own_taxonomies(session: Session) -> None:
    """Create missing taxonomies and terms of our own, and correct their names. The caller commits.

    Safe to repeat. Terms that content/ no longer has are not deleted, because services may still carry them.
    """
    terms_by_key = own_terms(current_app.extensions["settings"].content_dir)
    stored = {each.key: each for each in session.scalars(select(Taxonomy).where(Taxonomy.key.is_not(None)))}
    for key, name in vocabulary.OWN_TAXONOMIES.items():
        taxonomy = stored.get(key) or Taxonomy(id=stable_id("taxonomy", key), key=key, name=name)
        session.add(taxonomy)
        session.flush()
        _ensure_terms(session, taxonomy, terms_by_key[key])


def _ensure_terms(session: Session, taxonomy: Taxonomy, wanted: list[OwnTerm]) -> None:
    found = session.scalars(select(TaxonomyTerm).where(TaxonomyTerm.taxonomy_id == taxonomy.id))
    stored = {term.code: term for term in found}
    for code, name, parent in wanted:
        term = stored.get(code)
        if term is None:
            term = TaxonomyTerm(
                id=stable_id("taxonomy_term", taxonomy.key or "", code),
                taxonomy_id=taxonomy.id,
                code=code,
                name=name,
            )
            session.add(term)
            stored[code] = term
        if term.name != name:
            term.name = name
        parent_id = stored[parent].id if parent in stored else None
        if term.parent_id != parent_id:
            session.flush()
            term.parent_id = parent_id
    session.flush()
