"""What is hidden or exchanged in a pair while the translator learns, so that it leans on no single word.

Only training uses it; it knows neither the network nor the files of pairs.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from qa.glossary import alike
from qa.translator.source import Source, with_glosses


@dataclass(frozen=True, slots=True)
class Noise:
    """How often each thing is done to a word."""

    blot: float = 0.06  # a word of the source is not shown; what it may become is
    forget: float = 0.12  # the word written before is not shown, so that the source has to tell the next one
    exchange: float = 0.08  # a word of the source is another one that the glossary gives the same sense


QUIET = Noise(0.0, 0.0, 0.0)


def exchanged(source: Source, share: float, random: Random) -> Source:
    """The source with some words exchanged for others of the same sense, and what those may become."""
    words, candidates = list(source.words), list(source.candidates)
    for place, word in enumerate(source.words):
        others = alike(word) if len(candidates[place]) > 1 and random.random() < share else ()
        if others:
            words[place] = random.choice(others)
            candidates[place] = with_glosses(words[place])
    return Source(tuple(words), tuple(candidates))
