"""What is hidden or exchanged while the translator learns."""

from __future__ import annotations

from random import Random

import numpy as np
import torch

from qa.glossary import alike
from qa.translator.data import FAITHFUL, Pair
from qa.translator.noise import QUIET, Noise, exchanged
from qa.translator.source import source_of, with_glosses
from qa.translator.train import packed, rows_of

ASKED = "When was the judge in Demak dismissed?"


def test_words_are_exchanged_for_others_of_the_same_sense_and_names_never() -> None:
    source = source_of(ASKED)
    seen: dict[str, set[str]] = {}
    for seed in range(40):
        other = exchanged(source, 1.0, Random(seed))
        assert len(other.words) == len(source.words)
        for before, after, candidates in zip(source.words, other.words, other.candidates, strict=True):
            seen.setdefault(before, set()).add(after)
            assert after == before or (after in alike(before) and candidates == with_glosses(after))
    assert seen["Demak"] == {"Demak"} and seen["When"] == {"When"}
    assert len(seen["judge"]) > 1


def test_nothing_is_exchanged_without_a_share() -> None:
    source = source_of(ASKED)
    assert exchanged(source, 0.0, Random(1)) == source


def test_hidden_words_are_shown_as_none_and_stay_wanted() -> None:
    rows = rows_of([Pair(ASKED, "Kapan hakim di Demak diberhentikan?", FAITHFUL)])
    words = sorted({word.lower() for some in rows[0].source.candidates for word in some} | set(rows[0].wanted))
    number = {word: place + 1 for place, word in enumerate(words)}.__getitem__
    places = {"": 0, "kapan": 1}
    plain = packed(rows, number, places, QUIET, Random(0))
    hidden = packed(rows, number, places, Noise(blot=1.0, forget=1.0, exchange=0.0), Random(0))
    assert bool((plain.source > 0).all()) and int(hidden.source.sum()) == 0
    assert int((plain.before > 0).sum()) == len(rows[0].wanted) and int(hidden.before.sum()) == 0
    for name in ("candidates", "wanted", "matches"):
        assert torch.equal(getattr(plain, name), getattr(hidden, name))
    assert np.isfinite(hidden.features.numpy()).all()
