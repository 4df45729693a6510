"""Progress of long commands: a bar on stderr, and the callback that moves the bar on."""

import sys
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any, TypeVar

from tqdm import tqdm

Item = TypeVar("Item")

ProgressCallback = Callable[[int], object]
"""Called with the number of items that were done since the last call."""

ProgressWrapper = Callable[[Collection[Any]], Iterable[Any]]
"""Takes items and gives them back one by one, showing how many were taken."""


def progress_bar(total: int | None, label: str) -> "tqdm[Any]":
    """Return a progress bar on stderr; it writes nothing when stderr is not a terminal."""
    return tqdm(total=total, desc=label, unit="", file=sys.stderr, disable=None, leave=False)


def with_progress(items: Collection[Item], label: str) -> Iterator[Item]:
    """Yield the items in order while a progress bar on stderr counts them."""
    with progress_bar(len(items), label) as bar:
        for item in items:
            yield item
            bar.update()
