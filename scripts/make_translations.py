"""Catalogues of translations, by Babel as babel.cfg says: the same sources give the same files, on every
machine.

    python scripts/make_translations.py            writes translations/messages.pot, updates and compiles
    every language python scripts/make_translations.py cy         begins a language first:
    translations/cy/LC_MESSAGES/messages.po python scripts/make_translations.py --compile  compiles only, as
    `make assets` does

Translators work on the .po files. Files carry neither dates nor names, so that a change of theirs is a change
of a text.
"""

import sys
from pathlib import Path

from babel import Locale
from babel.messages import Catalog, extract
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "translations"
KEYWORDS = {
    **extract.DEFAULT_KEYWORDS,
    "_l": None,
    "N_": None,
    "lazy_gettext": None,
    "lazy_ngettext": (1, 2),
}
WIDTH = 110
_LEFT_OUT = (
    "Project-Id-Version",
    "Generated-By",
    "POT-Creation-Date",
    "PO-Revision-Date",
    "Last-Translator",
    "Language-Team",
    "Report-Msgid-Bugs-To",
)


class StableCatalog(Catalog):
    """A catalogue whose header names no day and no person."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        """The header's lines."""
        lines = self._get_mime_headers()
        return [(name, value) for name, value in lines if name not in _LEFT_OUT]

    @mime_headers.setter
    def mime_headers(self, lines: list[tuple[str, str]]) -> None:
        self._set_mime_headers([(name, value) for name, value in lines if name not in _LEFT_OUT])


def extracted(root: Path = ROOT) -> Catalog:
    """Return the catalogue of all texts in the sources, without translations."""
    with (ROOT / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file, "babel.cfg")
    catalog = StableCatalog(header_comment="# Texts of Signpost.", fuzzy=False)
    found = extract.extract_from_dir(
        root, methods, options, KEYWORDS, ["Translators:"], strip_comment_tags=True
    )
    for file_name, _line, message, comments, context in sorted(found, key=lambda row: (row[0], row[1])):
        catalog.add(message, None, [(file_name, None)], auto_comments=comments, context=context)
    return catalog


def write(catalog: Catalog, path: Path) -> None:
    """Write a .pot or .po file, sorted by text, with file names but no line numbers."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalog, width=WIDTH, sort_output=True, include_lineno=False, include_previous=False)


def compile_catalog(path: Path) -> None:
    """Write the .mo file beside a .po file."""
    with path.open("rb") as file:
        catalog = read_po(file, locale=path.parent.parent.name)
    with path.with_suffix(".mo").open("wb") as file:
        write_mo(file, catalog)


def update(path: Path, template: Catalog) -> None:
    """Bring a .po file up to date with the sources: what is translated stays, what is gone is taken out."""
    locale = Locale.parse(path.parent.parent.name)
    known = StableCatalog(locale=locale, header_comment="# Texts of Signpost.", fuzzy=False)
    if path.exists():
        with path.open("rb") as file:
            for message in read_po(file, locale=locale):
                if message.id:
                    known[message.id] = message
    known.update(template, no_fuzzy_matching=True)
    known.obsolete.clear()
    write(known, path)


def po_files(folder: Path, domain: str = "messages") -> list[Path]:
    """Return the .po files of all languages. `domain`: "letters" for those of messages to people alone."""
    return sorted(folder.glob(f"*/LC_MESSAGES/{domain}.po"))


def main(arguments: list[str], folder: Path = FOLDER) -> None:
    """Run the command of the module's description."""
    if arguments != ["--compile"]:
        template = extracted()
        write(template, folder / "messages.pot")
        begun = [folder / name / "LC_MESSAGES" / "messages.po" for name in arguments]
        for path in sorted({*po_files(folder), *begun}):
            update(path, template)
    for path in (*po_files(folder), *po_files(folder, "letters")):
        compile_catalog(path)


if __name__ == "__main__":
    main(sys.argv[1:])
