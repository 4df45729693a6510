"""What people read, and say yes to, before a request is sent.

The words are kept whole with the request, with their version.
"""

from datetime import datetime

from flask_babel import gettext as _

from selfassess.values.request import Consent, RequestKind

VERSION = "2026-11"


def consent_for(kind: RequestKind, council: str, given: bool, at: datetime) -> Consent:
    """Return the words that are read before a request of this kind is sent, and whether the person agreed."""
    return Consent(text=_words(kind, council), version=VERSION, given=given, at=at)


def _words(kind: RequestKind, council: str) -> str:
    if kind is RequestKind.SAFEGUARDING_CONCERN:
        return _(
            "%(council)s reads this to find out if someone needs to be kept safe. By law we may have to share it, for example with the "
            "police or a doctor, even if the person does not agree. We share only what is needed. You don’t have to say who you are.",
            council=council,
        )
    return _(
        "%(council)s uses what you send to answer this request, and for nothing else. The people who deal with it can read it. They may "
        "look at what the council already knows about you. We don’t show it to anyone else unless you say so, or unless someone is in "
        "danger. You can change your mind at any time: call us, and ask to see it, correct it or have it deleted.",
        council=council,
    )
