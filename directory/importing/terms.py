"""Finds stored taxonomy terms for the terms of a feed."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.clock import stable_id
from directory import models
from directory.open_referral.schema.taxonomies import TaxonomyTerm


class TermFinder:
    """Finds the stored term for a term of a feed, and creates missing taxonomies and terms."""

    def __init__(self, session: Session) -> None:
        self._session = session
        taxonomies = session.execute(
            select(models.Taxonomy.id, models.Taxonomy.key, models.Taxonomy.name)
        ).all()
        self._keys = {taxonomy_id: key for taxonomy_id, key, _ in taxonomies}
        self._taxonomies = {name.lower(): taxonomy_id for taxonomy_id, _, name in taxonomies}
        self._ids: set[str] = set()
        self._own: dict[tuple[str, str], str] = {}
        self._named: dict[tuple[str, str], str] = {}
        self._waiting: list[models.TaxonomyTerm] = []
        self._parents: dict[str, str] = {}
        self._load()

    def _load(self) -> None:
        columns = select(
            models.TaxonomyTerm.id,
            models.TaxonomyTerm.taxonomy_id,
            models.TaxonomyTerm.code,
            models.TaxonomyTerm.name,
        )
        for term_id, taxonomy_id, code, name in self._session.execute(columns):
            self._ids.add(term_id)
            self._named[taxonomy_id, name.lower()] = term_id
            key = self._keys.get(taxonomy_id)
            if key:
                self._own[key, code] = self._own[key, name.lower()] = term_id

    def find(self, term: TaxonomyTerm) -> str:
        """Return the id of a term; empty when one of our own taxonomies lacks the term.

        New terms of other taxonomies are stored by `write`.
        """
        if term.own_taxonomy:
            code = term.code or term.name.strip().lower()
            tries = (code, code.replace(" ", "-"), code.replace(" ", "_").replace("-", "_"))
            return next(
                (
                    self._own[term.own_taxonomy, each]
                    for each in tries
                    if (term.own_taxonomy, each) in self._own
                ),
                "",
            )
        if term.id in self._ids:
            return term.id
        taxonomy_id = self._taxonomy(term)
        known = self._named.get((taxonomy_id, term.name.lower()))
        if known:
            return known
        return self._new(term, taxonomy_id)

    def _taxonomy(self, term: TaxonomyTerm) -> str:
        name = term.taxonomy or "Categories"
        known = term.taxonomy_id if term.taxonomy_id in self._keys else self._taxonomies.get(name.lower())
        if known:
            return known
        taxonomy_id = term.taxonomy_id or stable_id("taxonomy", name.lower())
        self._session.add(models.Taxonomy(id=taxonomy_id, name=name[:200]))
        self._keys[taxonomy_id], self._taxonomies[name.lower()] = None, taxonomy_id
        return taxonomy_id

    def _new(self, term: TaxonomyTerm, taxonomy_id: str) -> str:
        term_id = term.id or stable_id("taxonomy_term", taxonomy_id, term.name.lower())
        self._ids.add(term_id)
        self._named[taxonomy_id, term.name.lower()] = term_id
        if term.parent_id and term.parent_id != term_id:
            self._parents[term_id] = term.parent_id
        row = models.TaxonomyTerm(
            id=term_id, taxonomy_id=taxonomy_id, code=(term.code or term.name)[:200], name=term.name[:300]
        )
        row.description, row.term_uri = term.description, term.term_uri[:1000]
        self._waiting.append(row)
        return term_id

    def write(self) -> None:
        """Add the new terms to the caller's transaction, each with its parent when the parent is known."""
        self._session.flush()
        self._session.add_all(self._waiting)
        self._session.flush()
        for row in self._waiting:
            parent = self._parents.get(row.id)
            row.parent_id = parent if parent in self._ids else None
        self._waiting = []
        self._session.flush()
