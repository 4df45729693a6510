"""Measures how often the model finds the best need of a text, on texts that it has not seen."""

from collections.abc import Sequence

from bench.needs.combine import opinions
from bench.needs.corpus import TrainingText
from directory.search.need_model.likely import WITH_VECTORS, WITHOUT_VECTORS, Weights
from directory.search.need_model.model import NeedModel

LONG = 16
"""Words from which a text is a story."""
PHRASES_ALONE = Weights(words=0.0, phrases=1.0)
MODEL_ALONE = Weights(words=1.0, phrases=0.0)
_AMONG = 3


def report(model: NeedModel, texts: Sequence[TrainingText]) -> str:
    """Return the measures as lines for people."""
    groups = {
        "short": [one for one in texts if len(one.text.split()) < LONG],
        "stories": [one for one in texts if len(one.text.split()) >= LONG],
    }
    lines = []
    for name, group in groups.items():
        about = opinions(model, group, vectors=True)
        for way, weights in (
            ("phrases alone", PHRASES_ALONE),
            ("model alone", MODEL_ALONE),
            ("without vectors", WITHOUT_VECTORS),
            ("with vectors", WITH_VECTORS),
        ):
            best, among = about.found(weights, 1), about.found(weights, _AMONG)
            lines.append(f"{name:16}{len(group):6}  {way:16}best {best:.3f}  among three {among:.3f}")
    return "\n".join(lines)
