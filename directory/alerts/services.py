"""Writing alerts. Each function commits."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import CursorResult, update

from core import clock
from core.audit.services import record
from core.db import db
from core.settings import Settings
from directory.alerts.queries import forget_copy
from directory.models.alerts import ServiceAlert, ServiceAlertVersion


class AlertChanged(Exception):
    """Somebody else has changed the alert since the page was shown."""


@dataclass(frozen=True, slots=True)
class AlertText:
    """What staff write into an alert."""

    kind: str
    severity: str
    title: str
    words: str
    areas: tuple[str, ...]
    needs: tuple[str, ...]
    service_ids: tuple[str, ...]
    link: str
    starts_at: datetime
    ends_at: datetime

    def to_columns(self) -> dict[str, Any]:
        """Return the values of the columns."""
        return {
            name: list(value) if isinstance(value, tuple) else value for name, value in asdict(self).items()
        }


def add_alert(
    settings: Settings, text: AlertText, *, publish: bool, actor: str, alert_id: str | None = None
) -> ServiceAlert:
    """Store an alert as a draft or publish it, and return it. With `alert_id`, that is its id."""
    now = clock.now()
    alert = ServiceAlert(
        id=alert_id or clock.new_id(),
        published_at=now if publish else None,
        created_at=now,
        updated_at=now,
        version=1,
        **text.to_columns(),
    )
    db.session.add(alert)
    db.session.flush()
    _keep(settings, alert.id, 1, text.to_columns(), "alert.published" if publish else "alert.drafted", actor)
    return alert


def change_alert(
    settings: Settings, alert: ServiceAlert, version: int, text: AlertText, *, publish: bool, actor: str
) -> None:
    """Change an alert, and publish it where it is a draft and `publish` is True. Raises AlertChanged."""
    is_first = publish and alert.published_at is None
    values = {**text.to_columns(), **({"published_at": clock.now()} if is_first else {})}
    action = "alert.published" if is_first else "alert.changed"
    _change(settings, alert, version, values, action, actor)


def end_alert(settings: Settings, alert: ServiceAlert, version: int, *, actor: str) -> None:
    """End a published alert now. One that is over stays as it is. Raises AlertChanged."""
    now = clock.now()
    if alert.published_at is not None and alert.ends_at > now:
        starts_at = min(alert.starts_at, now)
        _change(settings, alert, version, {"starts_at": starts_at, "ends_at": now}, "alert.ended", actor)


def _change(
    settings: Settings, alert: ServiceAlert, version: int, values: Mapping[str, Any], action: str, actor: str
) -> None:
    same = update(ServiceAlert).where(ServiceAlert.id == alert.id, ServiceAlert.version == version)
    changed = db.session.execute(
        same.values(version=version + 1, updated_at=clock.now(), **values),
        execution_options={"synchronize_session": False},
    )
    if not isinstance(changed, CursorResult) or changed.rowcount != 1:
        db.session.rollback()
        raise AlertChanged
    _keep(settings, alert.id, version + 1, values, action, actor)


def _keep(
    settings: Settings, alert_id: str, number: int, values: Mapping[str, Any], action: str, actor: str
) -> None:
    """Write the history and the audit trail, and commit."""
    text = {
        name: value.isoformat() if isinstance(value, datetime) else value for name, value in values.items()
    }
    kept = {**text, "action": action}
    db.session.add(
        ServiceAlertVersion(alert_id=alert_id, number=number, record=kept, actor=actor, at=clock.now())
    )
    record(
        db.session,
        settings,
        actor=actor,
        action=action,
        subject_kind="service_alert",
        subject_id=alert_id,
        detail={"version": number},
    )
    db.session.commit()
    forget_copy()
