"""Reads costs and ages that are written in words: "Free", "£3 a session", "50 and over"."""

import re
from decimal import Decimal
from typing import Any

from directory.open_referral import values
from directory.open_referral.publication import answer
from directory.schedules.parse_values import UnreadableError

JsonObject = dict[str, Any]
_FREE = re.compile(
    r"(?:it(?:['’]s| is) |always |completely |totally |usually |yes,? *[-–—:(]? *(?:it(?:['’]s| is) )?)?"
    r"(?:free(?:(?: of| of any)? (?:charge|cost)| to (?:use|attend|join|all|everyone|you|access|enter)| entry| service"
    r"| event| for all| for everyone| session| admission)?|no (?:charge|cost|fee|fees|payment|charges|costs)"
    r"(?: to (?:you|use|attend|join))?|nil|gratis|without charge|zero|nothing to pay|none - free|£?0(?:\.0+)?p?)"
    r"[).!]*",
    re.IGNORECASE,
)
_PAID = re.compile(
    r"(?:paid|paid for|charge|charged|chargeable|charges apply|there is a charge|fee|fees|fees apply|not free|"
    r"cost|costs|a charge|payable|pay|charges|paying|fee payable|self[- ]fund(?:ed|ing))[.!]*",
    re.IGNORECASE,
)
_DONATION = re.compile(
    r"(?:(?:by|suggested|voluntary|small|optional|a|any)\s+)*(?:donations?|contributions?)"
    r"(?: (?:only|welcome|welcomed|requested|invited|appreciated|basis|box|if you (?:can|wish|like)|accepted))*[.!]*",
    re.IGNORECASE,
)
THERE_IS_A_CHARGE = "There is a charge."


def free_or_words(value: object) -> JsonObject:
    """Return the cost fields of version 3 for a value that says whether something is free.

    "Yes", "Free" and "No charge" are free; "no" means that there is a charge; "£2" is a price; other words
    become the fees. An empty value gives no fields.
    """
    text = values.words(value) if not isinstance(value, bool) else str(value)
    if not text:
        return {}
    said = answer(value)
    if _FREE.fullmatch(text) and text != "0":
        return {"cost_options": [{"option": "Free"}]}
    if said == "yes" and len(text) <= 6:
        return {"cost_options": [{"option": "Free"}]}
    if said == "no" and len(text) <= 6:
        return {"fees": THERE_IS_A_CHARGE}
    return cost(text)


def charged_or_words(value: object) -> JsonObject:
    """Return the cost fields for a value that says whether there is a cost: "no" means free."""
    text = values.words(value) if not isinstance(value, bool) else str(value)
    said = answer(value)
    if said == "no" and len(text) <= 6:
        return {"cost_options": [{"option": "Free"}]}
    if said == "yes" and len(text) <= 6:
        return {"fees": THERE_IS_A_CHARGE}
    return cost(text)


def cost(value: object, note: str = "") -> JsonObject:
    """Return the cost fields for an amount or for words about the cost.

    An amount becomes a price with the note as its description. "Free" and "donation" become cost options; other
    words become the fees.
    """
    text = values.words(value)
    if not text:
        return {"fees": note} if note else {}
    amount = _amount(text)
    if amount is not None:
        kind = "fixed" if amount else "free"
        return {
            "cost_options": [
                {"amount": str(amount), "amount_description": note, "x_signpost": {"kind": kind}}
            ]
        }
    if _FREE.fullmatch(text):
        return {"cost_options": [{"option": "Free"}], "fees": note}
    if answer(text) == "no" and len(text) <= 3:
        return {"cost_options": [{"option": "Free"}], "fees": note}
    if _PAID.fullmatch(text) or (answer(text) == "yes" and len(text) <= 3):
        return {"fees": note or THERE_IS_A_CHARGE}
    if _DONATION.fullmatch(text):
        return {"cost_options": [{"option": text, "x_signpost": {"kind": "donation"}}], "fees": note}
    return {"fees": "\n".join(filter(None, (values.prose(value), note)))}


def is_free(options: list[JsonObject]) -> bool:
    """Return True when there are cost options and each of them is free."""
    kinds = [
        option.get("x_signpost", {}).get("kind") == "free" or option.get("option") == "Free"
        for option in options
    ]
    return bool(kinds) and all(kinds)


def has_price(fields: JsonObject) -> bool:
    """Return True when cost fields hold a price above zero, or words about a price."""
    options = fields.get("cost_options") or []
    return bool(options and not is_free(options)) or bool(re.search(r"£|\d", fields.get("fees") or ""))


def _amount(text: str) -> Decimal | None:
    pence = re.fullmatch(r"(\d{1,3})\s*p", text, re.IGNORECASE)
    try:
        return Decimal(pence[1]) / 100 if pence else values.money(text)
    except UnreadableError:
        return None


_NUMBER = r"(\d{1,3})(?:\.0+)?"
_OLD = r"\s*(?:years?|yrs?|y/?o)?(?:[ -]?olds?| of age)?\s*"
_RANGE = re.compile(
    rf"(?:ages?d?|between|from)?:?\s*{_NUMBER}{_OLD}(?:-|–|—|to|and|until|up to|/)\s*(?:age )?{_NUMBER}{_OLD}",
    re.IGNORECASE,
)
_FROM = re.compile(
    rf"(?:ages?d?|adults?|anyone|people|from|minimum|min|at least|over|must be)?:?\s*(?:aged? |from |over )?{_NUMBER}{_OLD}"
    r"(?:\+|plus|and over|or over|and above|or above|and older|or older|and up|upwards?|minimum|onwards|\s)*(?:only)?",
    re.IGNORECASE,
)
_UP_TO = re.compile(
    rf"(?:ages? )?(?:up to|to|maximum|max|until|no older than)?\s*(?:age )?{_NUMBER}{_OLD}"
    r"(?:and under|or under|and below|or below|and younger|maximum|or less)?",
    re.IGNORECASE,
)
_UNDER = re.compile(
    rf"(?:ages?d? )?(?:under|below|younger than)[- ]?(?:the age of )?{_NUMBER}{_OLD}s?", re.IGNORECASE
)
_NO_LIMIT = re.compile(
    r"(?:any|all|no|none|everyone|all ages|any age|no (?:lower |upper |age |maximum |minimum )?limit|"
    r"no (?:max|min)(?:imum)?|n/?a|unlimited|all ages welcome)(?: age)?",
    re.IGNORECASE,
)

Ages = tuple[int | None, int | None]


def ages(text: str) -> Ages | None:
    """Return the youngest and the oldest age in words such as "5-11", "50 and over" or "under 25".

    None when the words say something else.
    """
    tidy = text.strip().rstrip(".")
    if not tidy or _NO_LIMIT.fullmatch(tidy):
        return None, None
    if found := _RANGE.fullmatch(tidy):
        return values.age(found[1]), values.age(found[2])
    if found := _UNDER.fullmatch(tidy):
        return None, int(found[1]) - 1
    if re.match(r"up to|max|until|no older", tidy, re.IGNORECASE) and (found := _UP_TO.fullmatch(tidy)):
        return None, values.age(found[1])
    if (found := _FROM.fullmatch(tidy)) and not tidy.isdigit():
        return values.age(found[1]), None
    return None


def youngest(value: object) -> int | None:
    """Return the age in a column of youngest ages: 18, "18+", "16 years". Raises UnreadableError."""
    return _age(value, 0)


def oldest(value: object) -> int | None:
    """Return the age in a column of oldest ages: 25, "up to 25", "under 26". Raises UnreadableError."""
    return _age(value, 1)


def _age(value: object, end: int) -> int | None:
    try:
        return values.age(value)
    except UnreadableError:
        text = values.words(value)
        if end and (found := _UP_TO.fullmatch(text.strip())):
            return values.age(found[1])
        found_ages = ages(text)
        if found_ages is None or (found_ages[end] is None and not _NO_LIMIT.fullmatch(text.strip())):
            raise
        return found_ages[end]
