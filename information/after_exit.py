"""After "Exit this page": the Back button must not show our pages again.

Exit sets a cookie without any data of the visitor. While a browser has it, a request for a page is answered
by a redirect to the harmless site: browsers ask for our pages anew on Back, because no page may be stored.
A redirect also takes the page out of the list that Back and Forward walk through.

A person who comes back on purpose must get in. With JavaScript, a page without words asks the browser whether
it came here by Back; if not, the cookie is deleted and the page is shown. Without JavaScript, what Back does and
what a typed address does look the same to a server: so a page opens again some minutes after the exit, except
where the browser says that a link of ours led to it (Sec-Fetch-Site; W3C, Fetch Metadata Request Headers).
"""

from flask import (
    Flask,
    Response,
    after_this_request,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response as WerkzeugResponse

from core import clock
from core.web import settings

COOKIE = "signpost-left"
KEPT_SECONDS = 3600
"""How long pages of ours lead on to the harmless site; each page that is asked for begins the time anew."""
QUIET_SECONDS = 120
"""After this long without a request, a typed address opens a page again in a browser without JavaScript."""

_WITH_SCRIPT = "s"
_OPEN = frozenset(
    {
        "static",
        "theme.css",
        "theme.logo",
        "information.leave",
        "information.leave_by_script",
        "information.left",
        "information.come_back",
    }
)


def remember_exit(response: Response, *, by_script: bool) -> None:
    """Set the cookie on an answer to an exit. `by_script`: the browser runs JavaScript."""
    seconds = int(clock.now().timestamp())
    _set(response, f"{seconds}{_WITH_SCRIPT if by_script else ''}")


def left_by_script() -> bool:
    """Return whether the exit was made with JavaScript."""
    return request.cookies.get(COOKIE, "").endswith(_WITH_SCRIPT)


def forget_exit(response: WerkzeugResponse) -> None:
    """Delete the cookie: the visitor has come back on purpose."""
    response.delete_cookie(COOKIE, secure=settings().cookie_secure, httponly=True, samesite="Lax")


def _and_forget_exit(response: Response) -> Response:
    forget_exit(response)
    return response


def init_after_exit(app: Flask) -> None:
    """Lead on from every page while the cookie says that the visitor has left."""
    # Before the check of forms, whose refusal would be a page of ours.
    app.before_request_funcs.setdefault(None, []).insert(0, _lead_on)


def _lead_on() -> WerkzeugResponse | None:
    value = request.cookies.get(COOKIE, "")
    if (
        not value
        or request.endpoint in _OPEN
        or request.headers.get("Sec-Fetch-Dest", "document") != "document"
    ):
        return None
    if request.headers.get("Sec-Fetch-Site") == "same-origin":
        return _on(value)
    if value.endswith(_WITH_SCRIPT):
        page = render_template(
            "information/after_exit.html", away=settings().exit_url, again=url_for("information.come_back")
        )
        return make_response(page)
    if not value.isdecimal() or clock.now().timestamp() - int(value) > QUIET_SECONDS:
        after_this_request(_and_forget_exit)
        return None
    return _on(value)


def _on(value: str) -> WerkzeugResponse:
    # An address without a fragment would get that of our page, such as a card's (RFC 9110, section 10.2.2).
    address = settings().exit_url
    response = make_response(redirect(address if "#" in address else f"{address}#", 303))
    remember_exit(response, by_script=value.endswith(_WITH_SCRIPT))
    return response


def _set(response: Response, value: str) -> None:
    secure = settings().cookie_secure
    response.set_cookie(COOKIE, value, KEPT_SECONDS, secure=secure, httponly=True, samesite="Lax")
