"""Train the reader and write its weights: `python -m qa.reader.train --data DATA --out qa/reader`.

Needs the `train` extra (torch, onnx, wordfreq); uses a GPU if there is one. Seeds are fixed. Writes reader.onnx.gz,
reader.json (word weights, calibration) and MODEL_CARD.md.
"""

from __future__ import annotations

import argparse
import copy
import json
import time
import zlib
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from scipy.optimize import minimize
from torch import Tensor

from index.wordvectors import WordVectors
from qa.glossary import glosses
from qa.reader import network
from qa.reader.batches import Batches, Drawn, Recipe, misspell
from qa.reader.card import write_card
from qa.reader.data import Example, Sets, load_sets
from qa.reader.evaluate import Figures, figures, read_all
from qa.reader.export import export, restore
from qa.reader.features import WordWeights, question_input
from qa.reader.model import GENERAL, READER, SETTINGS, Calibration, Model
from qa.reader.network import Batch, Network, Shape
from qa.reader.numbered import Corpus, word_weights
from qa.reader.reader import Reader
from qa.reader.swap import Swapper, headwords
from qa.training import multiplies_halves, set_rate, take_into, vectors_of

Lookup = Callable[[Sequence[str]], NDArray[np.float32]]
Watch = Callable[[int, Network], None]
GENERAL_SHARE = 0.5  # how much the network of general texts counts where both read a passage
TOGETHER = (
    "`general.onnx.gz` is a narrower network (128) that learned from the first four sets only (23 November 2026, "
    "F1 .685 on IDK-MRC valid). Where a passage comes without a lead, both read it and what they hold likely is pooled."
)
# Wider networks, unlike one another, whose opinion a reader can learn along (Hinton et al. 2015).
TEACHERS = (Shape(width=256, recurrent=1), Shape(width=320))
TEACHERS_DROPOUT = 0.2
TAUGHT = 0.6  # how much their opinion counts against the written answers
SHARED = 1.0  # how much it counts that the right one of several passages is chosen, against each read by itself
LEAST_RATE = 0.01  # of the highest
_HELD_OUT = 25  # one passage in so many is kept for calibration


@dataclass(frozen=True, slots=True)
class Schedule:
    """How the network is fitted."""

    epochs: int = 10
    stop: int = 7  # the last epoch to run; after it F1 on IDK-MRC valid fell from .681 to .658
    rate: float = 2e-3
    decay: float = 0.02
    dropout: float = 0.15
    warm_up: int = 200
    average: float = 0.999
    clip: float = 2.0
    seed: int = 0


def main(arguments: Sequence[str] | None = None) -> None:
    """Train, export, calibrate, judge and describe."""
    parser = argparse.ArgumentParser(description="Train the reader and write its weights.")
    parser.add_argument("--data", type=Path, required=True, help="folder with idk_mrc, xquad_en_id and facqa")
    parser.add_argument("--out", type=Path, default=Path("qa/reader"))
    parser.add_argument("--cache", type=Path, help="folder that keeps word vectors between runs")
    parser.add_argument("--begin", type=Path, help="folder of a reader to go on from; without it, from nothing")
    parser.add_argument("--epochs", type=int, default=Schedule().epochs)
    parser.add_argument("--stop", type=int, default=Schedule().stop)
    parser.add_argument("--rate", type=float, default=Schedule().rate)
    parser.add_argument("--general", type=Path, help="another network's file, to read given passages along")
    parser.add_argument(
        "--teachers", type=int, default=0, help="wider networks to train first and to learn from, 0 to 2"
    )
    parser.add_argument("--keep", type=float, default=0.0, help="share of the weights gone on from to keep at the end")
    parser.add_argument("--tokens", type=int, default=Recipe().tokens, help="words of passages in a batch")
    parser.add_argument("--threads", type=int, default=0)
    options = parser.parse_args(arguments)
    missing = [name for name in ("idk_mrc", "xquad_en_id", "facqa") if not (options.data / name).is_dir()]
    if missing:
        parser.error(f"{options.data} holds no {' and no '.join(missing)}")
    if options.threads:
        torch.set_num_threads(options.threads)
    began = time.time()
    sets = load_sets(options.data)
    vectors = WordVectors(options.cache)
    schedule = Schedule(epochs=options.epochs, stop=options.stop, rate=options.rate)
    begun = restore(options.begin / READER, schedule.dropout) if options.begin else None
    first = copy.deepcopy(begun)
    shapes = TEACHERS[: options.teachers]
    recipe = Recipe(tokens=options.tokens)
    fitted, weights, held_out, swapper = fit(
        sets, lambda words: vectors_of(words, vectors), schedule, begun=begun, teachers=shapes, recipe=recipe
    )
    if first is not None:
        fitted = mixed(first, fitted, options.keep)
    options.out.mkdir(parents=True, exist_ok=True)
    size = export(fitted, options.out / READER)
    if options.general:
        size += export(restore(options.general, 0.0), options.out / GENERAL)
    reader = _calibrated(options.out, weights, held_out, swapper, vectors)
    results = judge(reader, sets)
    seconds, origin = time.time() - began, "Went on from earlier weights" if begun else "From nothing"
    both = TOGETHER if options.general else "There is no second network."
    write_card(options.out / "MODEL_CARD.md", fitted, schedule, sets, results, size, seconds, origin, both)
    print(json.dumps({name: {f.name: getattr(r, f.name) for f in fields(r)} for name, r in results.items()}, indent=1))


def fit(
    sets: Sets,
    vectors: Lookup,
    schedule: Schedule,
    watch: Watch | None = None,
    begun: Network | None = None,
    teachers: Sequence[Shape] = (),
    recipe: Recipe | None = None,
) -> tuple[Network, dict[str, float], tuple[Example, ...], Swapper]:
    """The averaged network, the word weights, the examples that training did not see, and the swapper.

    `watch` is shown the averaged network after each epoch; `begun` is a network to go on from. Networks of the shapes
    `teachers` are trained first, from nothing, and what they and `begun` hold likely is learned along.
    """
    torch.manual_seed(schedule.seed)
    shape, random = Shape(), Random(schedule.seed)
    heads = headwords()
    weights = word_weights((e.context for rows in sets.train.values() for e in rows), heads)
    held_out = tuple(e for name in ("idk_mrc", "trans_squad") for e in sets.train[name] if _is_held_out(e))
    examples = [e for rows in sets.train.values() for e in rows if not _is_held_out(e)]
    corpus = Corpus(examples, WordWeights(weights), shape.longest)
    held_words = [question_input(e.question, corpus.weight).words for e in held_out]
    asked = sorted({word for question in [*corpus.questions, *held_words] for word in question})
    swapper = Swapper(asked, heads, vectors)
    typos = {word: misspell(word, random) for word in asked if len(word) > 4 and word.isalpha()}
    corpus.finish(vectors, swapper.english() | glosses() | set(typos.values()))
    batches = Batches(corpus, recipe or Recipe(), swapper, typos, schedule.seed)
    taught = [_descend(Network(teacher, TEACHERS_DROPOUT), batches, schedule, None) for teacher in teachers]
    if taught and begun:
        taught.append(copy.deepcopy(begun))
    fitted = _descend(begun or Network(shape, schedule.dropout), batches, schedule, watch, taught)
    return fitted, weights, held_out, swapper


@torch.no_grad()
def mixed(earlier: Network, later: Network, keep: float) -> Network:
    """The mean of two networks' weights, `keep` the share of the earlier one.

    Going on with other questions makes a network forget; the mean keeps most of both (Wortsman et al. 2022).
    """
    between = copy.deepcopy(later)
    for parameter, old in zip(between.parameters(), earlier.parameters(), strict=True):
        parameter.lerp_(old, keep)
    return between


def judge(reader: Reader, sets: Sets) -> dict[str, Figures]:
    """Figures on the three yardsticks, none of whose passages was trained on."""
    yardsticks = {
        "idk_mrc valid": sets.valid,
        "xquad_en_id, English questions": sets.english,
        "xquad_en_id, Indonesian questions": sets.english_in_indonesian,
        "our own pages, part choose, Indonesian": tuple(e for e in sets.office if e.id.endswith("-id")),
        "our own pages, part choose, glossed English": tuple(e for e in sets.office if e.id.endswith("-en")),
    }
    return {name: figures(rows, read_all(reader, rows)) for name, rows in yardsticks.items()}


def _descend(
    model: Network, batches: Batches, schedule: Schedule, watch: Watch | None, teachers: Sequence[Network] = ()
) -> Network:
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    model.to(device).train()
    average = copy.deepcopy(model)
    teachers = [teacher.to(device).eval() for teacher in teachers]
    quick = multiplies_halves(device)
    table = torch.from_numpy(batches.corpus.vectors).to(device, torch.bfloat16 if quick else torch.float32)
    optimiser = torch.optim.AdamW(model.parameters(), schedule.rate, (0.9, 0.98), weight_decay=schedule.decay)
    step, steps = 0, None
    for epoch in range(min(schedule.stop, schedule.epochs)):
        began, total, count = time.time(), 0.0, 0
        for drawn in batches.epoch([1] * len(batches.corpus.items)):
            progress = epoch / schedule.epochs + (count / steps if steps else 0) / schedule.epochs
            set_rate(optimiser, schedule.rate, (step + 1) / schedule.warm_up, progress, LEAST_RATE)
            batch = tensors(drawn, table)
            with torch.autocast(device.type, torch.bfloat16, enabled=quick):
                spans, absent = model(batch)
                with torch.no_grad():
                    opinions = [teacher(batch) for teacher in teachers]
            gold, asking = (torch.from_numpy(numbers).to(device) for numbers in (drawn.gold, drawn.asking))
            value = network.loss(spans, absent, gold)
            if opinions:
                value = (1 - TAUGHT) * value + TAUGHT * network.distance(spans, absent, opinions)
            value = value + SHARED * network.shared_loss(spans, absent, gold, asking)
            optimiser.zero_grad(set_to_none=True)
            value.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(model.parameters(), schedule.clip)
            optimiser.step()
            step, total, count = step + 1, total + value.item(), count + 1
            take_into(average, model, schedule.average, step)
        steps = count
        print(f"epoch {epoch + 1}/{schedule.epochs}: loss {total / count:.3f}, {time.time() - began:.0f} s", flush=True)
        if watch:
            watch(epoch + 1, average)
    return average.cpu()


def _calibrated(
    out: Path, weights: dict[str, float], held_out: Sequence[Example], swapper: Swapper, vectors: WordVectors
) -> Reader:
    """Fit Platt's scaling on passages that training did not see, in both languages, and write reader.json."""
    unscaled = {"slope": 1.0, "offset": 0.0}
    settings: dict[str, Any] = {"word_weights": weights, "calibration": unscaled}
    settings["together"] = {"share": GENERAL_SHARE, "calibration": unscaled}
    path = out / SETTINGS
    path.write_text(json.dumps(settings, ensure_ascii=False), "utf-8")
    random = Random(0)
    asked = [question_input(e.question, WordWeights(weights)).words for e in held_out]
    swapped = [
        replace(e, question=" ".join(swapper.swap(words, random))) for e, words in zip(held_out, asked, strict=True)
    ]
    examples = [*held_out, *swapped]
    settings["calibration"] = _scale(Reader(Model(out), vectors), examples)
    settings["together"]["calibration"] = _scale(Reader.load(vectors, out), examples)
    path.write_text(json.dumps(settings, ensure_ascii=False), "utf-8")
    return Reader.load(vectors, out)


def _scale(reader: Reader, examples: Sequence[Example]) -> dict[str, float]:
    """Platt's scaling for a reader that has none yet."""
    told = np.array([reading.answerable for reading in read_all(reader, examples)])
    told = np.clip(told, 1e-9, 1 - 1e-9)
    return asdict(platt(np.log(told / (1 - told)), np.array([bool(e.answers) for e in examples])))


def platt(margins: NDArray[np.float64], answerable: NDArray[np.bool_]) -> Calibration:
    """Slope and offset of the likeliest logistic curve (Platt 1999)."""
    signs = np.where(answerable, 1.0, -1.0)

    def cost(parameters: NDArray[np.float64]) -> float:
        return float(np.logaddexp(0, -signs * (parameters[0] * margins + parameters[1])).mean())

    slope, offset = minimize(cost, np.array([1.0, 0.0]), method="Nelder-Mead").x
    return Calibration(round(float(slope), 4), round(float(offset), 4))


def _is_held_out(example: Example) -> bool:
    return zlib.crc32(example.context.encode()) % _HELD_OUT == 0


def tensors(drawn: Drawn, table: Tensor) -> Batch:
    """A drawn batch on the table's device, with vectors in place of row numbers."""

    def put(array: NDArray[Any]) -> Tensor:
        return torch.from_numpy(array).to(table.device)

    return Batch(
        passage_vectors=table[put(drawn.passage_rows)],
        passage_words=put(drawn.passage_words),
        passage_stems=put(drawn.passage_stems),
        passage_features=put(drawn.passage_features),
        sentences=put(drawn.sentences),
        question_vectors=table[put(drawn.question_words)],
        question_words=put(drawn.question_words),
        question_stems=put(drawn.question_stems),
        question_features=put(drawn.question_features),
    )


if __name__ == "__main__":
    main()
