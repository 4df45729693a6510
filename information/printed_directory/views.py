"""Sends the printed directory, and makes it beforehand as a regular job."""

from datetime import timedelta

from flask import Blueprint, Flask, Response, abort, send_file

from core.jobs.registry import Job, Stop, add_job
from core.rate_limits import use
from information.printed_directory.entries import BY_NEED, BY_TOWN
from information.printed_directory.services import make, newest
from selfassess.pdf_pool import PdfBusy, PdfUnavailable

_EVERY = timedelta(hours=1)
WAYS = (BY_NEED, BY_TOWN)

blueprint = Blueprint("printed", __name__)


@blueprint.get("/printed-directory/<by>.pdf")
def directory(by: str) -> Response:
    """Send all services as a PDF, by need or by town. Before the job has made one, there is no such page."""
    path = newest(by) if by in WAYS else None
    if path is None:
        abort(404)
    use("download_directory")
    response = send_file(path, download_name=f"services-by-{by}.pdf", as_attachment=True, max_age=3600)
    # The file is small, and may be replaced while it is sent.
    response.direct_passthrough = False
    return response


def _is_made(by: str) -> bool:
    return newest(by) is not None


def _make(stop: Stop) -> str:
    """Make what has changed. It takes long, so no visitor's request does it."""
    for by in WAYS:
        if stop():
            return "stopped"
        try:
            make(by)
        except PdfUnavailable:
            return "this machine makes no PDFs"
        except PdfBusy:
            return f"by {by}: took too long"
    return "up to date"


def register(app: Flask) -> None:
    """Add the document and its job to the application."""
    app.register_blueprint(blueprint)
    app.jinja_env.globals["printed_directory_is_made"] = _is_made
    add_job(app, Job("printed directory", _EVERY, _make))
