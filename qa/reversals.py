"""Checks of a draft's sentence against what turns it round: another rank, the opposite direction or unit, a denial.

Each gives the words at fault, or None. `qa.turning` finds these signs in a text; here a claim is held against its
evidence.
"""

from __future__ import annotations

from qa.attribution import attributions
from qa.claims import Reading, outer_spans
from qa.language import detect
from qa.support import Support, inside
from qa.turning import denials, directions, measured, polarities, ranks


def another_rank(claimed: Reading, support: Support) -> str | None:
    """A role without the "wakil", "Plt." or "mantan" that it always has in the evidence, or with another role's."""
    stated = support.ranks()
    anywhere = {rank for told in stated.values() for before in told for rank in before}
    candidate = any(mention.concept == "calon" for mention in claimed.mentions)
    for role, before in ranks(claimed):
        told = stated.get(role.concept)
        if told is None:
            continue
        lost = frozenset.intersection(*told) - before - ({"candidate"} if candidate else set())
        moved = before & (anywhere | {"former"}) - frozenset.union(*told) - {"candidate"}
        if lost or moved:
            return claimed.text[claimed.words[role.first].start : claimed.words[role.last - 1].end]
    return None


def turned(claimed: Reading, support: Support) -> str | None:
    """A value beside "naik" that has "turun" beside it in the evidence, or in minutes there and in hours here."""
    for value, way, opposite in directions(claimed):
        stated = support.directions(value)
        if (opposite, way) in stated and (way, opposite) not in stated:
            return value.text
    for value, unit in measured(claimed):
        units = support.units(value)
        if units and unit not in units:
            return value.text
    return None


def flipped(claimed: Reading, support: Support) -> str | None:
    """A denial that the evidence does not make, or a lost one: the words concerned."""
    negations = [mention.first for mention in claimed.mentions if mention.kind == "negation"]
    told = [first for first in negations if not _repeated(claimed, first, support)]
    if len(told) > support.denials:
        return claimed.words[told[0]].text
    same = same_language(claimed, support)
    for first, keys in denials(claimed):
        if first in told and not support.denied(keys, same_language=same):
            return claimed.words[first].text
    stated = support.polarity()
    for key, signs in polarities(claimed, attributions(claimed, support)).items():
        if key in stated and not signs <= stated[key]:
            return key
    return None


def _repeated(claimed: Reading, first: int, support: Support) -> bool:
    """Whether a denial stands outside the quotation with the very word after it that the evidence has after it.

    A value may hold one ("Tidak Jelas", the name of an album) and be told before the sentence that has it.
    """
    word, after = claimed.words[first], claimed.words[first + 1 : first + 2]
    if inside(outer_spans(claimed.text), word) or not after:
        return False
    words = claimed.text[word.start : after[0].end].casefold()
    return any(words in reading.text.casefold() for reading in support.readings)


def same_language(claimed: Reading, support: Support) -> bool:
    """Whether a sentence is in the language of some of its evidence."""
    return detect(claimed.text) in {detect(reading.text) for reading in support.readings}
