"""One question from the edge to the engine and back: limits, waiting, remembering, counting. Knows nothing of HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from corpus.errors import BadQuestion
from index.types import Filters
from qa.types import Answer, Turn
from web.conversations import remembered
from web.engines import AnsweringEngine
from web.errors import ComposerNotOffered
from web.repeats import Asking
from web.service import Service
from web.visitors import Visitor

MAX_QUESTION = 2_000


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it arrived; with a `conversation_id` it is a follow-up there, and the answer is kept there.

    `history` is what a client without a conversation here says was said before. `fresh` asks for an answer made now.
    """

    question: str
    conversation_id: str | None = None
    language: str | None = None
    composer: str | None = None
    filters: Filters | None = None
    history: tuple[Turn, ...] = ()
    fresh: bool = False


def ask(service: Service, visitor: Visitor, asked: Asked) -> Answer:
    """The whole answer."""
    question = _admit(service, visitor, asked)
    engine = service.engines.get(asked.composer)
    history = _history(service, visitor, asked)
    asking = _repeatable(service, engine, asked, question, history)
    answer = _repeat(service, asking)
    if answer is None:
        with service.room.seat():
            answer = engine.ask(question, history=history, filters=asked.filters, language=asked.language)
    _keep(service, visitor, asked, answer, asking)
    return answer


def stream(service: Service, visitor: Visitor, asked: Asked) -> Iterator[tuple[str, object]]:
    """The engine's events as they come; the answer is kept before it is handed on, so that its link works."""
    question = _admit(service, visitor, asked)
    engine = service.engines.get(asked.composer)
    history = _history(service, visitor, asked)
    asking = _repeatable(service, engine, asked, question, history)
    answer = _repeat(service, asking)
    if answer is not None:
        _keep(service, visitor, asked, answer, asking)
        yield from (("passages", answer.passages), ("delta", answer.text), ("answer", answer))
        return
    with service.room.seat():
        for name, value in engine.stream(question, history=history, filters=asked.filters, language=asked.language):
            if isinstance(value, Answer):
                _keep(service, visitor, asked, value, asking)
            yield name, value


def give_rating(service: Service, visitor: Visitor, answer_id: str, rating: str, comment: str) -> None:
    """Keep and count an opinion of an answer. Raises `AnswerNotFound` for one that was never given."""
    service.answers.get(answer_id)
    service.feedback.give(answer_id, visitor.owner, rating, comment)
    service.metrics.rating(rating)


def _admit(service: Service, visitor: Visitor, asked: Asked) -> str:
    service.limit.spend(visitor.owner)
    if asked.composer == "llm" and not service.settings.llm_base_url:
        raise ComposerNotOffered("This server has no language model.", "Leave the composer out, or ask for extractive.")
    question = asked.question.strip()
    if not question:
        raise BadQuestion("The question is empty.", "Write what you would like to know.")
    if len(question) > MAX_QUESTION:
        raise BadQuestion(
            f"The question has {len(question)} characters; {MAX_QUESTION} are read.", "Ask it in fewer words."
        )
    return question


def _history(service: Service, visitor: Visitor, asked: Asked) -> tuple[Turn, ...]:
    if asked.conversation_id is None:
        return asked.history
    return remembered(service.conversations.turns(visitor.owner, asked.conversation_id))


def _repeatable(
    service: Service, engine: AnsweringEngine, asked: Asked, question: str, history: tuple[Turn, ...]
) -> Asking | None:
    """What the answer hangs on, if the same again would give the same."""
    if asked.fresh or history or (asked.composer or service.settings.composer) != "extractive":
        return None
    return Asking(engine.generation.name, question, asked.language, asked.filters)


def _repeat(service: Service, asking: Asking | None) -> Answer | None:
    if asking is None:
        return None
    answer = service.repeats.find(asking)
    service.metrics.repeat(hit=answer is not None)
    return answer


def _keep(service: Service, visitor: Visitor, asked: Asked, answer: Answer, asking: Asking | None) -> None:
    if asking is not None:
        service.repeats.keep(asking, answer)
    service.metrics.answer(answer)
    service.answers.record(answer)
    if asked.conversation_id is not None:
        service.conversations.add(visitor.owner, asked.conversation_id, answer)
