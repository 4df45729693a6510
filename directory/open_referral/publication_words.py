"""The words by which sources say that a record, an address or a contact is not for the public.

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
"""Words that name columns of other kinds too. Values other than yes, no and known statuses say nothing there."""
FILLER = frozenset(
    [
        "is",
        "are",
        "was",
        "be",
        "been",
        "has",
        "have",
        "the",
        "this",
        "it",
        "its",
        "on",
        "in",
        "of",
        "to",
        "for",
        "from",
        "a",
        "an",
        "and",
        "or",
        "record",
        "listing",
        "service",
        "entry",
        "item",
        "organisation",
        "organization",
        "org",
        "group",
        "provider",
        "flag",
        "flagged",
        "marked",
        "mark",
        "as",
        "keep",
        "kept",
        "make",
        "made",
        "should",
        "can",
        "we",
        "you",
        "your",
        "they",
        "their",
        "ok",
        "okay",
        "happy",
        "y",
        "n",
        "yes",
        "no",
        "website",
        "web",
        "site",
        "online",
        "directory",
        "data",
        "details",
        "detail",
        "info",
        "information",
        "status",
        "state",
        "date",
        "at",
        "time",
        "by",
        "currently",
        "now",
        "permanently",
        "temporarily",
        "temp",
        "only",
        "exact",
        "full",
        "home",
        "please",
        "view",
        "search",
        "results",
        "map",
        "app",
        "portal",
        "internet",
        "page",
        "publicly",
        "public",
        "gdpr",
        "given",
        "granted",
        "until",
        "since",
        "when",
        "reason",
        "ready",
        "use",
        "user",
        "users",
        "everyone",
        "still",
        "so",
        "us",
        "our",
        "may",
        "must",
        "if",
        "box",
        "tick",
        "ticked",
        "needs",
        "need",
        "level",
        "setting",
        "settings",
        "admin",
        "editor",
        "staff",
        "council",
        "team",
        "moderator",
        "name",
        "first",
        "last",
        "option",
        "choice",
        "pending",
        "set",
        "value",
        "type",
        "who",
        "about",
    ]
)
"""Words of a column's name that do not change what the column is about."""
ON_THE_SITE = re.compile(
    r"(?:ready )?(?:on|in|for|to) (?:the |our )?(?:web ?site|web|directory|listing|internet|online directory)|web ready"
    r"|(?:is )?(?:still |currently )?operating"
)
"""Names of columns that say whether a record is on the website."""
TIMES_OF_MARKS = frozenset(
    {"at", "date", "on", "since", "by", "reason", "until", "from", "expires", "expiry"}
)
ADDRESS = frozenset(
    [
        "address",
        "addresses",
        "location",
        "locations",
        "postcode",
        "venue",
        "place",
        "places",
        "map",
        "coordinates",
        "premises",
        "street",
    ]
)
CONTACT = frozenset(
    [
        "contact",
        "contacts",
        "email",
        "emails",
        "mail",
        "e",
        "phone",
        "phones",
        "telephone",
        "telephones",
        "tel",
        "mobile",
        "number",
        "numbers",
        "person",
        "coordinator",
        "coordinators",
        "organiser",
        "leader",
        "secretary",
    ]
)
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
"""Words that are about the whole record, also beside a word for its place: a closed venue is a closed record."""

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

_NOBODY_ELSE = "".join(
    f"(?<!{word} )"
    for word in ("we", "who", "they", "you", "which", "that", "will", "and", "also", "it", "us", "staff")
)
DO_NOT_PUBLISH = re.compile(
    rf"{_NOBODY_ELSE}\b(?:do not|don[’']?t|not to be|must not be|should not be|never|not yet) "
    r"(?:publish(?:ed)?|publicly list(?:ed)?|list(?:ed)? publicly|made? public|"
    r"(?:be )?(?:put|go|appear) (?:this )?on (?:the |our )?(?:web ?site|internet|directory))\b"
    r"|\bnot for (?:publication|general release|(?:the |our )?web ?site|public (?:view|viewing|display|release|listing))\b"
    r"|\b(?:internal|staff|council|office) use only\b|\bfor internal use\b",
    re.IGNORECASE,
)
"""Words anywhere in a text that forbid publication. A sentence such as "we do not publish names" does not."""
KEEP_BACK = re.compile(
    rf"{_NOBODY_ELSE}\b(?:do not|don[’']?t|not to be|must not be|should not be|never|not) "
    r"(?:publish(?:ed)?|share[d]?|show|shown|display(?:ed)?|advertise[d]?|disclose[d]?|list(?:ed)?|include[d]?|"
    r"give out|given out|pass on|passed on)\b"
    r"|\bnot (?:for )?(?:the )?public(?! (?:transport|sector|body|funds))\b|\bnot for (?:sharing|circulation|listing)\b"
    r"|\bkeep (?:this |it |them )?(?:private|confidential|secret|hidden|off)\b|\bex[- ]?directory\b"
    r"|\b(?:remove|delete|hide)d? (?:this |it )?(?:from|record|entry|listing|address|contact|number)\b"
    r"|\b(?:strictly|in strict) (?:private|confidential|confidence)\b|\b(?:staff|internal|office|committee) only\b",
    re.IGNORECASE,
)
"""Words in a note, beside a number or in an address that forbid publication."""
_PRIVATE = r"(?:strictly )?(?:confidential|private|hidden|internal|undisclosed|personal|secret|home)"
PRIVATE_WORDS = re.compile(
    rf"\W*(?:{_PRIVATE}|(?:private|confidential|personal|home|hidden|own) "
    r"(?:number|phone|mobile|tel|telephone|e-?mail|contact|details|address|no))\W*",
    re.IGNORECASE,
)
"""All words beside a number or an e-mail address that keep it private. "Confidential helpline" is none."""
SECRET_PLACE = re.compile(
    r"\b(?:undisclosed|not disclosed|with-?held|confidential|not published|not publicly available|unlisted)\b"
    r"|\bsecret (?:location|address|venue|place)\b|\bprivate (?:address|location|venue|house|home|residence)\b"
    r"|\b(?:address|location|venue) (?:is )?(?:private|secret|hidden|masked|on request|on application|"
    r"given (?:on|after|when|once) \w+|provided (?:on|after|when|once) \w+|not given out|available on request)\b"
    r"|^(?:private|secret|hidden|masked|redacted|restricted)$",
    re.IGNORECASE,
)
"""Words in an address or a place's name that mean: nothing of the place may be told."""
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
