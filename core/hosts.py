"""Which host names the site answers to, so that nobody can put another host into a link (host poisoning).

Without a base URL only the names of this machine are trusted. With one, its host and the hosts of the setting
`trusted_hosts` are trusted too. The names of this machine always are: health checks use them, and no link is
made from the header Host. Werkzeug compares host names without their port.
"""

from urllib.parse import urlsplit

from flask import Flask, Response
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.exceptions import SecurityError

from core.logs import security_event
from core.messages import locale
from core.settings import Settings

LOOPBACK = ("localhost", "127.0.0.1")


def trusted_hosts(settings: Settings) -> list[str]:
    """Return the host names that the site answers to, in lower case."""
    named = urlsplit(settings.base_url).hostname if settings.base_url else None
    more = [host.strip().lower() for host in settings.trusted_hosts.split(",")]
    return [*LOOPBACK, *([named] if named else []), *(host for host in more if host)]


def init_hosts(app: Flask, settings: Settings) -> None:
    """Refuse requests for any other host with status 400 and a page that needs no address of the site."""
    app.config["TRUSTED_HOSTS"] = trusted_hosts(settings)

    @app.errorhandler(SecurityError)
    def wrong_host(_error: SecurityError) -> Response:
        security_event("host", "refused")
        return Response(_page(settings), 400, mimetype="text/html")


def _page(settings: Settings) -> str:
    """Return a page without links: where the host is wrong, Flask can make no address."""
    title = _("This is not our web address")
    texts = (
        _("You came here by a web address that is not ours, so we do not show the page."),
        _("Check the address and type it again, or look for our website with a search engine."),
        _("You can always ring us on %(phone)s. In danger now? Ring 999.", phone=settings.council_phone),
    )
    paragraphs = Markup("").join(Markup("<p>{}</p>").format(text) for text in texts)
    return Markup(
        '<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        "<title>{title} - {name}</title></head><body><main><h1>{title}</h1>{texts}</main></body></html>"
    ).format(language=locale().language, title=title, name=settings.council_name, texts=paragraphs)
