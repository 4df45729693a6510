"""Times the recognition of danger: the processor time of one text after the other, as the search asks for it."""

from collections.abc import Sequence
from functools import partial

from bench.danger.texts import LabelledText
from bench.measure import by_processor, milliseconds, p50, p95
from directory.search.danger.model import DangerModel
from directory.search.request import MOST_CHARACTERS

_WARMING = 200


def speed(model: DangerModel, texts: Sequence[LabelledText]) -> str:
    """Return the median and the 95th percentile of the milliseconds that the model takes for a text."""
    by_processor()
    for one in texts[:_WARMING]:
        model.kind(one.text)
    times = [milliseconds(partial(model.kind, one.text[:MOST_CHARACTERS])) for one in texts]
    return f"{len(times)} texts: p50 {p50(times):.3f} ms, p95 {p95(times):.3f} ms"
