"""The order of the needs of a result: what is hardest, what a person lives with, what they wrote, then the rest.

Pure: sends no queries.
"""

from collections.abc import Collection, Sequence

from selfassess.engine.outcome import NeedFound

_OF_CARER = 2
"""Needs of a carer that come before those of the person they look after, of the three that a result shows
open.
"""


def in_order(
    needs: Sequence[NeedFound], conditions: Collection[str], written: Sequence[str], topic: str
) -> tuple[NeedFound, ...]:
    """Return the needs in the order in which a result shows services for them, each once.

    `needs`: those of the answers, the hardest first. `conditions`: needs that belong to a condition, such as
    life after a stroke. `written`: needs that the person's own words speak of. `topic`: the topic of those words.
    """
    found = {need.id: need for need in needs}
    own = [need.id for need in needs if not need.for_other]
    carers = own if len(own) < len(needs) else own[:1]
    lived_with = [need.id for need in needs if need.id in conditions]
    order = dict.fromkeys((*own[:1], *carers[:_OF_CARER], *lived_with, *written, *found))
    return tuple(found.get(need_id) or NeedFound(need_id, topic, ()) for need_id in order)
