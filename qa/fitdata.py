"""The questions that the confidence models are fitted on, asked and read as answering does; what counts as right.

Two sources: office pages of our own (`qa/fitting_set`), asked in both languages; and idk_mrc,
of which every third question is asked in rough English, word by word, so that the models meet foreign questions there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from random import Random

import numpy as np

from corpus.article import Article
from corpus.home import Home
from index.build import build
from index.encoder import open_encoder
from index.generation import Generation, load
from index.sentences import sentence_spans
from index.types import Chunk, Hit
from index.words import words
from qa.agreement import agree
from qa.answer import HITS
from qa.borrowed import keeping_borrowed
from qa.candidate import Candidate
from qa.confidence import load as load_confidence
from qa.evidence import weigh
from qa.lexicon import WordLexicon
from qa.question import understood
from qa.reader import Reader
from qa.reader.swap import Swapper, headwords
from qa.reading import lead_of, read_passages
from qa.rereading import reread
from qa.searching import find
from qa.translator import Translator
from qa.values import find_values
from qa.written import Part, written_pages

MOST_CANDIDATES = 60
RIGHT = 0.5  # the token F1 from which a span counts as the answer
TELLING = 6  # characters from which words hardly stand in two articles by chance
ONE_STRAY_IN = 20
STRAY_OFFSETS: dict[Part, int] = {"read": 0, "fit": 7, "choose": 14}
SEED = 20240214


@dataclass(frozen=True, slots=True)
class Item:
    """One question of a set, with the article of its passage; no answers: unanswerable there.

    `official` marks questions about office pages, as against general knowledge, `hard` those written to be so.
    """

    question: str
    article: Article
    answers: tuple[str, ...]
    language: str = "id"
    official: bool = False
    hard: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """The candidates of one question with the gain of each: 1 for the gold answer, part of it for part of it.

    No candidates: nothing that was read may answer it, so it is refused whatever the weights are.
    """

    candidates: tuple[Candidate, ...]
    gains: tuple[float, ...]
    answerable: bool
    given: bool
    foreign: bool
    official: bool
    hard: bool = False


def read_pages(part: Part) -> tuple[list[Item], list[Article]]:
    """The questions of one part of the office pages, in both languages, and all the pages of that part.

    A question that no page answers goes with the page that tempts to answer it.
    """
    pages = [page for page in written_pages(part) if page.article.office]
    items = [
        Item(question, page.article, asked.answers, language, official=True, hard=asked.hard)
        for page in pages
        for asked in page.asked
        for language, question in (("id", asked.indonesian), ("en", asked.english))
    ]
    return items, [page.article for page in pages]


def read_strays(part: Part) -> list[Item]:
    """Questions that have nothing to do with office pages, in both languages: about passages of an encyclopaedia.

    One in so many of our own, another one for each part; no office page answers them.
    """
    pages = [page for page in written_pages("read") if not page.article.office]
    asked = [(page.article, one) for page in pages for one in page.asked]
    first = STRAY_OFFSETS[part]
    return [
        Item(question, article, (), language, official=True)
        for article, one in asked[first::ONE_STRAY_IN]
        for language, question in (("id", one.indonesian), ("en", one.english))
    ]


def read_items(path: Path) -> list[Item]:
    """The questions of a list of {context, qas}; a context is an article."""
    items = []
    for number, entry in enumerate(json.loads(path.read_text(encoding="utf-8"))):
        article = Article(id=f"{path.stem}-{number:05d}", source=path.name, title="", text=entry["context"])
        for asked in entry["qas"]:
            answers = tuple(dict.fromkeys(answer["text"] for answer in asked["answers"]))
            items.append(Item(asked["question"], article, answers))
    return items


def page_outcomes(part: Part, home: Path) -> list[Outcome]:
    """Every other question about one part's office pages, in both languages, asked of that part's pages together.

    And some that stray from them, so that what is asked out of scope is known for it.
    """
    items, articles = read_pages(part)
    asking = _Asking(articles, home)
    # Items come in pairs, one for each language; every other pair, to take half of the time.
    asked = [item for n, item in enumerate(items) if n // 2 % 2 == 0] + read_strays(part)
    return [asking.outcome(item, item.question, given=False) for item in asked]


def outcomes(path: Path, home: Path, most: int) -> list[Outcome]:
    """The questions of `most` passages, each asked twice: of its own passage, and of all of these together."""
    items = _sample(read_items(path), most)
    asking = _Asking(list({item.article.id: item.article for item in items}.values()), home)
    in_english = _translator(items, asking.generation)
    found: list[Outcome] = []
    for number, item in enumerate(items):
        foreign = number % 3 == 2
        question = in_english(item.question) if foreign else item.question
        item = replace(item, language="en" if foreign else "id")
        found += [asking.outcome(item, question, given=given) for given in (True, False)]
    return found


class _Asking:
    """Asks questions of some articles as answering does, up to the candidates."""

    def __init__(self, articles: Sequence[Article], home: Path) -> None:
        encoder = open_encoder("use-multilingual")
        build(Home(home), articles, encoder)
        self.generation = load(Home(home), encoder)
        self._reader = Reader.load(self.generation.word_vectors)
        self._translate = keeping_borrowed(Translator(self.generation.word_vectors).translate, self.generation)
        self._lexicon = WordLexicon(self.generation.word_vectors, self.generation.rarity)
        self._confidence = load_confidence()

    def outcome(self, item: Item, question: str, *, given: bool) -> Outcome:
        """The candidates of one question, each with its gain."""
        query = understood(question, item.language, self._translate if item.official else None)
        told = query.translated_core
        hits = (
            _own(item.article) if given else find(self.generation, query.core, query.language, HITS, translation=told)
        )
        known = {hit.chunk.article_id: self.generation.article(hit.chunk.article_id) for hit in hits}
        texts = [hit.chunk.text for hit in hits]
        leads = () if given else [lead_of(known[hit.chunk.article_id]) for hit in hits]
        spoken = ["id"] * len(texts)
        readings = read_passages(self._reader, query.core, query.language, texts, spoken, leads, translation=told)
        # The weights of now choose whose sentences are read once more and, of many candidates, which are kept.
        candidates = weigh(query, hits, readings, known, self._lexicon, self._confidence, given=given)
        if not given:
            candidates = reread(query, candidates, self._reader, self._confidence)
        candidates = candidates[:MOST_CANDIDATES]
        gains = tuple(gain(candidate, item) for candidate in candidates)
        foreign = item.language != "id"
        return Outcome(tuple(candidates), gains, bool(item.answers), given, foreign, item.official, item.hard)


def _sample(items: Sequence[Item], most: int) -> list[Item]:
    ids = sorted({item.article.id for item in items})
    kept = {ids[place] for place in np.random.default_rng(SEED).permutation(len(ids))[:most]}
    return [item for item in items if item.article.id in kept]


def _own(article: Article) -> list[Hit]:
    return [Hit(Chunk(article.id, 0, len(article.text), article.text, tuple(sentence_spans(article.text))), 0.0)]


def _translator(items: Sequence[Item], generation: Generation) -> Callable[[str], str]:
    """Word-by-word English by the reader's own swap; runs of capitals after the first word are names and stay."""
    asked = [word for item in items for word in words(item.question)]
    vocabulary = sorted({word.norm for word in asked if word.text.islower()})
    swapper = Swapper(vocabulary, headwords(), generation.word_vectors.lookup)
    random = Random(SEED)

    def in_english(question: str) -> str:
        pieces: list[str] = []
        for _, run in groupby(enumerate(words(question)), key=lambda one: one[0] > 0 and not one[1].text.islower()):
            part = [word for _, word in run]
            kept = part[0].text[0].isupper() and pieces != []
            pieces += [word.text for word in part] if kept else swapper.swap([word.norm for word in part], random)
        return " ".join(pieces) + "?"

    return in_english


def gain(candidate: Candidate, item: Item) -> float:
    """Token F1 with the best gold answer, in the right article; a bare sentence that holds one is worth a little.

    The same value in another article is as right.
    """
    if candidate.article.id != item.article.id:
        return float(any(_says(candidate, answer) for answer in item.answers))
    start, end = candidate.sentence
    sentence = candidate.article.text[start:end]
    held = [answer for answer in item.answers if answer in sentence]
    if candidate.span is None:
        return 0.2 if held else 0.0
    return max(_f1(candidate.text, answer) for answer in item.answers) if held else 0.0


def _says(candidate: Candidate, answer: str) -> bool:
    """Whether its words are the answer's, or both are one day; of a figure or a name too short to tell, never."""
    if candidate.span is None or len(answer) < TELLING:
        return False
    told, gold = (re.findall(r"\w+", text.lower()) for text in (candidate.text, answer))
    days = [value for value in find_values(answer) if value.kind == "date"]
    return told == gold or (candidate.value is not None and len(days) == 1 and agree(days[0], candidate.value))


def _f1(told: str, gold: str) -> float:
    ours, theirs = (re.findall(r"\w+", text.lower()) for text in (told, gold))
    common = sum(min(ours.count(word), theirs.count(word)) for word in set(ours))
    return 2 * common / (len(ours) + len(theirs)) if ours and theirs else 0.0
