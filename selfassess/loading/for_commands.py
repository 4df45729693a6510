"""Loading for commands: a mistake in the content ends the command with the mistakes named, and without a
traceback.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from selfassess.loading.fact_wording import FactWordings, load_fact_wordings
from selfassess.loading.library import Library, load
from selfassess.loading.problems import AssessmentError


def library(content_dir: Path) -> Library:
    """Return all questionnaires. Raises ClickException where one of them cannot be used."""
    with _mistakes_named():
        return load(content_dir)


def fact_wording(content_dir: Path) -> FactWordings:
    """Return the words of all facts. Raises ClickException where some are missing or cannot be read."""
    with _mistakes_named():
        return load_fact_wordings(content_dir)


@contextmanager
def _mistakes_named() -> Iterator[None]:
    try:
        yield
    except AssessmentError as error:
        raise click.ClickException(f"the questionnaires need mending:\n{error}") from error
