"""The words by which columns and phrases say that something is public or kept back.

All words are in small letters and without signs, as `tidy_words` returns them.
"""

import re

NEGATIVE = frozenset(
    [
        "hidden",
        "hide",
        "hides",
        "private",
        "confidential",
        "secret",
        "mask",
        "masked",
        "masks",
        "redact",
        "redacted",
        "undisclosed",
        "withhold",
        "withheld",
        "unlisted",
        "unpublished",
        "unpublish",
        "draft",
        "drafts",
        "archive",
        "archived",
        "deleted",
        "removed",
        "trashed",
        "discarded",
        "suspended",
        "withdrawn",
        "discontinued",
        "ceased",
        "closed",
        "closure",
        "closing",
        "defunct",
        "obsolete",
        "cancelled",
        "canceled",
        "dissolved",
        "inactive",
        "expired",
        "expires",
        "expiry",
        "retired",
        "deactivated",
        "disabled",
        "blocked",
        "banned",
        "rejected",
        "spam",
        "internal",
        "embargo",
        "embargoed",
        "dormant",
        "paused",
        "ended",
        "finished",
        "folded",
        "unapproved",
        "invisible",
        "offline",
        "sensitive",
        "anonymous",
        "anonymised",
        "restricted",
    ]
)
"""A column with one of these words keeps a record back when its value is yes."""
NEGATIVE_PHRASES = re.compile(
    r"\b(?:do not|dont|don t|not|no|never) (?:to )?(?:be )?(?:publish|published|share|shared|show|shown|display|"
    r"displayed|list|listed|public|publication|for publication|for public|for the public|advertise|advertised|"
    r"disclose|disclosed|visible|active|live|running|open|include|included|approved|release|print)\b"
    r"|\b(?:not|never|keep off) (?:on |in |for )?(?:the |our )?(?:web ?site|web|internet|directory|listing)\b"
    r"|\bopt(?:ed)? out\b|\bno longer (?:running|operating|active|available|exists|open)\b|\bex directory\b"
    r"|\b(?:marked )?for deletion\b|\bto be deleted\b|\b(?:staff|professionals?|workers|admins?|internal) "
    r"(?:use )?only\b"
)
POSITIVE = frozenset(
    [
        "visible",
        "visibility",
        "public",
        "publicly",
        "publish",
        "published",
        "publishable",
        "publication",
        "show",
        "shown",
        "display",
        "displayed",
        "approved",
        "approve",
        "approval",
        "active",
        "live",
        "enabled",
        "enable",
        "listed",
        "searchable",
        "discoverable",
        "indexable",
        "share",
        "shared",
        "sharing",
        "shareable",
        "shared",
        "consent",
        "consented",
        "permission",
        "permitted",
        "released",
        "release",
        "open",
        "running",
        "operational",
        "current",
        "advertise",
        "advertised",
        "include",
        "included",
        "viewable",
        "available",
        "authorised",
        "authorized",
        "exposed",
        "privacy",
        "expose",
    ]
)
"""A column with one of these words keeps a record back when its value is no."""
LOOSE = frozenset(
    [
        "open",
        "show",
        "display",
        "share",
        "include",
        "active",
        "live",
        "available",
        "current",
        "public",
        "restricted",
        "internal",
        "sensitive",
        "sharing",
        "running",
        "anonymous",
        "release",
        "publication",
        "operating",
        "listed",
        "shown",
        "consent",
        "offline",
        "private",
        "paused",
        "included",
        "shared",
        "published",
        "displayed",
    ]
)
"""Words that name columns of other kinds too. Values other than yes, no and known statuses say nothing there.
"""
ON_THE_SITE = re.compile(
    r"(?:ready )?(?:on|in|for|to) (?:the |our )?(?:web ?site|web|directory|listing|internet|online directory)|web ready"
    r"|(?:is )?(?:still |currently )?operating"
)
"""Names of columns that say whether a record is on the website."""
TIMES_OF_MARKS = frozenset(
    {"at", "date", "on", "since", "by", "reason", "until", "from", "expires", "expiry"}
)
