"""Settings of gunicorn, which reads this file by itself when it starts in this folder.

Its own messages quote what a client sent, and its access log holds addresses with their query. Neither may
reach a log: an address can hold words that somebody searched for, or the token of an e-mailed link.
"""

from typing import Any

logger_class = "core.gunicorn_log.QuietLogger"
# Time, method, status, bytes, seconds. No address of the client, no path, no query, no referrer.
access_log_format = "%(t)s %(m)s %(s)s %(B)s %(L)s"


def post_worker_init(worker: Any) -> None:
    """Read the index and the models before the worker takes requests.

    The module is imported here, not above: what this file imports stays in the main process, and a reload
    (SIGHUP) would start new workers with the code of before.
    """
    from directory.search.warm_up import warm_up

    warm_up(worker.wsgi)
