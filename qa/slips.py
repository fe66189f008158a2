"""Words of an Indonesian question that are slips of the pen, put right before it is read. Knows word lists, no meaning.

Only a word that nobody knows is touched: neither the corpus nor the reader's word list has it or its stem; and never
one with a capital, which may be a name that the corpus rightly lacks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from index.words import is_function_word, stem

_WORD = re.compile(r"\b[a-z]{5,}\b")


def put_right(question: str, known: Callable[[str], bool], spelt_like: Callable[[str], Sequence[str]]) -> str:
    """The question with each unknown word that is a slip for a word of the corpus replaced by it.

    `spelt_like` gives the corpus's words nearest in spelling to one that it lacks, the commonest first.
    """

    def mended(match: re.Match[str]) -> str:
        word = match.group()
        if known(word) or known(stem(word)) or is_function_word(word, "id") or is_function_word(word, "en"):
            return word
        return next(iter(spelt_like(word)), word)

    return _WORD.sub(mended, question)
