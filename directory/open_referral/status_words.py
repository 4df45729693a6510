"""The words by which sources say yes, no, and that a record is active, closed or a draft.

Words in sets are in small letters and without signs, as `tidy_words` returns them.
"""

import re

CLOSING = frozenset(
    [
        "closed",
        "closure",
        "closing",
        "ceased",
        "discontinued",
        "ended",
        "finished",
        "folded",
        "dissolved",
        "cancelled",
        "expired",
        "retired",
        "suspended",
        "defunct",
        "inactive",
        "archived",
        "deleted",
        "draft",
    ]
)
"""Words that are about the whole record, also beside a word for its place: a closed venue is a closed record.
"""
YES = frozenset(
    [
        "yes",
        "y",
        "true",
        "t",
        "1",
        "x",
        "on",
        "tick",
        "ticked",
        "checked",
        "✓",
        "✔",
        "☑",
        "ok",
        "okay",
        "agreed",
        "granted",
        "given",
        "si",
        "ja",
        "ye",
        "yep",
    ]
)
NO = frozenset(
    [
        "no",
        "n",
        "false",
        "f",
        "0",
        "off",
        "✗",
        "✘",
        "☐",
        "never",
        "not",
        "nope",
        "unchecked",
        "unticked",
        "declined",
        "refused",
        "withdrawn",
    ]
)
ACTIVE_STATUSES = frozenset(
    [
        "active",
        "live",
        "open",
        "opened",
        "published",
        "publish",
        "public",
        "approved",
        "current",
        "operational",
        "operating",
        "running",
        "ongoing",
        "available",
        "enabled",
        "verified",
        "trading",
        "visible",
        "listed",
        "normal",
        "ok",
        "yes",
        "true",
        "1",
        "accepted",
        "confirmed",
        "up",
        "go",
    ]
) | {
    "in operation",
    "up and running",
    "open to all",
    "currently running",
    "still running",
    "currently open",
    "currently active",
    "everyone",
    "anyone",
    "everybody",
    "all",
    "world",
    "public web",
    "fully open",
    "in use",
    "on",
    "up to date",
    "checked",
    "complete",
    "completed",
    "active and approved",
    "approved and published",
    "published and visible",
}
"""Statuses of other systems that mean active. Every status that is in no list means inactive."""
OPEN_VALUES = ACTIVE_STATUSES | {"shown", "global", "external", "internet", "unrestricted", "exact", "full"}
"""Values of a visibility column that mean public."""
HELD_STATUSES = frozenset(
    [
        "inactive",
        "closed",
        "draft",
        "archived",
        "suspended",
        "unpublished",
        "hidden",
        "private",
        "deleted",
        "removed",
        "expired",
        "pending",
        "rejected",
        "cancelled",
        "canceled",
        "discontinued",
        "ceased",
        "ended",
        "withdrawn",
        "disabled",
        "deactivated",
        "trash",
        "trashed",
        "spam",
        "internal",
        "confidential",
        "secret",
        "unapproved",
        "unlisted",
        "dormant",
        "obsolete",
        "dissolved",
        "retired",
        "finished",
        "folded",
        "restricted",
        "masked",
        "staff",
        "professionals",
        "workers",
        "members",
        "nobody",
        "none",
        "offline",
        "embargoed",
    ]
) | {
    "not published",
    "not public",
    "not active",
    "not approved",
    "not live",
    "not visible",
    "do not publish",
    "for deletion",
    "on hold",
    "under review",
    "in review",
    "awaiting approval",
    "awaiting moderation",
    "in progress",
    "work in progress",
    "no longer running",
    "no longer active",
    "closed down",
    "now closed",
    "closed permanently",
    "permanently closed",
    "staff only",
    "internal only",
    "professionals only",
    "members only",
    "not running",
    "stopped",
}
STATUS_KEY = re.compile(
    r"(?:(?:service|record|listing|publication|publish|publishing|published|review|approval|moderation|workflow|"
    r"entry|post|current|operational|operating|activity|organisation|organization|group|provider|item|directory|"
    r"live|s) )*(?:status|state|stage)(?: (?:code|name|text|id))?"
)
"""The names of columns that hold a status."""
_STATE = (
    r"(?:draft|closed|now closed|closed down|permanently closed|archived?|hidden|unpublished|deleted|removed|"
    r"suspended|inactive|discontinued|cancelled|canceled|no longer (?:running|operating|active|open|available)|"
    r"not running|not active|ceased|ended|dissolved|defunct|do not use|do not publish|withdrawn|"
    r"test (?:record|entry|listing)|duplicate)"
)
STATE_IN_NAME = re.compile(
    rf"^\W*[\[(*{{]+\s*{_STATE}\b[^\])]*[\])*}}]|^\W*{_STATE}\s*(?:[-–—:|]|\*)|^\W*(?:zz+|xx+)[\s_\-]|"
    rf"[\[(*{{]+\s*{_STATE}\b[^\])]*[\])*}}]+\W*$|\s[-–—:|*]+\s*{_STATE}\W*$|\s(?-i:{_STATE.upper()})\W*$",
    re.IGNORECASE,
)
"""A state at the beginning or the end of a name: "[DRAFT] Tea club", "Tea club (closed)"."""
STATE_ALONE = re.compile(
    rf"^\W*(?:(?:this |the )?(?:service|group|club|organisation|project|session|it)?\s*(?:is|has|was)?\s*"
    rf"(?:now|been|currently|permanently|sadly)?\s*)*{_STATE}\b",
    re.IGNORECASE,
)
"""A text that begins with a state: "Closed in May", "This service has now closed"."""
CLOSED_FOR_EVER = re.compile(
    r"\b(?:permanently closed|closed permanently|closed for good|closed down|no longer (?:runs|running|operates|"
    r"operating|exists|in operation|taking place)|has (?:now )?ceased)\b",
    re.IGNORECASE,
)
NOT_A_STATE = re.compile(
    r"^\W*closed (?:on |at |for |during |every |over |in |between |all )*(?:the )?(?:bank|public|school|christmas|easter|"
    r"new year|summer|half|lunch|mon|tue|wed|thu|fri|sat|sun|weekend|week|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
    r"|\d|day|group|circuit|session|membership|facebook|door)",
    re.IGNORECASE,
)
"""Openings of a text that begins with "closed" and is about days, or about a closed group."""
FOR_A_WHILE = re.compile(
    r"\btemporar(?:y|ily)\b|\btemp(?:\.| )? ?closed\b|\bpaused\b|\buntil further notice\b", re.IGNORECASE
)
DAYS = re.compile(
    r"\b(?:mon|tue|wed|thu|fri|sat|sun)(?:s|sday|nesday|rsday|urday|day)?s?\b|\bholiday|\bchristmas\b|\beaster\b"
    r"|\baugust\b|\blunch|\bweekend|\d{1,2}(?::\d\d)?\s*(?:am|pm)\b|\d{1,2}:\d\d",
    re.IGNORECASE,
)
"""Words about days and hours: a column "closed" with these is about opening times."""
