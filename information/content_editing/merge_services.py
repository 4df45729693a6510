"""Merging a need into another one: services, words and links come along."""

from dataclasses import dataclass

from sqlalchemy import delete, func, select, update

from core.db import db
from core.settings import Settings
from directory.models import Attribute, Taxonomy, TaxonomyTerm
from directory.search.indexing import services_changed
from directory.taxonomy.needs import Need, NeedsTree
from directory.taxonomy.needs import load as load_needs
from directory.vocabulary import TAXONOMY_NEEDS
from information.content_editing import queries
from information.content_editing.entries import Ref
from information.content_editing.services import MERGED, Change, Refused, publish

_NO_SYNC = {"synchronize_session": False}


@dataclass(frozen=True)
class Merge:
    """What a merge carries along: services and words."""

    services: int
    words: int


def mergeable(tree: NeedsTree, need: Need) -> list[Need]:
    """Return the needs that can take a need's place: only ordinary ones are merged, and into such."""
    if not need.is_ordinary:
        return []
    return [other for other in tree.needs if other.is_ordinary and other.id != need.id]


def extent(settings: Settings, need_id: str) -> Merge:
    """Return what a merge of a need would carry along."""
    tagged = select(func.count()).select_from(Attribute).join(TaxonomyTerm).join(Taxonomy)
    mine = tagged.where(Taxonomy.key == TAXONOMY_NEEDS, TaxonomyTerm.code == need_id)
    words = queries.entries(settings.content_dir).get(Ref("need-words", need_id))
    value = (words.value if words else None) or {}
    count = sum(len(value.get(name) or ()) for name in ("asks", "says", "hints", "not"))
    return Merge(db.session.scalar(mine) or 0, count)


def merge_need(settings: Settings, need_id: str, into: str, *, actor: str) -> None:
    """Let one need take another's place. Commits. Raises Refused.

    The loaders lead the old id, its words and its address to the new need. Its services are tagged with the new one.
    """
    tree = load_needs(settings.content_dir)
    need = tree.by_id.get(need_id)
    if need is None or into not in {other.id for other in mergeable(tree, need)}:
        raise Refused("into", "this need cannot be merged into that one")
    entry = queries.entries(settings.content_dir)[Ref("need", need_id)]
    value = {**(entry.value or {}), "merged_into": into}
    publish(
        settings,
        [Change(entry.ref, value)],
        actor=actor,
        origin=MERGED,
        along=lambda: _move_services(need_id, into),
    )


def _move_services(old: str, new: str) -> None:
    named = (
        select(TaxonomyTerm.code, TaxonomyTerm.id)
        .join(Taxonomy)
        .where(Taxonomy.key == TAXONOMY_NEEDS, TaxonomyTerm.code.in_([old, new]))
    )
    terms = {row.code: row.id for row in db.session.execute(named)}
    tagged = select(Attribute.service_id).where(Attribute.taxonomy_term_id == terms[old])
    ids = list(db.session.scalars(tagged))
    both = select(Attribute.service_id).where(Attribute.taxonomy_term_id == terms[new])
    db.session.execute(
        delete(Attribute).where(
            Attribute.taxonomy_term_id == terms[old], Attribute.service_id.in_(both.scalar_subquery())
        ),
        execution_options=_NO_SYNC,
    )
    db.session.execute(
        update(Attribute).where(Attribute.taxonomy_term_id == terms[old]).values(taxonomy_term_id=terms[new]),
        execution_options=_NO_SYNC,
    )
    db.session.expire_all()
    services_changed(db.session, ids)
