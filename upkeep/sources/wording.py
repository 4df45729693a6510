"""What is said about feeds of others: how the last reading went, and what a feed does wrong."""

from typing import Any

from flask_babel import lazy_gettext as _l

OUTCOMES: dict[str, Any] = {
    "": _l("It has not been read yet."),
    "read": _l("It was read, and the changes are here."),
    "same": _l("Nothing had changed."),
    "cut": _l("Only a part could be read. What came is stored, and nothing was hidden."),
    "empty": _l("It held no services. Nothing was changed."),
    "failed": _l("It could not be read. Nothing was changed."),
    "shrunk": _l(
        "It has lost half of its services or more. Nothing was changed. If that is right, say so below."
    ),
    "broken": _l("It could not be stored. Tell whoever looks after this site."),
}

FAULTS: dict[str, Any] = {
    "profile": _l("The link that says which standard it follows does not work."),
    "openapi": _l("Its description is missing, or is not that of the UK standard."),
    "list": _l("A list that it promises is not there."),
    "ndjson": _l("It cannot give one service on each line."),
    "modified_after": _l("It cannot say what has changed, so we read all of it each time."),
    "search": _l("It takes no notice of search words."),
    "full": _l("Its list has no details, so we ask for each service one by one."),
    "licence": _l("It names no licence. Ask its owner before you publish its services again."),
    "root": _l("It does not say what it is."),
}
