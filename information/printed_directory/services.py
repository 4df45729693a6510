"""Makes the printed directory, and keeps the last one as a file until a listing changes."""

import os
import tempfile
from pathlib import Path

from core import clock
from core.db import db
from core.web import settings
from directory.search.index_queries import last_change
from information.printed_directory.entries import sections
from selfassess.documents import long_pdf, render_document

FOLDER = "printed"
SECONDS = 1800.0
"""The greatest time for one document. Two thousand services take a few minutes."""


def newest(by: str) -> Path | None:
    """Return the document that was made last; None before the first one."""
    return max(_folder().glob(f"{by}-*.pdf"), key=lambda path: path.stat().st_mtime, default=None)


def make(by: str) -> bool:
    """Make the document, unless the one of today and of the present listings is there. Returns whether it was
    made. Raises PdfBusy and PdfUnavailable.
    """
    path = _folder() / f"{by}-{clock.today():%Y%m%d}-{last_change(db.session)}.pdf"
    if path.exists():
        return False
    content = long_pdf(document(by), SECONDS)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    Path(name).replace(path)
    for old in path.parent.glob(f"{by}-*.pdf"):
        if old != path:
            old.unlink(missing_ok=True)
    return True


def document(by: str) -> str:
    """Return the document as HTML: contents, sections, and an index of all names with their pages."""
    found = sections(by)
    names = sorted((entry for one in found for entry in one.entries), key=lambda entry: entry.name.casefold())
    return render_document(
        "information/printed_directory/document.html", sections=found, names=names, by=by, today=clock.today()
    )


def _folder() -> Path:
    return settings().data_dir / FOLDER
