"""New services as an Atom feed (RFC 4287)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from xml.etree import ElementTree

_NAMESPACE = "http://www.w3.org/2005/Atom"


@dataclass(frozen=True)
class NewsEntry:
    """One entry of the feed."""

    id: str
    name: str
    summary: str
    url: str
    added: datetime


def atom(title: str, own_url: str, site_url: str, updated: datetime, entries: Iterable[NewsEntry]) -> bytes:
    """Return the feed. `updated`: when its newest entry was added."""
    ElementTree.register_namespace("", _NAMESPACE)
    feed = ElementTree.Element(f"{{{_NAMESPACE}}}feed")
    _add(feed, "id", own_url)
    _add(feed, "title", title)
    _add(feed, "updated", updated.isoformat())
    _add(feed, "link", href=own_url, rel="self")
    _add(feed, "link", href=site_url)
    author = ElementTree.SubElement(feed, f"{{{_NAMESPACE}}}author")
    _add(author, "name", title)
    for one in entries:
        entry = ElementTree.SubElement(feed, f"{{{_NAMESPACE}}}entry")
        _add(entry, "id", f"urn:uuid:{one.id}")
        _add(entry, "title", one.name)
        _add(entry, "updated", one.added.isoformat())
        _add(entry, "link", href=one.url)
        _add(entry, "summary", one.summary)
    return ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True)


def _add(parent: ElementTree.Element, name: str, text: str = "", **attributes: str) -> None:
    element = ElementTree.SubElement(parent, f"{{{_NAMESPACE}}}{name}", attributes)
    element.text = "".join(sign for sign in text if sign >= " " or sign in "\n\t") or None
