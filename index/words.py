"""Cut text into words, bring words to one form, and know which words carry no content. Knows nothing of scoring."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from index.function_words import FUNCTION_WORDS, QUESTION_WORDS

if TYPE_CHECKING:
    from snowballstemmer.basestemmer import BaseStemmer

__all__ = [
    "FUNCTION_WORDS",
    "QUESTION_WORDS",
    "Word",
    "is_function_word",
    "is_number",
    "normalise",
    "norms",
    "stem",
    "words",
]

# A number keeps its separators ("204.807.222", "09.30"); a word keeps an inner apostrophe ("Jum'at", "KPU's").
_WORD = re.compile(r"\d+(?:[.,]\d+)+(?![^\W_])|[^\W_]+(?:['’ʼ`][^\W\d_]+)*")
_GROUPED = re.compile(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*")
_POSSESSIVE = re.compile(r"['’ʼ`]s$", re.IGNORECASE)
_APOSTROPHES = str.maketrans("", "", "'’ʼ`")
_STEMMERS = {"id": "indonesian", "en": "english"}


class Word(NamedTuple):
    """One word of a text: `source[start:end] == text`; `norm` is the form that two spellings of it share."""

    start: int
    end: int
    text: str
    norm: str


def words(text: str) -> list[Word]:
    """The words of `text` in order, without punctuation."""
    return [Word(m.start(), m.end(), m.group(), normalise(m.group())) for m in _WORD.finditer(text)]


def norms(text: str) -> list[str]:
    """The normalised words of `text` in order, where their places do not matter; much cheaper than `words`."""
    return [norm for norm in map(normalise, _WORD.findall(text)) if norm]


@lru_cache(maxsize=100_000)
def normalise(word: str) -> str:
    """Lower case, no accents, no apostrophes or possessive; thousands lose their separators, decimals get a point."""
    if word[0].isdigit() and not word.isdigit():
        if _GROUPED.fullmatch(word):
            return word.replace(".", "").replace(",", "")
        return word.replace(",", ".").lower()
    if word.isascii() and word.isalnum():
        return word.lower()
    bare = _POSSESSIVE.sub("", word).translate(_APOSTROPHES)
    folded = unicodedata.normalize("NFKD", bare.casefold())
    return "".join(c for c in folded if not unicodedata.combining(c))


@lru_cache(maxsize=100_000)
def stem(word: str, language: str = "id") -> str:
    """The snowball stem of a normalised word (Tala's stemmer for Indonesian, Porter 2 for English); numbers stay."""
    name = _STEMMERS.get(language)
    if name is None or not word.isalpha():
        return word
    return str(_stemmer(name).stemWord(word))


def is_number(word: str) -> bool:
    """Whether a normalised word is a figure."""
    return word[:1].isdigit()


def is_function_word(word: str, language: str) -> bool:
    """Whether a normalised word only holds a sentence (or a question) together in that language."""
    return word in FUNCTION_WORDS.get(language, frozenset()) or word in QUESTION_WORDS.get(language, frozenset())


def is_function_in_either(norm: str) -> bool:
    """Whether a normalised word only holds a sentence together, in Indonesian or English."""
    return is_function_word(norm, "id") or is_function_word(norm, "en")


@lru_cache(maxsize=8)
def _stemmer(name: str) -> BaseStemmer:
    import snowballstemmer

    return snowballstemmer.stemmer(name)
