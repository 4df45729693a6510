"""The needs that a query's words are likely to ask for: phrases and the trained model together. Pure."""

from collections.abc import Mapping

from directory.search.need_model.likely import Likely, Meaning, likely_needs
from directory.search.need_model.model import need_model
from directory.search.thesaurus import Thesaurus


def believed_needs(
    thesaurus: Thesaurus,
    words: list[str],
    phrases: Mapping[str, float],
    meaning: Meaning | None,
) -> Likely:
    """Return the needs that words are likely to ask for, the strongest first.

    `phrases`: the needs that phrases ask for. The model alone names no need of somebody in danger, which
    has a recognition of its own, and none that the public is not shown.
    """
    likely = likely_needs(need_model(), words, phrases, meaning)
    needs: dict[str, float] = {}
    for need, weight in likely.needs.items():
        if need in phrases or _is_ordinary(thesaurus, need):
            now = thesaurus.tree.resolve(need)
            needs[now] = max(needs.get(now, 0.0), weight)
    shares = {
        thesaurus.tree.resolve(need): share
        for need, share in likely.shares.items()
        if _is_ordinary(thesaurus, need)
    }
    return Likely(needs, likely.no_need, shares)


def _is_ordinary(thesaurus: Thesaurus, need: str) -> bool:
    by_id = thesaurus.tree.by_id
    return need in by_id and by_id[need].is_ordinary
