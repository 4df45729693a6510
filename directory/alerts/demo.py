"""The alerts of the demonstration, with dates that follow the clock."""

from datetime import datetime, time, timedelta

from core import clock
from core.audit.services import SYSTEM
from core.clock import LONDON, stable_id
from core.db import db
from core.settings import Settings
from directory.alerts.rules import INFORMATION, WARNING
from directory.alerts.services import AlertText, add_alert
from directory.models.alerts import ServiceAlert

_DAYS = 60


def add_demonstration_alerts(settings: Settings) -> int:
    """Add and publish the alerts that are missing; commits. Return how many."""
    added = 0
    for text in _alerts():
        alert_id = stable_id("demonstration", "alert", text.kind)
        if db.session.get(ServiceAlert, alert_id) is None:
            add_alert(settings, text, publish=True, actor=SYSTEM, alert_id=alert_id)
            added += 1
    return added


def _alerts() -> tuple[AlertText, ...]:
    now = clock.now()
    ends_at = datetime.combine(clock.today() + timedelta(days=_DAYS), time(18), LONDON)
    return (
        AlertText(
            kind="warm",
            severity=INFORMATION,
            title="Warm places are open this winter",
            words=(
                "Libraries and some community centres have a warm room where you can sit, with a hot drink. "
                "You do not have to pay, and nobody asks why you come."
            ),
            areas=(),
            needs=("low-cost-food", "energy-bills"),
            service_ids=(),
            link="/find?q=warm+place",
            starts_at=now - timedelta(days=1),
            ends_at=ends_at,
        ),
        AlertText(
            kind="closed",
            severity=WARNING,
            title="The road to Hoyland Market Place is closed",
            words=(
                "Meals and visits in Hoyland may come up to an hour late. If nobody has come by 2pm, call "
                "the number on your listing."
            ),
            areas=("Hoyland",),
            needs=("meals",),
            service_ids=(),
            link="",
            starts_at=now - timedelta(hours=2),
            ends_at=ends_at,
        ),
    )
