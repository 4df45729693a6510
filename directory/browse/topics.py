"""The topics of the A to Z: what people need help with, and pages of advice."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Flask, url_for

from directory.browse.queries import LETTERS, OTHER
from directory.search.providers import titles
from directory.taxonomy.needs import NeedsTree


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic with its address."""

    name: str
    url: str


def topics(app: Flask, tree: NeedsTree) -> dict[str, Sequence[Topic]]:
    """Return the topics by their first letter, in order; "0-9" stands for what begins with no letter.

    A need and a page of advice of the same name are one topic, the page.
    """
    pages = [Topic(link.title, link.url) for link in titles(app)]
    taken = {topic.name.casefold() for topic in pages}
    needs = [
        Topic(need.label, url_for("directory.need", need_id=need.id))
        for need in tree.needs
        if not need.professional_only and need.label.casefold() not in taken
    ]
    found: dict[str, list[Topic]] = {}
    for topic in sorted([*pages, *needs], key=lambda topic: topic.name.casefold()):
        initial = topic.name[:1].upper()
        found.setdefault(initial if initial in LETTERS else OTHER, []).append(topic)
    return dict(found)
