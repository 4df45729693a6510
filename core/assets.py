"""Style sheets, scripts and pictures, built at installation, with a digest of their content in the name."""

import json
from functools import cache
from pathlib import Path
from wsgiref.headers import Headers

from flask import Flask, url_for
from whitenoise import WhiteNoise

from core.security import security_headers
from core.settings import Settings

DIST = Path(__file__).resolve().parent.parent / "static" / "dist"


@cache
def _manifest() -> dict[str, str]:
    path = DIST / "manifest.json"
    if not path.exists():
        raise RuntimeError("the style sheets are not built yet: run 'make assets'")
    manifest: dict[str, str] = json.loads(path.read_text())
    return manifest


def asset(name: str) -> str:
    """Return the address of a built file, such as asset("site.css").

    Raises KeyError for a file that is not built.
    """
    return url_for("static", filename=f"dist/{_manifest()[name]}")


def _never_changes(path: str, url: str) -> bool:
    return "/dist/" in url


def init_assets(app: Flask, settings: Settings) -> None:
    """Serve the folder static/ compressed; browsers may keep built files for a year."""
    always = security_headers(settings)

    def add_headers(headers: Headers, _path: str, _url: str) -> None:
        for name, value in always.items():
            headers[name] = value

    app.jinja_env.globals["asset"] = asset
    wsgi_app = app.wsgi_app
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        wsgi_app,
        root=app.static_folder,
        prefix="static/",
        max_age=3600,
        immutable_file_test=_never_changes,
        allow_all_origins=False,
        add_headers_function=add_headers,
    )
