"""Which results only stand beside what was asked for: they come after those that fit. Pure."""

import numpy as np

from directory.search.columns import Bools, IndexColumns
from directory.search.query_analysis import QueryAnalysis
from directory.search.ranking import Ranked

_MEETS = 50
"""The least stored strength (0 to 200) of a need that a listing meets, as the reasons count it."""
_IS_ITS_NAME = 0.75
_FIRST = 3
"""The first results fit whatever they meet: something strong brought them there."""


def beside(columns: IndexColumns, analysis: QueryAnalysis, ranked: Ranked | None) -> Bools | None:
    """Return which documents meet no need that was asked for and have another name.

    Words alone can be an accident.

    None where no need was understood, or where the order is not one of relevance: then nothing is told apart.
    """
    if ranked is None or not analysis.needs or analysis.dangers:
        return None
    fits = columns.needs.most(tuple(analysis.needs)) >= _MEETS
    fits |= ranked.name >= _IS_ITS_NAME
    fits[np.argsort(-ranked.scores, kind="stable")[:_FIRST]] = True
    others: Bools = ~fits
    return others if (fits & (ranked.scores > 0)).any() else None
