"""What the present moment changes in the order of results: what is open tonight, and what is out of season. Pure."""

from collections.abc import Collection
from dataclasses import replace

import numpy as np

from directory.search.columns import Bools, IndexColumns
from directory.search.ranking import Ranked

OUT_OF_SEASON_FACTOR = 0.55
_MEETS = 0.5
_IS_ITS_NAME = 0.75
_WHOLE = 200


def open_first(
    columns: IndexColumns, ranked: Ranked, needs: Collection[str], open_now: Bools, danger: Bools
) -> Ranked:
    """Return the ranking with services first that meet one of the needs and are open now, then others that meet it.

    Within each of the three groups the order stays. `danger`: services for a danger that was not asked about,
    such as a refuge for somebody without a bed; they keep their place.
    """
    strengths = columns.needs.most(needs)
    size = len(ranked.scores)
    meets = (strengths[:size] >= _MEETS * _WHOLE) & (ranked.scores > 0) & ~danger[:size]
    groups = meets.astype(np.float32) + (meets & open_now[:size])
    top = float(ranked.scores.max(initial=0.0))
    return replace(ranked, scores=(ranked.scores + groups * top).astype(np.float32))


def out_of_season_later(ranked: Ranked, resting: Collection[int]) -> Ranked:
    """Return the ranking with lower scores for services whose season is over, unless they were named."""
    factor = np.ones(len(ranked.scores), np.float32)
    factor[[number for number in resting if number < len(factor)]] = OUT_OF_SEASON_FACTOR
    factor[ranked.name >= _IS_ITS_NAME] = 1
    return replace(ranked, scores=ranked.scores * factor)
