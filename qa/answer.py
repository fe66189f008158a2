"""From a question to a cited, dated, verified answer: the whole line, one step after another.

Knows the order of the steps; how each works stands in its own module, and how the outcome is put together in
`qa.results`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Protocol

from corpus.article import Article
from index.sentences import sentence_spans
from index.types import Chunk, Filters, Hit
from qa.candidate import Candidate
from qa.compose import Composer
from qa.confidence import Confidence
from qa.evidence import MAX_EVIDENCE, select, weigh
from qa.language import detect
from qa.pages import Lexicon
from qa.question import Query, understand, understood
from qa.reading import Reader, Reading, in_first_wording, lead_of, read_passages
from qa.rereading import reread
from qa.results import Found, Made, Stopwatch, answered, declined, refused
from qa.searching import Searched, find
from qa.timeline import arrange
from qa.types import Answer, Turn
from qa.verify import verify

HITS = 10
HITS_OF_A_VOTE = 16  # its day is planned, fixed and repeated over years, and the older plans are to be named
LOGGED_SCORES = 10
# An English question is read in two wordings, which may make less of a passage than its translation alone does. Before
# it is refused, that opinion is asked for, from this probability.
SECOND_CHANCE = 0.15


class Searchable(Searched, Protocol):
    """What answering needs of a generation."""

    @property
    def name(self) -> str:
        """The generation's name, for the log and for replay."""
        ...

    def article(self, article_id: str) -> Article:
        """A whole article."""
        ...


class Log(Protocol):
    """Where answers are kept."""

    def record(self, answer: Answer, scores: Sequence[float] = ()) -> None:
        """Keep one answer, with the scores of what was considered."""
        ...


Rewrite = Callable[[str, Sequence[Turn], str], str]
Mend = Callable[[str, str], str]
Translate = Callable[[str], str]


class Engine:
    """Answers questions from one generation. Keeps nothing between questions, so threads may share it."""

    def __init__(
        self,
        generation: Searchable,
        reader: Reader,
        composer: Composer,
        lexicon: Lexicon,
        confidence: Confidence,
        rewrite: Rewrite,
        log: Log | None = None,
        mend: Mend | None = None,
        translate: Translate | None = None,
    ) -> None:
        """`mend` puts slips of the pen in a question of some language right before it is understood.

        `translate` puts an English one into Indonesian, in which Indonesian articles are searched and read for it.
        """
        self.generation = generation
        self._mend = mend
        self._translate = translate
        self.composer = composer
        self._reader = reader
        self._lexicon = lexicon
        self._confidence = confidence
        self._rewrite = rewrite
        self._log = log

    def ask(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        filters: Filters | None = None,
        language: str | None = None,
    ) -> Answer:
        """The answer to a question that follows the turns of `history`. Raises `BadQuestion` for an unreadable one."""
        clock = Stopwatch()
        return self._answer(self._find(question, history, filters, language, clock), "open", clock)

    def decline(self, question: str) -> Answer:
        """A refusal with the reason `bad_question`, for callers that owe one answer to each question."""
        return declined(question, detect(question), self.composer.name, self.generation.name)

    def stream(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        filters: Filters | None = None,
        language: str | None = None,
    ) -> Iterator[tuple[str, object]]:
        """("passages", …) once found, ("delta", text) for each verified sentence, ("answer", Answer) at last."""
        clock = Stopwatch()
        found = self._find(question, history, filters, language, clock)
        yield "passages", found.passages
        answer = self._answer(found, "open", clock)
        # Nothing is shown before the gate has passed it, so the pieces are sentences and not tokens.
        for piece in re.split(r"(?<=\])(?=[.\s])", answer.text):
            yield "delta", piece
        yield "answer", answer

    def ask_given(self, question: str, article: Article, *, language: str | None = None) -> Answer:
        """The answer to a question that may see only this article, read as one passage; nothing is searched."""
        clock = Stopwatch()
        query = understand(question, language)
        chunk = Chunk(article.id, 0, len(article.text), article.text, tuple(sentence_spans(article.text)))
        return self._answer(Found(question, query, (Hit(chunk, 0.0),), {article.id: article}), "given", clock)

    def _find(
        self, question: str, history: Sequence[Turn], filters: Filters | None, language: str | None, clock: Stopwatch
    ) -> Found:
        spoken = language or detect(question)
        standalone = self._rewrite(question, history, spoken) if history else question
        # In the language that was asked: a follow-up takes over words of the answer before it.
        query = self._understood(self._mend(standalone, spoken) if self._mend else standalone, spoken)
        most = HITS_OF_A_VOTE if query.voting_day else HITS
        told = query.translated_core
        hits = tuple(find(self.generation, query.core, query.language, most, filters, translation=told))
        articles = {hit.chunk.article_id: self.generation.article(hit.chunk.article_id) for hit in hits}
        clock.lap("search")
        return Found(question, query, hits, articles)

    def _understood(self, question: str, language: str) -> Query:
        return understood(question, language, self._translate if self.generation.language == "id" else None)

    def _answer(self, found: Found, mode: str, clock: Stopwatch) -> Answer:
        query, given = found.query, mode == "given"
        readings = self._read(found, given)
        clock.lap("read")
        candidates = self._weighed(found, readings, given)
        chosen = select(candidates, self._confidence.threshold(mode, foreign=query.frame != "id"))
        if not chosen and not given and (once := in_first_wording(readings)):
            plainer = self._weighed(found, once, given)
            chosen = select(plainer, SECOND_CHANCE)
            candidates = plainer if chosen else candidates
        clock.lap("weigh")
        made = Made(found, tuple(candidates), self.composer.name, self.generation.name)
        if not chosen:
            return self._keep(refused(made, "no_evidence"), made, clock)
        timeline = arrange(query, chosen, MAX_EVIDENCE - 1)
        draft = self.composer.compose(query, timeline.evidence, timeline.findings)
        clock.lap("compose")
        verified = verify(draft, timeline.evidence)
        clock.lap("verify")
        answer = refused(made, "unverified") if verified.refused else answered(made, timeline, draft, verified)
        return self._keep(answer, made, clock)

    def _read(self, found: Found, given: bool) -> list[Reading]:
        """What the reader makes of each passage that was found."""
        articles = [found.articles[hit.chunk.article_id] for hit in found.hits]
        texts, languages = [hit.chunk.text for hit in found.hits], [article.language for article in articles]
        leads = () if given else [lead_of(article) for article in articles]
        query, told = found.query, found.query.translated_core
        return read_passages(self._reader, query.core, query.language, texts, languages, leads, translation=told)

    def _weighed(self, found: Found, readings: Sequence[Reading], given: bool) -> list[Candidate]:
        """The candidates that those readings give, best first."""
        query, confidence = found.query, self._confidence
        candidates = weigh(query, found.hits, readings, found.articles, self._lexicon, confidence, given=given)
        return candidates if given else reread(query, candidates, self._reader, confidence)

    def _keep(self, answer: Answer, made: Made, clock: Stopwatch) -> Answer:
        timed = replace(answer, timings_ms=clock.laps())
        if self._log is not None:
            self._log.record(timed, [candidate.trust for candidate in made.candidates[:LOGGED_SCORES]])
        return timed
