"""What a question asks for, word by word, as sets of corpus words. Knows nothing of passages or scores.

Two views of each word: itself with its inflections (`exact`), and with the corpus words nearest in meaning as well
(`translated`), which crosses languages without a dictionary.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

from index.abbreviations import spelt_out
from index.encoder import Matrix
from index.lexicon import Lexicon
from index.terms import Synonyms
from index.words import Word, is_function_word, is_number, words
from index.wordvectors import WordVectors

LEAST_COSINE = 0.45
SHARE_OF_BEST = 0.8
MOST_NEIGHBOURS = 8
MOST_WORDS = 40  # a longer question is a pasted text; its first words say what it is about
STEM_WEIGHT = 0.9
SPELLING_WEIGHT = 0.8


@dataclass(frozen=True, slots=True)
class Concepts:
    """The content words of a question; every field has one entry per word, in the question's order.

    `names` marks words written as a name or holding figures; `vectors` are the words' own vectors.
    """

    words: tuple[str, ...]
    names: tuple[bool, ...]
    exact: tuple[Synonyms, ...]
    translated: tuple[Synonyms, ...]
    vectors: Matrix


def concepts_of(
    question: str, language: str, lexicon: Lexicon, word_vectors: WordVectors, native: bool = True
) -> Concepts:
    """Read a question against the corpus's vocabulary.

    An unknown word is taken for a slip of the pen if the question is in the corpus's language (`native`) or the word
    is a name; a foreign word is not misspelt for being unknown.
    """
    content = content_words(question, language)
    exact = tuple(_exact(word, lexicon, native or is_name) for word, is_name in content.items())
    vectors = word_vectors.lookup(list(content))
    translated = tuple(_translated(known, vector, lexicon) for known, vector in zip(exact, vectors, strict=True))
    return Concepts(tuple(content), tuple(content.values()), exact, translated, vectors)


def content_words(question: str, language: str) -> dict[str, bool]:
    """The words that may be matched, normalised, each once, with whether it looks like a name or a figure.

    Abbreviations of the field that the question spells out are added to its own words.
    """
    found = words(question)
    norms = [word.norm for word in found]
    content: dict[str, bool] = {}
    for place, word in enumerate(found):
        if word.norm and not is_function_word(word.norm, language):
            content[word.norm] = content.get(word.norm, False) or _looks_like_name(word, place, question)
    content.update(dict.fromkeys(spelt_out(norms), False))
    return dict(islice(content.items(), MOST_WORDS))


def _looks_like_name(word: Word, place: int, question: str) -> bool:
    capital = place > 0 and word.text[0].isupper() and not question.isupper()
    return capital or any(letter.isdigit() for letter in word.text)


def _exact(word: str, lexicon: Lexicon, may_be_slip: bool) -> Synonyms:
    row = lexicon.find(word)
    if row is None:
        likely = lexicon.spelt_like(word) if may_be_slip else []
        return Synonyms(word, tuple(likely), (SPELLING_WEIGHT,) * len(likely))
    rows = [row] if is_number(word) else lexicon.same_stem(row)
    return Synonyms(word, tuple(rows), tuple(1.0 if other == row else STEM_WEIGHT for other in rows))


def _translated(exact: Synonyms, vector: Matrix, lexicon: Lexicon) -> Synonyms:
    if is_number(exact.word):
        return exact
    neighbours = lexicon.neighbours(exact.word, vector, MOST_NEIGHBOURS)
    best = max([*exact.weights, *(cosine for _, cosine in neighbours[:1])], default=0.0)
    weights = dict(zip(exact.rows, exact.weights, strict=True))
    for row, cosine in neighbours:
        if cosine >= max(LEAST_COSINE, SHARE_OF_BEST * best):
            weights[row] = max(cosine, weights.get(row, 0.0))
    rows = sorted(weights)
    return Synonyms(exact.word, tuple(rows), tuple(weights[row] for row in rows))
