"""What Tanya costs over the same work done bare, as ratios measured in one run. Knows clocks and processes, no scores.

Each ratio sets our cost beside a floor that nobody can go under with the same encoder: encoding and an exact search for
a question, encoding alone for a build, importing and encoding once for a cold start, vectors and model for memory.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

import numpy as np

from corpus.progress import Progress
from corpus.settings import Settings
from eval.homes import bundled_articles, settings_at, temporary_home
from eval.processes import COLD_FLOOR, COLD_OURS, MEMORY_FLOOR, MEMORY_OURS, spent
from eval.sets import bundled_sets, cases, read_sets
from index.bench import SIZES, scale_curve
from index.encoder import Encoder, Matrix, keep_encoder, open_encoder
from index.wordvectors import encode_each

if TYPE_CHECKING:
    from qa.answer import Engine

ASKED = 60
COLD_STARTS = 5
STEPS = 4
TARGETS = {
    "ask": 1.5, "search": 1.5, "build": 1.15, "cold": 1.3, "cold_cpu": 1.3, "memory": 1.3, "memory_own": 1.3,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cost:
    """Ours and the floor's, in `unit`, measured side by side."""

    ours: float
    floor: float
    unit: str

    def to_json(self, target: float) -> dict[str, Any]:
        """The pair with its ratio and what the ratio should not exceed."""
        return {
            "ratio": round(self.ours / self.floor, 3),
            "target": target,
            "ours": round(self.ours, 3),
            "floor": round(self.floor, 3),
            "unit": self.unit,
        }


class TimedEncoder:
    """An encoder that adds up the seconds spent inside it."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self.name, self.dim, self.max_tokens = encoder.name, encoder.dim, encoder.max_tokens
        self.seconds = 0.0

    def encode_queries(self, texts: Sequence[str]) -> Matrix:
        """The encoder's own rows."""
        return self._timed(self._encoder.encode_queries, texts)

    def encode_passages(self, texts: Sequence[str]) -> Matrix:
        """The encoder's own rows."""
        return self._timed(self._encoder.encode_passages, texts)

    def encode_words(self, words: Sequence[str]) -> Matrix:
        """The encoder's own rows."""
        return self._timed(partial(encode_each, self._encoder, many=True), words)

    def keep(self, cache: Path) -> None:
        """What the encoder itself leaves in a home's cache."""
        keep_encoder(self._encoder, cache)

    def _timed(self, encode: Callable[[Sequence[str]], Matrix], texts: Sequence[str]) -> Matrix:
        started = time.perf_counter()
        try:
            return encode(texts)
        finally:
            self.seconds += time.perf_counter() - started


def run_bench(settings: Settings, *, progress: Progress | None = None) -> dict[str, Any]:
    """The ratios over the bundled articles; each with our cost, the floor's, the unit and the target.

    `ask` is a whole answer and `search` its retrieval alone, both over encoding the question and an exact search;
    `stages_ms` says where an answer's time goes. Questions are the bundled set's. Times are medians of runs that
    alternate between ours and the floor's.
    """
    from qa.engine import open_engine

    told = progress or _silent
    questions = bench_questions()
    encoder = TimedEncoder(open_encoder(settings.encoder, settings.threads))
    encoder.encode_passages(["Model dimuat sebelum diukur."])
    encoder.seconds = 0.0
    started = time.perf_counter()
    with temporary_home(bundled_articles(), settings, progress, encoder, cold=True) as home:
        costs = {"build": Cost(time.perf_counter() - started, encoder.seconds, "s")}
        keep_encoder(encoder, home.cache)  # as `tanya add` does once it has published
        here = settings_at(settings, home)
        told("bench", 1, STEPS)
        rounds = _ask_rounds(open_engine(here), encoder, questions)
        costs |= {name: Cost(_median(rounds, name), _median(rounds, "floor"), "ms") for name in ("ask", "search")}
        told("bench", 2, STEPS)
        costs["cold"], costs["cold_cpu"] = _cold_costs(here, questions[0])
        told("bench", 3, STEPS)
        costs["memory"], costs["memory_own"] = _memory_costs(here, questions)
        told("bench", 4, STEPS)
    ratios = {name: costs[name].to_json(target) for name, target in TARGETS.items()}
    return {**ratios, "stages_ms": _stages(rounds)}


def run_scale(sizes: Sequence[int] = SIZES, *, progress: Progress | None = None) -> list[dict[str, Any]]:
    """Search at growing numbers of made-up passages: time, recall of the approximate index, bytes."""
    points: list[dict[str, Any]] = []
    for point in scale_curve(sizes):
        points.append(dict(point.to_json()))
        if progress:
            progress("scale", len(points), len(sizes))
    return points


def bench_questions() -> list[str]:
    """Sixty different questions from all over the bundled set, follow-ups left out, in both languages."""
    asked = [item.questions[tag] for item, tag in cases(read_sets(bundled_sets())) if not item.history]
    different = list(dict.fromkeys(asked))
    return [different[at * len(different) // ASKED] for at in range(min(ASKED, len(different)))]


def _ask_rounds(engine: Engine, encoder: Encoder, questions: Sequence[str]) -> list[dict[str, float]]:
    """For each question: ms of the floor, of our search alone, of the whole answer, and of the answer's stages."""
    from index.vectors import build_vectors
    from qa.question import understand
    from qa.searching import find

    passages = encoder.encode_passages([article.text for article in bundled_articles()])
    index, _ = build_vectors(passages.astype(np.float16))
    rounds: list[dict[str, float]] = []
    # The first round warms everything up and is not counted.
    for text in [questions[0], *questions]:
        started = time.perf_counter()
        index.search(encoder.encode_queries([text])[0], 10)
        bare = time.perf_counter()
        query = understand(text)
        find(engine.generation, query.core, query.language)
        searched = time.perf_counter()
        answer = engine.ask(text)
        answered = time.perf_counter()
        times = {"floor": bare - started, "search": searched - bare, "ask": answered - searched}
        rounds.append(
            {name: 1000 * seconds for name, seconds in times.items()}
            | {f"stage {stage}": ms for stage, ms in answer.timings_ms.items()}
        )
    return rounds[1:]


def _median(rounds: Sequence[dict[str, float]], name: str) -> float:
    return median(times[name] for times in rounds if name in times)


def _stages(rounds: Sequence[dict[str, float]]) -> dict[str, float]:
    names = dict.fromkeys(name for times in rounds for name in times if name.startswith("stage "))
    return {name.removeprefix("stage "): round(_median(rounds, name), 2) for name in names}


def _cold_costs(settings: Settings, question: str) -> tuple[Cost, Cost]:
    """By the wall clock, and of the processor, on which other programs weigh less."""
    arguments = [settings.encoder, str(settings.home), question]
    pairs = [(spent(COLD_OURS, arguments), spent(COLD_FLOOR, arguments)) for _ in range(COLD_STARTS)]
    return (
        Cost(median(ours.seconds for ours, _ in pairs), median(floor.seconds for _, floor in pairs), "s"),
        Cost(median(ours.cpu_s for ours, _ in pairs), median(floor.cpu_s for _, floor in pairs), "s"),
    )


def _memory_costs(settings: Settings, questions: Sequence[str]) -> tuple[Cost, Cost]:
    """The peak, and what no other process can share."""
    vectors = Path(settings.home) / "bench-vectors.npy"
    encoder = open_encoder(settings.encoder, settings.threads)
    np.save(vectors, encoder.encode_passages([article.text for article in bundled_articles()]))
    ours = spent(MEMORY_OURS, [settings.encoder, str(settings.home), *questions])
    floor = spent(MEMORY_FLOOR, [settings.encoder, str(vectors), *questions])
    return Cost(ours.peak_mib, floor.peak_mib, "MiB"), Cost(ours.own_mib, floor.own_mib, "MiB")


def _silent(stage: str, done: int, total: int) -> None:
    return None
