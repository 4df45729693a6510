"""The texts of consent that people read before they send a request.

The whole text is stored with the request, with its version.
"""

from datetime import datetime

from flask_babel import gettext as _

from selfassess.values.request import CONCERNS, Consent, RequestKind

VERSION = "2026-11-28"


def consent_for(kind: RequestKind, council: str, given: bool, at: datetime) -> Consent:
    """Return the record of consent: the text for this kind of request, its version, and whether it was given.

    `council`: the council's name. `at`: when the person saw the text.
    """
    return Consent(text=_consent_text(kind, council), version=VERSION, given=given, at=at)


def _consent_text(kind: RequestKind, council: str) -> str:
    """Return the text to agree to; for a safeguarding concern, the text to read."""
    if kind in CONCERNS:
        return _(
            "%(council)s reads this to find out if someone needs to be kept safe. "
            "By law we may have to share it, for example with the police or a doctor, "
            "even if the person does not agree. We share only what is needed. "
            "You don’t have to say who you are.",
            council=council,
        )
    return _(
        "%(council)s uses what you send to answer this request, and for nothing else. "
        "The people who deal with it can read it. "
        "They may look at what the council already knows about you. "
        "We don’t show it to anyone else unless you say so, or unless someone is in danger. "
        "You can change your mind at any time: call us. You can ask to see it, to correct it or to delete it. "
        "The law makes us keep some records. If we can’t delete something, we tell you why.",
        council=council,
    )
