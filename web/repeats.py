"""Answers given lately, for the same question to the same generation. Knows nothing of answering.

The same corpus and question give the same answer, so it need not be made twice; one that a language model words, or
that follows from a conversation, is always made anew.
"""

from __future__ import annotations

import threading
import time
import uuid
from collections import OrderedDict
from dataclasses import dataclass, replace

from index.types import Filters
from qa.types import Answer

KEPT = 512


@dataclass(frozen=True, slots=True)
class Asking:
    """All that an answer hangs on."""

    generation: str
    question: str
    language: str | None
    filters: Filters | None


class Repeats:
    """The last answers of this process; an answer given again has an id and a time of its own."""

    def __init__(self, kept: int = KEPT) -> None:
        self._kept = kept
        self._lock = threading.Lock()
        self._answers: OrderedDict[Asking, Answer] = OrderedDict()

    def find(self, asking: Asking) -> Answer | None:
        """The answer to this, if it was given lately."""
        began = time.perf_counter()
        with self._lock:
            answer = self._answers.get(asking)
            if answer is None:
                return None
            self._answers.move_to_end(asking)
        spent_ms = round((time.perf_counter() - began) * 1000, 2)
        return replace(answer, id=uuid.uuid4().hex, timings_ms={"total": spent_ms})

    def keep(self, asking: Asking, answer: Answer) -> None:
        """Keep an answer; the one asked for longest ago makes room."""
        with self._lock:
            self._answers[asking] = answer
            self._answers.move_to_end(asking)
            while len(self._answers) > self._kept:
                self._answers.popitem(last=False)
