"""Answers worded by a language model behind any OpenAI-compatible endpoint. Owner of the `openai` client.

Knows how to ask, wait, retry and give up; knows nothing of retrieval. Whatever goes wrong, and whatever the model
writes that the evidence does not bear out, the asker gets the extractive answer with a note instead.
"""

from __future__ import annotations

import logging
import re
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from corpus.errors import ComposerUnavailable
from corpus.settings import Settings
from index.sentences import sentence_spans
from index.words import words
from qa.claims import NUMERIC
from qa.compose import ExtractiveComposer
from qa.draft import Verified, marks, read_marked
from qa.followup import rewrite as rewrite_by_rule
from qa.prompts import NO_ANSWER, NOTES, Message, answering, rewriting
from qa.question import Query
from qa.types import Draft, DraftSentence, Evidence, Findings, Turn
from qa.values import find_values
from qa.verify import examine, supports, verify

if TYPE_CHECKING:
    from openai import OpenAI

LOGGER = logging.getLogger("tanya.llm")
ATTEMPTS = 3
FIRST_PAUSE_S = 0.5  # doubles at each attempt
MAX_ANSWER_CHARS = 6_000
MAX_ANSWER_TOKENS = 400
MAX_SENTENCES = 6
MAX_REWRITTEN_CHARS = 300
MAX_REWRITTEN_TOKENS = 120
SHORT_QUESTION_WORDS = 5
_RETRIED_STATUS = frozenset({408, 409, 425, 429, 500, 502, 503, 504})

_TELLING = NUMERIC | {"person", "place", "office"}  # kinds of value that tie a sentence to its evidence

Today = Callable[[], date]


class EndpointFailed(ComposerUnavailable):
    """The endpoint gave no usable text in time; `again` says whether another attempt may help."""

    def __init__(self, message: str, *, again: bool = True, wait_s: float | None = None) -> None:
        super().__init__(message, "Check TANYA_LLM_BASE_URL and TANYA_LLM_MODEL, or ask with --composer extractive.")
        self.again = again
        self.wait_s = wait_s


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One model behind one address. `timeout_s` bounds a whole call: every attempt, pause and streamed piece."""

    base_url: str
    model: str
    api_key: str = field(repr=False)
    timeout_s: float
    first_pause_s: float = FIRST_PAUSE_S

    def complete(self, messages: Sequence[Message], max_tokens: int = MAX_ANSWER_TOKENS) -> str:
        """The model's whole text. Raises `EndpointFailed` when no attempt within the time gave one."""
        deadline = time.monotonic() + self.timeout_s
        pause = self.first_pause_s
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return self._attempt(messages, max_tokens, deadline)
            except EndpointFailed as failure:
                wait = failure.wait_s if failure.wait_s is not None else pause
                LOGGER.warning("attempt %d at the language model failed: %s", attempt, failure.message)
                if not failure.again or attempt == ATTEMPTS or time.monotonic() + wait >= deadline:
                    raise
                time.sleep(wait)
                pause *= 2
        raise AssertionError("unreachable: the last attempt returns or raises")

    def _attempt(self, messages: Sequence[Message], max_tokens: int, deadline: float) -> str:
        from openai import OpenAI

        left = max(deadline - time.monotonic(), 0.05)
        client = OpenAI(base_url=self.base_url, api_key=self.api_key or "none", timeout=left, max_retries=0)
        # A server that sends a byte now and then never runs into the read timeout; closing the client ends that too.
        watchdog = threading.Timer(left, client.close)
        watchdog.daemon = True
        watchdog.start()
        try:
            return self._stream(client, messages, max_tokens, deadline)
        except EndpointFailed:
            raise
        except Exception as error:  # a broken endpoint makes the client and its parsers raise anything
            raise _failure(error) from error
        finally:
            watchdog.cancel()
            client.close()

    def _stream(self, client: OpenAI, messages: Sequence[Message], max_tokens: int, deadline: float) -> str:
        request: dict[str, Any] = {"messages": list(messages), "model": self.model, "max_tokens": max_tokens}
        pieces: list[str] = []
        ended = None
        with client.chat.completions.create(**request, temperature=0, seed=0, stream=True) as stream:
            for event in stream:
                if time.monotonic() >= deadline:
                    raise EndpointFailed("the language model took too long", again=False)
                for choice in event.choices:
                    pieces.append(choice.delta.content or "")
                    ended = choice.finish_reason or ended
                if sum(map(len, pieces)) > MAX_ANSWER_CHARS:
                    raise EndpointFailed("the language model did not stop writing", again=False)
        if ended is None:
            raise EndpointFailed("the language model's text broke off")
        text = "".join(pieces).strip()
        if not text:
            raise EndpointFailed("the language model wrote nothing")
        return _whole_sentences(text) if ended == "length" else text


def _failure(error: Exception) -> EndpointFailed:
    """What went wrong, in words that cannot hold a key: the endpoint's own message is not repeated."""
    status = getattr(error, "status_code", None)
    if status is None:
        return EndpointFailed(f"the language model cannot be reached or answers nonsense ({type(error).__name__})")
    headers = getattr(getattr(error, "response", None), "headers", {})
    after = headers.get("retry-after", "")
    wait_s = float(after) if re.fullmatch(r"\d{1,4}(?:\.\d+)?", after) else None
    return EndpointFailed(
        f"the language model's server answered {status}", again=status in _RETRIED_STATUS, wait_s=wait_s
    )


def _whole_sentences(text: str) -> str:
    spans = sentence_spans(text)
    return text[: spans[-2][1]] if len(spans) > 1 else text


class LLMComposer:
    """Asks the model, keeps what its evidence bears out, and falls back on the extractive composer."""

    def __init__(self, endpoint: Endpoint, today: Today = date.today) -> None:
        self._endpoint = endpoint
        self._today = today
        self._extractive = ExtractiveComposer()

    @property
    def name(self) -> str:
        """What `Answer.composer` says."""
        return f"llm:{self._endpoint.model}"

    def compose(self, query: Query, evidence: Sequence[Evidence], findings: Findings) -> Draft:
        """The model's supported sentences, or the extractive draft with a note on why it is that one."""
        messages = answering(query.text, query.frame, evidence, findings, self._today())
        try:
            text = self._endpoint.complete(messages)
        except EndpointFailed as failure:
            LOGGER.warning("answering without the language model: %s", failure.message)
            return self._without(query, evidence, findings, "unavailable")
        if NO_ANSWER in text:
            return self._without(query, evidence, findings, "no_answer")
        written = read_marked(text, sentence_spans(text))[:MAX_SENTENCES]
        verified = verify(Draft(tuple(attributed(written, evidence)), self.name), evidence)
        for dropped in verified.dropped:
            LOGGER.info("dropped a sentence of the language model: %s", dropped.reason)
        if verified.refused or _tells_only_the_past(findings, verified, evidence):
            return self._without(query, evidence, findings, "unverified")
        notes = (NOTES["shortened"][query.frame],) if verified.dropped else ()
        return Draft(verified.sentences, self.name, notes)

    def _without(self, query: Query, evidence: Sequence[Evidence], findings: Findings, why: str) -> Draft:
        draft = self._extractive.compose(query, evidence, findings)
        return replace(draft, notes=(*draft.notes, NOTES[why][query.frame]))


def _tells_only_the_past(findings: Findings, verified: Verified, evidence: Sequence[Evidence]) -> bool:
    """Whether a newer value is known and what the model wrote has an older one in its place."""
    answer = findings.answer
    if answer is None or not findings.superseded or answer.number in verified.numbers:
        return False
    return not supports(answer.shown, verified.numbers, evidence)


def attributed(sentences: Iterable[DraftSentence], evidence: Sequence[Evidence]) -> Iterable[DraftSentence]:
    """The sentences, each one without a mark given the first evidence that supports it."""
    for sentence in sentences:
        if sentence.numbers or not any(value.kind in _TELLING for value in find_values(sentence.text)):
            yield sentence
            continue
        for number in range(1, len(evidence) + 1):
            if examine(DraftSentence(sentence.text, (number,)), evidence) is None:
                yield DraftSentence(f"{sentence.text} [{number}]", (number,))
                break
        else:
            yield sentence


class LLMRewriter:
    """Makes follow-ups standalone with the model where the rules see one, and by the rules where the model fails."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint

    def __call__(self, question: str, history: Sequence[Turn], language: str | None = None) -> str:
        """The standalone question. A long question that the rules leave alone is left alone."""
        ruled = rewrite_by_rule(question, history, language)
        if not history or (ruled == question and len(question.split()) > SHORT_QUESTION_WORDS):
            return question
        try:
            text = self._endpoint.complete(rewriting(question, history), MAX_REWRITTEN_TOKENS)
        except EndpointFailed as failure:
            LOGGER.warning("rewriting without the language model: %s", failure.message)
            return ruled
        line = text.splitlines()[0].strip(" \"“”'")
        return line if _is_of(line, question, history) else ruled


def _is_of(text: str, question: str, history: Sequence[Turn]) -> bool:
    """Whether a rewritten question is one, and names and counts nothing that the conversation does not."""
    said = " ".join([question, *(f"{t.standalone_question} {t.short_answer or ''} {t.text}" for t in history[-3:])])
    known = {word.norm for word in words(said)}
    new = [w for w in words(text)[1:] if (w.text[0].isupper() or w.text[0].isdigit()) and w.norm not in known]
    return 0 < len(text) <= MAX_REWRITTEN_CHARS and not new and not marks(text) and NO_ANSWER not in text


def open_llm(settings: Settings) -> LLMComposer:
    """The composer that the settings name. Raises `ComposerUnavailable` when they name no endpoint."""
    return LLMComposer(open_endpoint(settings))


def open_endpoint(settings: Settings) -> Endpoint:
    """The endpoint that the settings name. Raises `ComposerUnavailable` when address or model is missing."""
    missing = [name for name in ("llm_base_url", "llm_model") if not getattr(settings, name)]
    if missing:
        raise ComposerUnavailable(
            f"The language model is not set up: {', '.join(f'TANYA_{name.upper()}' for name in missing)} missing.",
            "Set them, or use TANYA_COMPOSER=extractive.",
        )
    key = settings.llm_api_key.get_secret_value()
    return Endpoint(settings.llm_base_url, settings.llm_model, key, settings.llm_timeout_s)
