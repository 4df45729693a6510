"""Rate limits, shared by all workers, and kind to many people behind one address.

RATE_LIMITS says for each purpose how often one visitor and one network may do something. A visitor is known
by the cookie that protects forms (core.csrf). Whoever has none counts towards the network alone, whose limit
leaves room for a library or a call centre. A limit is a moving window: at no time were there more than so many in the period before.

Where the store of the counts cannot be reached, pages go on without limits. Only guesses of secret words
stop, because without counting them they could be made without end.
"""

import hashlib
import hmac
import logging
import math
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Literal

from flask import Flask, Response, current_app, g, has_request_context, request
from flask_babel import gettext as _
from flask_babel import ngettext
from limits import RateLimitItem, RateLimitItemPerSecond
from limits.errors import StorageError
from limits.storage import Storage, storage_from_string
from limits.strategies import MovingWindowRateLimiter
from redis.backoff import NoBackoff
from redis.retry import Retry
from werkzeug.exceptions import ServiceUnavailable, TooManyRequests

from core import clock
from core.csrf import cookie_name
from core.forms import Form
from core.limit_store import FileStorage
from core.logs import security_event
from core.networks import network_of
from core.redis_connections import connection_pool
from core.settings import Settings

log = logging.getLogger("signpost.limits")

FILE_NAME = "limits.db"
_REDIS_SECONDS = 0.5
"""How long a request waits for Redis before the store counts as unavailable."""

MINUTE, HOUR, DAY = 60, 3600, 86400

Purpose = Literal[
    "answer_hand_over",
    "ask_for_call",
    "download_directory",
    "read_feed",
    "recognise",
    "claim_link",
    "come_back",
    "follow_report",
    "invite",
    "join_group",
    "look_similar",
    "notify_receipt",
    "open_sent_list",
    "plan_pdf",
    "report_problem",
    "save",
    "send_link",
    "send_list",
    "send_plan",
    "send_request",
    "sign_in",
    "sign_in_link",
    "track",
]


@dataclass(frozen=True, slots=True)
class Quota:
    """So many times in so many seconds."""

    times: int
    seconds: int

    def item(self) -> RateLimitItem:
        """Return the quota as the library of rate limits wants it."""
        return RateLimitItemPerSecond(self.times, self.seconds)


@dataclass(frozen=True, slots=True)
class RateLimit:
    """What one visitor may do, and what all visitors of one network may do together.

    `guess`: the purpose tries a secret, so it stops while nothing can be counted.
    """

    network: Quota
    visitor: Quota | None = None
    guess: bool = False


RATE_LIMITS: dict[Purpose, RateLimit] = {
    "answer_hand_over": RateLimit(network=Quota(1200, 10 * MINUTE)),
    "ask_for_call": RateLimit(network=Quota(60, HOUR), visitor=Quota(5, HOUR)),
    "claim_link": RateLimit(network=Quota(200, HOUR), guess=True),
    "come_back": RateLimit(network=Quota(200, HOUR), guess=True),
    "follow_report": RateLimit(network=Quota(120, HOUR), guess=True),
    "invite": RateLimit(network=Quota(400, HOUR), visitor=Quota(30, HOUR)),
    "join_group": RateLimit(network=Quota(100, HOUR), visitor=Quota(5, HOUR)),
    "look_similar": RateLimit(network=Quota(3600, 10 * MINUTE), visitor=Quota(300, 10 * MINUTE)),
    "notify_receipt": RateLimit(network=Quota(6000, 10 * MINUTE)),
    "open_sent_list": RateLimit(network=Quota(400, HOUR)),
    "plan_pdf": RateLimit(network=Quota(120, 10 * MINUTE), visitor=Quota(10, 10 * MINUTE)),
    "download_directory": RateLimit(network=Quota(120, 10 * MINUTE)),
    "read_feed": RateLimit(network=Quota(3000, 5 * MINUTE)),
    "recognise": RateLimit(network=Quota(1200, HOUR), visitor=Quota(60, HOUR), guess=True),
    "report_problem": RateLimit(network=Quota(60, HOUR), visitor=Quota(5, HOUR)),
    "save": RateLimit(network=Quota(400, HOUR), visitor=Quota(20, HOUR)),
    "send_link": RateLimit(network=Quota(100, HOUR), visitor=Quota(5, HOUR)),
    "send_list": RateLimit(network=Quota(100, HOUR), visitor=Quota(5, HOUR)),
    "send_plan": RateLimit(network=Quota(100, HOUR), visitor=Quota(5, HOUR)),
    "send_request": RateLimit(network=Quota(400, HOUR), visitor=Quota(30, HOUR)),
    "sign_in": RateLimit(network=Quota(300, HOUR), guess=True),
    "sign_in_link": RateLimit(network=Quota(100, HOUR), visitor=Quota(5, HOUR)),
    "track": RateLimit(network=Quota(200, HOUR), guess=True),
}
"""All limits. docs/threat-model.md says why the numbers are what they are."""

WITH_KEY = Quota(30_000, 5 * MINUTE)
"""Reads of the feed with one key, from all networks together."""

GUESSES_FROM_ONE_NETWORK = Quota(5, 15 * MINUTE)
"""Tries at the words of one reference, from one network."""

GUESSES_FROM_UNKNOWN_NETWORKS = Quota(300, DAY)
"""Tries at the words of one reference, from all networks together that have not opened it before."""

KNOWN_NETWORK_SECONDS = 30 * DAY


class TooMany(TooManyRequests):
    """A limit is reached. `seconds`: until the next try may succeed."""

    def __init__(self, seconds: int) -> None:
        super().__init__(retry_after=seconds)
        self.seconds = seconds


class CannotCount(ServiceUnavailable):
    """A guess that cannot be counted, so it is not made."""

    def __init__(self) -> None:
        super().__init__(retry_after=MINUTE)


def use(purpose: Purpose) -> None:
    """Count one use by the visitor of this request. Raises TooMany, and CannotCount for a guess."""
    limit = RATE_LIMITS[purpose]
    with_session = [(limit.visitor, "visitor", _visitor())] if limit.visitor and _visitor() else []
    # The visitor comes first: whoever is over the own limit takes nothing from the neighbours.
    for quota, kind, subject in (*with_session, (limit.network, "network", _network())):
        _count(purpose, kind, quota, subject, closed=limit.guess)


def use_with_key(purpose: Purpose, key_id: str) -> None:
    """Count one use by whoever has a key for higher limits. Raises TooMany."""
    _count(purpose, "key", WITH_KEY, key_id, closed=False)


def within(form: Form, purpose: Purpose) -> bool:
    """Count one use, and return True; or False at the limit.

    At the limit the form says when to try again, and the answer to this request gets the status 429.
    """
    try:
        use(purpose)
    except TooMany as error:
        form.form_errors.append(too_often(error.seconds))
        answer_too_many(error)
        return False
    return True


def answer_too_many(error: TooMany | CannotCount) -> int:
    """Give the answer to this request the status and the Retry-After of a refusal, and return the status.

    For a view that shows its form again, with what was typed.
    """
    g.rate_limit_refusal = error
    return int(error.code or HTTPStatus.TOO_MANY_REQUESTS)


def guess(secret: str, purpose: Purpose = "come_back") -> None:
    """Count a try at the words of a saved copy, before it is made. Raises TooMany and CannotCount.

    `secret`: what stands for the copy, such as the keyed hash of a typed reference, known or unknown; with the
    purpose "sign_in", what stands for an account. Tries are counted for each network, so that nobody elsewhere
    can lock the owner out. All networks that have not opened this copy before share one further limit, which
    makes guesses from many machines hopeless.
    """
    network = _network()
    _count(purpose, "guess", GUESSES_FROM_ONE_NETWORK, f"{secret} {network}", closed=True)
    if not _is_known(secret, network):
        _count(purpose, "guess elsewhere", GUESSES_FROM_UNKNOWN_NETWORKS, secret, closed=True)


def know_network(secret: str, purpose: Purpose = "come_back") -> None:
    """Remember for 30 days that this network opened or made a saved copy, and forget its wrong tries."""
    network = _network()
    try:
        _storage().incr(_name("known network", f"{secret} {network}"), KNOWN_NETWORK_SECONDS)
        quota = GUESSES_FROM_ONE_NETWORK.item()
        _limiter().clear(quota, *_identifiers(purpose, "guess", f"{secret} {network}"))
    except StorageError:
        log.warning("rate limits cannot be counted")


def _is_known(secret: str, network: str) -> bool:
    try:
        return _storage().get(_name("known network", f"{secret} {network}")) > 0
    except StorageError:
        return False


def _count(purpose: Purpose, kind: str, quota: Quota, subject: str, *, closed: bool) -> None:
    item, identifiers = quota.item(), _identifiers(purpose, kind, subject)
    try:
        if _limiter().hit(item, *identifiers):
            return
        until = _limiter().get_window_stats(item, *identifiers).reset_time
    except StorageError:
        log.warning("rate limits cannot be counted")
        if not closed:
            return
        security_event("rate_limit", "failed", purpose=purpose, reason="store unavailable")
        raise CannotCount from None
    seconds = min(quota.seconds, max(1, math.ceil(until - clock.now().timestamp())))
    security_event("rate_limit", "refused", purpose=purpose, kind=kind, seconds=seconds)
    raise TooMany(seconds)


def _visitor() -> str:
    """Return what tells one browser from another: the cookie of its forms, else its session, else ""."""
    names = (cookie_name(current_app.extensions["settings"]), current_app.config["SESSION_COOKIE_NAME"])
    return next((request.cookies[name][:200] for name in names if request.cookies.get(name)), "")


def _network() -> str:
    return network_of(request.remote_addr or "") if has_request_context() else ""


def _identifiers(purpose: str, kind: str, subject: str) -> tuple[str, str, str]:
    return purpose, kind.replace(" ", "-"), _name(kind, subject)


def _name(kind: str, subject: str) -> str:
    """Return the keyed hash under which something is counted: the store holds no addresses and no ids."""
    key = str(current_app.secret_key).encode()
    return hmac.new(key, f"rate limit {kind} {subject}".encode(), hashlib.sha256).hexdigest()[:32]


def _storage() -> Storage:
    storage: Storage = current_app.extensions["rate_limit_storage"]
    return storage


def _limiter() -> MovingWindowRateLimiter:
    return MovingWindowRateLimiter(_storage())


def store_answers() -> bool:
    """Return whether limits can be counted, for the health check."""
    return _storage().check()


def forget_expired() -> None:
    """Delete what does not count any more. Redis does that by itself."""
    storage = _storage()
    if isinstance(storage, FileStorage):
        try:
            storage.forget_expired()
        except StorageError:
            log.warning("rate limits cannot be counted")


def reset() -> None:
    """Forget all counts, for tests."""
    _storage().reset()


def too_often(seconds: int) -> str:
    """Return what a visitor reads at a limit."""
    return _("You have done this a lot in a short time. Try again %(wait)s, or call us", wait=wait(seconds))


def wait(seconds: int) -> str:
    """Return a time to wait in words, rounded up: "in about 40 minutes", "in about 3 hours"."""
    minutes = max(1, math.ceil(seconds / MINUTE))
    if minutes <= 90:
        return ngettext("in about %(num)d minute", "in about %(num)d minutes", minutes)
    return ngettext("in about %(num)d hour", "in about %(num)d hours", math.ceil(minutes / 60))


def _storage_of(settings: Settings) -> Storage:
    if not settings.rate_limit_url:
        return FileStorage(settings.data_dir / FILE_NAME)
    options: dict[str, Any] = {}
    if settings.rate_limit_url.startswith(("redis://", "rediss://")):
        pool = connection_pool(settings.rate_limit_url, _REDIS_SECONDS, retry=Retry(NoBackoff(), 0))
        options = {"connection_pool": pool, "key_prefix": "signpost-limits"}
    elif settings.rate_limit_url.startswith(("redis", "valkey")):
        # A socket on this machine, sentinels or a cluster: the library makes the connections itself.
        options = {"socket_timeout": _REDIS_SECONDS, "socket_connect_timeout": _REDIS_SECONDS}
        options |= {"retry": Retry(NoBackoff(), 0), "key_prefix": "signpost-limits"}
    storage = storage_from_string(settings.rate_limit_url, wrap_exceptions=True, **options)
    assert isinstance(storage, Storage)
    return storage


def init_rate_limits(app: Flask, settings: Settings) -> None:
    """Count in a file inside the data folder, or in Redis where the settings name one."""
    app.extensions["rate_limit_storage"] = _storage_of(settings)
    app.jinja_env.globals["wait"] = wait

    @app.after_request
    def set_refusal(response: Response) -> Response:
        refusal: TooMany | CannotCount | None = g.get("rate_limit_refusal")
        if refusal is not None:
            response.status_code = int(refusal.code or response.status_code)
            response.headers["Retry-After"] = str(refusal.retry_after)
        return response
