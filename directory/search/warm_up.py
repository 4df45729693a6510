"""Reading what the first search of a process needs: index, thesaurus, places and trained models.

A page waits a short time for its services, and reading all this takes longer. Without it, the first page
after a restart says that services cannot be shown.
"""

import logging
import threading
import time

from flask import Flask

from directory.search.context import open_context
from directory.search.request import SearchRequest
from directory.search.service import search, understand

log = logging.getLogger("signpost.search")

WAIT_SECONDS = 20.0
"""How long a new worker waits before it answers requests, where a store hangs."""
_LONG_QUERY = "I keep falling and I find it hard to get out of the bath on my own"
"""Long enough to be compared by word vectors, so that these are read too."""


def warm_up(app: object, seconds: float = WAIT_SECONDS) -> bool:
    """Search once in a thread, and return whether that ended within the time. Never raises.

    Another WSGI application than this site has nothing to read.
    """
    if not isinstance(app, Flask):
        return True
    thread = threading.Thread(target=_search_once, args=(app,), daemon=True)
    thread.start()
    thread.join(seconds)
    return not thread.is_alive()


def _search_once(app: Flask) -> None:
    begun = time.monotonic()
    with app.app_context():
        try:
            request = SearchRequest(query=_LONG_QUERY)
            context = open_context()
            search(request, context, understand(request, context))
        except Exception:
            log.warning("a worker begins without having searched once", exc_info=True)
            return
    log.info("the search is ready", extra={"seconds": round(time.monotonic() - begun, 1)})
