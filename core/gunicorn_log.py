"""The logger of gunicorn, without anything that a client sent.

gunicorn quotes malformed requests: the request line with its query, header lines, and the address of the
client. QuietLogger replaces such messages by a fixed text, and leaves all others as they are.
"""

import logging
import sys
from typing import Any

from gunicorn.glogging import Logger

_QUOTING = ("Invalid request from", "Error handling request")
"""How the messages begin that quote a request. A test sends malformed requests to a real gunicorn."""


class QuoteFilter(logging.Filter):
    """Replaces messages that quote a request, and drops the text of exceptions about one."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Return True: every record is written, some of them with a fixed text."""
        text = str(record.msg)
        for beginning in _QUOTING:
            if text.startswith(beginning):
                record.msg, record.args = f"{beginning} a client (not shown)", None
                _drop_text_of_exception(record)
        return True


def _drop_text_of_exception(record: logging.LogRecord) -> None:
    """Keep the type of the exception and where it was raised; its text may quote the request."""
    kind, _error, trace = record.exc_info or (None, None, None)
    if kind is None:
        return
    where = ""
    while trace is not None:
        where = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}"
        trace = trace.tb_next
    record.msg = f"{record.msg}: {kind.__name__} at {where}"
    record.exc_info = record.exc_text = None


class QuietLogger(Logger):  # type: ignore[misc]
    """gunicorn's own logger with QuoteFilter on its error log."""

    def setup(self, cfg: Any) -> None:
        """Set up the logs, then add the filter."""
        super().setup(cfg)
        self.error_log.addFilter(QuoteFilter())
        if not self.error_log.handlers:
            self.error_log.addHandler(logging.StreamHandler(sys.stderr))
