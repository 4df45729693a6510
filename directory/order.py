"""The order of services where nothing was asked for: those with room first, then those checked last."""

from directory.models.services import Service

NEUTRAL = (
    Service.availability == "full",
    Service.assured_date.is_(None),
    Service.assured_date.desc(),
    Service.id,
)
"""Arguments of `order_by`."""
