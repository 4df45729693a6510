"""What templates need to show alerts."""

from flask import Flask

from directory.alerts.rules import SEVERITIES
from directory.alerts.wording import until, where


def init_alerts(app: Flask) -> None:
    """Let templates put an alert into words."""
    app.jinja_env.globals.update(alert_severities=SEVERITIES, alert_until=until, alert_where=where)
