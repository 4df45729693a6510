"""The forms that a place may have as people type it: a postcode with points, without a space or with a letter O, and
a town among words such as "top end of". Pure.

Source of what a postcode looks like: Royal Mail, Programmers' Guide to the Postcode Address File.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import product

_BETWEEN = re.compile(r"[\s.,;:()/_'\"–—-]+")
_LONGEST_CODE = 8
_WHOLE = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?)([0-9])([A-Z]{2})")
_OUTWARD = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]?")
_SECTOR = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?) ([0-9])")
_AS_DIGIT = {"O": "O0", "I": "I1", "L": "L1"}
"""Letters that stand for a digit: nought and one."""
_AS_LETTER = {"0": "0O", "1": "1I"}
_LEADING = frozenset(
    """
    near nr nearby around round about in at by close to the of from outside just beside next past off live lives
    living i we im we're were based staying stay somewhere anywhere area top bottom end side edge outskirts middle
    centre center other far back north south east west village town part my home is
    """.split()  # noqa: SIM905
)
_TRAILING = frozenset(
    """
    area areas way side end town village centre center district region direction please uk england yorkshire
    """.split()  # noqa: SIM905
)
STREETS = frozenset(
    """
    road rd street st lane ln avenue ave drive dr close crescent cres terrace grove gardens row hill court mews walk
    """.split()  # noqa: SIM905
)
"""Words after which a name is a street's: Barnsley Road is not in Barnsley alone."""
ONLY_STREETS = frozenset(
    {"road", "rd", "street", "lane", "ln", "avenue", "ave", "crescent", "terrace", "grove"}
)
"""Of these, the words that mean little else."""
HERE = frozenset(
    {
        "here", "around here", "round here", "near here", "near me", "nearby", "local", "locally", "my area", "in my area",
        "near home", "close by", "near by", "where i live", "my town", "my village", "home", "at home", "me", "anywhere",
        "everywhere", "not sure", "dont know",
    }
)  # fmt: skip
"""Words that name no place for anybody but the person who types them."""


def postcode_forms(text: str) -> Iterator[str]:
    """Yield the postcodes, sectors or outward codes that a text may be, in Royal Mail's form, as typed first.

    Points and hyphens do not matter; nor do O and 0, nor I, l and 1, which people mix up. "s7o-4xy" gives
    "S7O 4XY" and "S70 4XY". Yields nothing for a text that is no code.
    """
    spaced = " ".join(_BETWEEN.sub(" ", text.upper()).split())
    bare = spaced.replace(" ", "")
    if not (len(bare) < _LONGEST_CODE and any(character.isdigit() for character in bare)):
        return
    if _SECTOR.fullmatch(spaced):
        yield spaced
    for form in _readings(bare):
        whole = _WHOLE.fullmatch(form)
        if whole:
            yield f"{whole[1]} {whole[2]}{whole[3]}"
        elif _OUTWARD.fullmatch(form):
            yield form


def _readings(bare: str) -> list[str]:
    """Return the text with letters and digits that look alike in each way, those with the fewest changes
    first.
    """
    options = [_AS_LETTER.get(bare[0], bare[0])]
    options += [_AS_DIGIT.get(one, _AS_LETTER.get(one, one)) for one in bare[1:]]
    readings = ("".join(letters) for letters in product(*options))
    return sorted(readings, key=lambda one: sum(a != b for a, b in zip(one, bare, strict=True)))


def is_here(words: Sequence[str]) -> bool:
    """True for folded words such as "around here", which name no place."""
    return " ".join(words) in HERE


def without_frame(words: Sequence[str]) -> list[str]:
    """Return folded words without those that lead to a place and follow it: "hoyland" of "in the hoyland
    area".
    """
    start, end = 0, len(words)
    while start < end - 1 and words[start] in _LEADING:
        start += 1
    while end - 1 > start and words[end - 1] in _TRAILING:
        end -= 1
    return list(words[start:end])
