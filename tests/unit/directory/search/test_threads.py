"""Stems stay right when several threads of one server ask at the same time."""

import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import product

from directory.search.tokenizer import stem

WORDS = [
    a + b + c
    for a, b, c in product(
        "bcdfglmprst", ("earn", "alk", "itt", "ond"), ("ing", "ed", "ational", "fulness", "ization", "ly")
    )
]


def test_threads_do_not_mix_their_words_up() -> None:
    alone = []
    for word in WORDS:
        stem.cache_clear()
        alone.append(stem(word))
    stem.cache_clear()
    pace = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(4) as pool:
            together = list(pool.map(stem, WORDS, chunksize=1))
    finally:
        sys.setswitchinterval(pace)
        stem.cache_clear()
    assert together == alone
