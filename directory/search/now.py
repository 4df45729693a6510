"""What the present moment changes in the order of results: what is open tonight, and what is out of season.
Pure.
"""

from collections.abc import Collection
from dataclasses import replace

import numpy as np

from directory.search.columns import Bools, Floats, IndexColumns
from directory.search.ranking import Ranked

OUT_OF_SEASON_FACTOR = 0.55
_OPEN_GROUP, _TONIGHT_GROUP, _MEETS_GROUP = 3.0, 2.0, 1.0
"""What is added to the scores, in shares of the best: open now, opens before the morning, and all others that
help.
"""
_SOONEST = 0.9
"""What is added beside that for what opens at once; nothing for what opens in a week."""
_WEEK_MINUTES = 7 * 24 * 60
_MEETS = 0.5
_IS_ITS_NAME = 0.75
_WHOLE = 200


def meeting(columns: IndexColumns, needs: Collection[str]) -> Bools:
    """Return which documents clearly meet one of the needs."""
    meets: Bools = columns.needs.most(needs) >= _MEETS * _WHOLE
    return meets


def open_first(
    ranked: Ranked, helping: Bools, helps_now: Bools, wait: Floats, until_morning: float
) -> Ranked:
    """Return the ranking with the helping services first that are open or answer now, then those that open before the
    morning, then all others that help, what opens sooner before what opens later.

    `wait`: minutes until each document opens. `until_morning`: minutes from now.
    """
    size = len(ranked.scores)
    helps = helping[:size] & (ranked.scores > 0)
    wait = wait[:size]
    later = np.where(wait < until_morning, _TONIGHT_GROUP, _MEETS_GROUP)
    later = later + _SOONEST * (1 - np.minimum(wait, _WEEK_MINUTES) / _WEEK_MINUTES)
    groups = np.where(helps, np.where(helps_now[:size], _OPEN_GROUP + _SOONEST, later), 0)
    top = float(ranked.scores.max(initial=0.0))
    return replace(ranked, scores=(ranked.scores + groups * top).astype(np.float32))


def out_of_season_later(ranked: Ranked, resting: Collection[int]) -> Ranked:
    """Return the ranking with lower scores for services whose season is over, unless they were named."""
    factor = np.ones(len(ranked.scores), np.float32)
    factor[[number for number in resting if number < len(factor)]] = OUT_OF_SEASON_FACTOR
    factor[ranked.name >= _IS_ITS_NAME] = 1
    return replace(ranked, scores=ranked.scores * factor)
