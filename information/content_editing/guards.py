"""What an edit in the browser may not do, because somebody could come to harm. Pure."""

from collections.abc import Collection

from flask_babel import gettext as _

from directory.taxonomy.needs import NeedsTree
from information.content_editing.entries import Ref, Value

_WORDS = ("asks", "says", "hints")
PROTECTED = frozenset({"sensitive", "words_hidden", "safety", "professional_only", "tonight", "lived_in"})
"""What is true of a need and decides how its pages keep people safe: set in the files alone."""


def refusal(ref: Ref, before: Value | None, after: Value | None, tree: NeedsTree) -> tuple[str, str] | None:
    """Return the field and the reason why an edit is refused; None for one that is allowed."""
    if ref.kind == "danger":
        gone = _gone(before, after, "phrases")
        return ("phrases", _keep(gone)) if gone else None
    need = tree.by_id.get(ref.key)
    if need is None or need.is_ordinary or ref.kind not in ("need", "need-words"):
        return None
    if ref.kind == "need-words":
        for name in _WORDS:
            if gone := _gone(before, after, name):
                return name, _keep(gone)
        if _gone(after, before, "not"):
            return "not", _("Words that shut this need out can only be changed by whoever runs the site.")
    return None


def changes_protected(before: Value | None, after: Value | None) -> bool:
    """Return True where an edit changes what keeps people safe, or what only the files may say of a need."""
    return any((before or {}).get(name) != (after or {}).get(name) for name in PROTECTED)


def _gone(before: Value | None, after: Value | None, name: str) -> Collection[str]:
    kept = set((after or {}).get(name) or ())
    return [text for text in (before or {}).get(name) or () if text not in kept]


def _keep(gone: Collection[str]) -> str:
    return _(
        "Words about danger can be added, but not taken away. Put back: %(words)s",
        words=", ".join(list(gone)[:5]),
    )
