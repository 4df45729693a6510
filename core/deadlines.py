"""Calls with a time limit: for what has none of its own, above all the resolution of a name (getaddrinfo)."""

import queue
import socket
import threading
import urllib.request
from collections.abc import Callable
from typing import TypeVar

_Value = TypeVar("_Value")


def within(seconds: float, call: Callable[[], _Value]) -> _Value:
    """Return what `call` returns, or raise what it raises. Raises TimeoutError after `seconds`.

    A call that takes too long goes on in a thread of its own, which keeps no process from ending.
    """
    done: queue.Queue[tuple[list[_Value], Exception | None]] = queue.Queue()

    def run() -> None:
        try:
            done.put(([call()], None))
        except Exception as error:
            done.put(([], error))

    threading.Thread(target=run, daemon=True).start()
    try:
        values, error = done.get(timeout=seconds)
    except queue.Empty:
        raise TimeoutError(f"no answer within {seconds:.0f} seconds") from None
    if error is not None:
        raise error
    return values[0]


def resolve(host: str, port: int, seconds: float) -> list[str]:
    """Return the numeric addresses of a host for TCP, without repetition.

    Raises TimeoutError, or socket.gaierror or UnicodeError where the name is unknown or no name.
    """
    found = within(seconds, lambda: socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
    return list(dict.fromkeys(str(each[4][0]) for each in found))


def proxy_for(scheme: str, host: str) -> str:
    """Return the proxy that the environment sets for a host; empty when there is none."""
    if urllib.request.proxy_bypass(host):
        return ""
    return urllib.request.getproxies().get(scheme, "")
