"""A name server that does not answer, for tests."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch


@contextmanager
def hanging_names() -> Iterator[None]:
    """Let the resolution of every name hang until the block ends. Numeric addresses are still found."""
    end, find = threading.Event(), socket.getaddrinfo

    def getaddrinfo(host: Any, port: Any, *arguments: Any, **values: Any) -> Any:
        try:
            return find(host, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
        except socket.gaierror:
            end.wait(60)
            raise

    def getfqdn(*_arguments: Any) -> str:
        end.wait(60)
        return "localhost"

    with patch.object(socket, "getaddrinfo", getaddrinfo), patch.object(socket, "getfqdn", getfqdn):
        try:
            yield
        finally:
            end.set()
