"""A bounded pool of processes that make PDFs, so that no number of visitors can stop the site with them.

A worker makes `pdf_at_once` PDFs at a time, and `pdf_waiting` further requests wait for their turn. Whoever
comes on top of these is refused at once.
"""

import os
import subprocess
import sys
import threading
import time
from functools import cache
from pathlib import Path

from flask import Flask, current_app

from core.settings import Settings
from selfassess.pdf_program import CANNOT_MAKE_PDF

_PROGRAM = Path(__file__).with_name("pdf_program.py")
_MEMORY_BYTES = 2 * 1024**3
_MEMORY_OF_JOBS = 6 * 1024**3
"""A limit of address space, of which a document of two thousand services uses a part."""
_PROBE_SECONDS = 30.0


class PdfUnavailable(RuntimeError):
    """This machine cannot make PDFs, because the library Pango is missing.

    Offer the page to print instead.
    """


class PdfBusy(RuntimeError):
    """Too many PDFs are being made, or this one takes too long."""


class PdfPool:
    """Makes PDFs for the threads of one worker, each in a process of its own."""

    def __init__(self, settings: Settings) -> None:
        self._seconds = settings.pdf_seconds
        self._turns = threading.BoundedSemaphore(settings.pdf_at_once)
        self._places = threading.BoundedSemaphore(settings.pdf_at_once + settings.pdf_waiting)

    def pdf(self, html: str) -> bytes:
        """Return a document as an accessible PDF. Raises PdfBusy and PdfUnavailable."""
        if not self._places.acquire(blocking=False):
            raise PdfBusy("too many wait for a PDF")
        try:
            return self._in_turn(html, time.monotonic() + self._seconds)
        finally:
            self._places.release()

    def long_pdf(self, html: str, seconds: float) -> bytes:
        """Return a large document, for which nobody waits: a job makes it, in no turn of the visitors.

        Raises PdfBusy after so many seconds, and PdfUnavailable.
        """
        return self._made(html, seconds, [str(round(seconds)), str(_MEMORY_OF_JOBS)])

    def _in_turn(self, html: str, deadline: float) -> bytes:
        if not self._turns.acquire(timeout=self._seconds):
            raise PdfBusy("no turn came in time")
        try:
            limits = [str(max(1, round(self._seconds))), str(_MEMORY_BYTES)]
            return self._made(html, max(0.1, deadline - time.monotonic()), limits)
        finally:
            self._turns.release()

    @staticmethod
    def _made(html: str, seconds: float, limits: list[str]) -> bytes:
        try:
            made = _run(limits, html.encode(), seconds)
        except subprocess.TimeoutExpired:
            raise PdfBusy("the PDF takes too long") from None
        if made.returncode == CANNOT_MAKE_PDF:
            raise PdfUnavailable("PDFs need the library Pango; see docs/referrals.md")
        if made.returncode < 0:
            raise PdfBusy(f"the process was ended by signal {-made.returncode}")
        made.check_returncode()
        return made.stdout

    def can_make(self) -> bool:
        """Return True when this machine can make PDFs, so that the button may be offered."""
        try:
            return _can_make_with(_PROGRAM)
        except subprocess.TimeoutExpired:
            return False


@cache
def _can_make_with(_program: Path) -> bool:
    """Return whether the program finds its libraries. Asked once for each process, unless it takes too long."""
    return _run([], b"", _PROBE_SECONDS).returncode == 0


def _run(arguments: list[str], given: bytes, seconds: float) -> "subprocess.CompletedProcess[bytes]":
    """Run the program and kill it after so many seconds. It does not get the site's settings."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SIGNPOST_")}
    # -I: neither the current folder nor PYTHONPATH can slip another module in.
    command = [sys.executable, "-I", str(_PROGRAM), *arguments]
    return subprocess.run(  # noqa: S603 (our own program, with two numbers)
        command, input=given, capture_output=True, timeout=seconds, env=environment
    )


def pdf_pool() -> PdfPool:
    """Return the pool of the current application."""
    pool: PdfPool = current_app.extensions["pdf_pool"]
    return pool


def init_pdf_pool(app: Flask, settings: Settings) -> None:
    """Give the application a pool."""
    app.extensions["pdf_pool"] = PdfPool(settings)
