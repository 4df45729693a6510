"""A language for tests, in which every translated text is in brackets: ⟦Ļöóķ ƒöŕ ĥéļþ⟧. What is
outside was not translated.

`make_catalogue` writes it as a catalogue for British English, so that dates and numbers stay as they are.
"""

import fcntl
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree.ElementTree import Element

from babel.messages import Catalog
from babel.messages.mofile import write_mo

from scripts.make_translations import extracted
from tests.html_tree import parse_html

OPEN, CLOSE = "⟦", "⟧"
_ACCENTS = str.maketrans("aceginorstuyACEGINORSTUY", "àçéğîñöŕšţûýÀÇÉĞÎÑÖŔŠŢÛÝ")
# What must stay as it is in a text: %(name)s, tags and entities of HTML.
_FIXED = re.compile(r"(%\(\w+\)[sd]|%%|<[^>]+>|&\w+;)")
SHOWN_ATTRIBUTES = ("title", "aria-label", "alt", "placeholder", "data-copied")
_NOT_SHOWN = {"script", "style", "template"}
_GAP = "\n"


def pseudo(text: str) -> str:
    """Return a text of the pseudo-language; variables and tags in it stay."""
    parts = _FIXED.split(text)
    said = "".join(part if n % 2 else part.translate(_ACCENTS) for n, part in enumerate(parts))
    return f"{OPEN}{said}{CLOSE}"


def _all_texts(shared_root: Path) -> list[str | tuple[str, ...]]:
    """Return the texts of all sources, a tuple where there is a plural. They are read once for all workers."""
    path = shared_root / "texts.json"
    with (shared_root / "texts.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            path.write_text(json.dumps([message.id for message in extracted() if message.id]))
    texts = json.loads(path.read_text())
    return [tuple(text) if isinstance(text, list) else text for text in texts]


def make_catalogue(folder: Path, shared_root: Path, locale: str = "en_GB") -> None:
    """Write the translations of all texts into folder/LOCALE/LC_MESSAGES/messages.mo.

    `shared_root`: a folder that lasts as long as this run of the tests.
    """
    catalogue = Catalog(locale=locale)
    for text in _all_texts(shared_root):
        if isinstance(text, tuple):
            forms = [pseudo(form) for form in text]
            catalogue.add(text, tuple([forms[0]] + forms[1:] * (catalogue.num_plurals - 1)))
        else:
            catalogue.add(text, pseudo(text))
    path = folder / locale / "LC_MESSAGES" / "messages.mo"
    path.parent.mkdir(parents=True)
    with path.open("wb") as file:
        write_mo(file, catalogue)


@dataclass
class ShownTexts:
    """The pieces of a page that stand outside all brackets, and whether each bracket is closed."""

    pieces: list[str] = field(default_factory=list)
    is_balanced: bool = True


def outside_brackets(text: str) -> ShownTexts:
    """Return what is outside the brackets of a text. Brackets may be nested."""
    found, depth, piece = ShownTexts(), 0, ""
    for character in text:
        if character == OPEN:
            depth += 1
        elif character == CLOSE:
            depth -= 1
        if character in (OPEN, CLOSE, _GAP):
            found.pieces.append(piece)
            piece = ""
        elif depth == 0:
            piece += character
    found.pieces = [" ".join(one.split()) for one in (*found.pieces, piece) if one.strip()]
    found.is_balanced = depth == 0
    return found


def untranslated(html: str) -> ShownTexts:
    """Return the visible texts of a page that are not in brackets: text, titles, labels and values of
    buttons."""
    # A place where a long address may break splits no text.
    tree = parse_html(html.replace("<wbr>", ""))[0]
    texts = [_GAP.join(_texts(tree)), *_attributes(tree)]
    found = [outside_brackets(text) for text in texts]
    return ShownTexts([piece for one in found for piece in one.pieces], all(one.is_balanced for one in found))


def _texts(element: Element) -> Iterator[str]:
    if not isinstance(element.tag, str) or element.tag.rpartition("}")[2] in _NOT_SHOWN:
        return
    if element.attrib.get("translate") == "no":
        # Addresses and lines of code are the same in every language.
        return
    yield _without_line_ends(element.text)
    for child in element:
        yield from _texts(child)
        yield _without_line_ends(child.tail)


def _without_line_ends(text: str | None) -> str:
    return " ".join((text or "").split())


def _attributes(tree: Element) -> Iterator[str]:
    for element in tree.iter():
        for name in SHOWN_ATTRIBUTES:
            if name in element.attrib:
                yield _without_line_ends(element.attrib[name])
        if element.tag == "input" and element.attrib.get("type") in ("submit", "button", "reset"):
            yield element.attrib.get("value", "")
        if element.tag == "meta" and element.attrib.get("name") == "description":
            yield element.attrib.get("content", "")
