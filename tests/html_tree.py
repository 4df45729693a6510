"""Pages as trees of elements with the parse errors of HTML, quickly.

html5lib tells every parse error, and takes a third of a second for a large page. turbohtml builds the same
tree a hundred times as fast, and tells the errors of tags and characters alone. So it is asked first. Where
what it built, written out, has the same tags and texts in the same order as the page, nothing was moved,
left out or added: the page has no error of structure either. For any other page html5lib has the word.
"""

from xml.etree.ElementTree import Element, TreeBuilder

import html5lib
import turbohtml
from turbohtml import TokenType

Part = tuple[str, str, tuple[tuple[str, str], ...]]
"""A tag or a text of a page: "start", "end", "text" or "space"; the name or the words; the attributes of a start tag."""

VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)
_FOREIGN = {"svg": "{http://www.w3.org/2000/svg}", "math": "{http://www.w3.org/1998/Math/MathML}"}
_OPTIONS = frozenset({"option", "optgroup"})
_JUDGED_BY_HTML5LIB = frozenset(
    ["frameset", "image", "isindex", "keygen", "noscript", "plaintext", "template"]
)


def parse_html(source: str) -> tuple[Element, list[str]]:
    """Return the tree of a page as a browser builds it, without a namespace of HTML, and its parse errors."""
    tree = tree_as_written(source)
    if tree is not None:
        return tree, []
    parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("etree"), namespaceHTMLElements=False)
    found = parser.parse(source)
    errors = [
        f"line {position[0]}: {code} {values or ''}".strip() for position, code, values in parser.errors
    ]
    return found, errors


def tree_as_written(source: str) -> Element | None:
    """Return the tree of a page without any parse error; None where html5lib has to look at it."""
    document = turbohtml.parse(source)
    if document.errors:
        return None
    parts = _parts(source)
    if parts is None:
        return None
    built = _parts(document.serialize())
    if built is None or _compared(parts) != _compared(built):
        return None
    return _tree(parts)


def _parts(source: str) -> list[Part] | None:
    """Return the tags and texts of a page; None without the usual doctype, or with what is judged by its place.

    A text of white space alone is a "space": a browser moves some of them, and that is no error.
    """
    parts: list[Part] = []
    doctypes, foreign, tables, selects = 0, "", 0, 0
    for token in turbohtml.tokenize(source):
        name = token.tag or ""
        if token.type == TokenType.DOCTYPE:
            is_usual = token.name == "html" and not (token.public_id or token.system_id or token.force_quirks)
            if not is_usual or any(kind != "space" for kind, _name, _attributes in parts):
                return None
            # A browser leaves out white space before the doctype.
            parts.clear()
            doctypes += 1
        elif token.type == TokenType.START_TAG:
            # A field beside the cells of a table is an error that moves nothing. What turbohtml lets stand in a
            # list of options is an error for html5lib.
            if (
                name in _JUDGED_BY_HTML5LIB
                or (name == "input" and tables)
                or (selects and name not in _OPTIONS)
            ):
                return None
            foreign = foreign or (name if name in _FOREIGN else "")
            tables += name == "table"
            selects += name == "select"
            parts.append(("start", name, tuple(token.attrs or ())))
            if foreign and token.self_closing:
                parts.append(("end", name, ()))
                foreign = "" if name == foreign else foreign
        elif token.type == TokenType.END_TAG:
            foreign = "" if name == foreign else foreign
            tables -= name == "table"
            selects -= name == "select"
            parts.append(("end", name, ()))
        elif token.type == TokenType.TEXT and (words := token.data):
            parts.append(("text" if words.strip() else "space", words.removeprefix("\n"), ()))
    return parts if doctypes == 1 else None


def _compared(parts: list[Part]) -> list[tuple[str, str]]:
    return [(kind, name) for kind, name, _ in parts if kind != "space"]


def _tree(parts: list[Part]) -> Element:
    """Return the tree of parts that nest as they are written."""
    builder, namespace, opened = TreeBuilder(), "", ""
    for kind, name, attributes in parts:
        if kind in ("text", "space"):
            builder.data(name)
        elif kind == "start":
            if not namespace and name in _FOREIGN:
                namespace, opened = _FOREIGN[name], name
            builder.start(namespace + name, dict(attributes))
            if not namespace and name in VOID:
                builder.end(name)
        else:
            builder.end(namespace + name)
            if name == opened:
                namespace = opened = ""
    return builder.close()
