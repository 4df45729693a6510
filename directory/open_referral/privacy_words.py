"""The phrases in texts that forbid publication, or keep a contact or an address private."""

import re

_NOBODY_ELSE = "".join(
    f"(?<!{word} )"
    for word in ("we", "who", "they", "you", "which", "that", "will", "and", "also", "it", "us", "staff")
)
_BEGINS = r"\b(?=[dnms])"
"""The first letters of the phrases below, looked at before all else: long texts are searched in half the time."""
DO_NOT_PUBLISH = re.compile(
    rf"{_BEGINS}{_NOBODY_ELSE}(?:do not|don[’']?t|not to be|must not be|should not be|never|not yet) "
    r"(?:publish(?:ed)?|publicly list(?:ed)?|list(?:ed)? publicly|made? public|"
    r"(?:be )?(?:put|go|appear) (?:this )?on (?:the |our )?(?:web ?site|internet|directory))\b"
    r"|\bnot for (?:publication|general release|(?:the |our )?web ?site|public (?:view|viewing|display|release|listing))\b"
    r"|\b(?:internal|staff|council|office) use only\b|\bfor internal use\b",
    re.IGNORECASE,
)
"""Words anywhere in a text that forbid publication. A sentence such as "we do not publish names" does not."""
KEEP_BACK = re.compile(
    rf"{_BEGINS}{_NOBODY_ELSE}(?:do not|don[’']?t|not to be|must not be|should not be|never|not) "
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
