"""Write the translator's model card: what it is, what it learned from, how well it does, and when. Training only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from qa.translator.data import ASKED, FAITHFUL, Pair
from qa.translator.measure import Likeness

_TEMPLATE = """# Model card: the translator

Puts an English question into Indonesian, so that Indonesian passages are searched and read for it as for its twin. It
copies names and figures, chooses among what the glossary has for a word, and writes the rest itself.

- Written by `python -m qa.translator.train` on {date}, in {minutes:.0f} minutes; {epochs} epochs, {begun}.
- {vocabulary:,} words that it may write; the weights take {megabytes:.2f} MB (8 bits each, packed).
- Word vectors come from the embedded encoder (each word alone) and stay as they are.

## Learned from

| pairs | number | counts |
|---|---|---|
{sources}

All were written for this project: `qa/fitting_set` (parts `read` and `fit`) and `qa/translator/pairs`.

## Measured

On pairs that were not learned from: those of `unseen.tsv`, and the questions about our own pages of part `choose`. The
share of the words of the Indonesian twin that the translation says (recall), and of what it says that the twin does
(precision), by stems. Twins of the second kind ask the same thing, not always in the same words.

| questions | number | recall | precision | F1 |
|---|---|---|---|---|
{figures}

## Limits

- It knows the English of questions about public offices; of other things, what the glossary and the encoder know.
- It may choose a wrong word or leave one out: what an answer claims is checked against the question as it was asked.
"""


def write_card(
    path: Path,
    pairs: Sequence[Pair],
    vocabulary: Sequence[str],
    results: Mapping[str, tuple[int, Likeness]],
    size: int,
    seconds: float,
    begun: bool,
    epochs: int,
) -> None:
    """Write the card to `path`."""
    kinds = {FAITHFUL: "written to say the same", ASKED: "asked of one page in both languages"}
    counted: dict[tuple[str, float], int] = {}
    for pair in pairs:
        kind = kinds.get(pair.weight, "the same, in other words than the page's"), pair.weight
        counted[kind] = counted.get(kind, 0) + 1
    sources = [f"| {kind} | {number:,} | {weight} |" for (kind, weight), number in counted.items()]
    figures = [
        f"| {name} | {number:,} | {like.recall:.3f} | {like.precision:.3f} | {like.f1:.3f} |"
        for name, (number, like) in results.items()
    ]
    text = _TEMPLATE.format(
        date=datetime.now(UTC).date().isoformat(),
        minutes=seconds / 60,
        epochs=epochs,
        begun="from earlier weights" if begun else "from nothing",
        vocabulary=len(vocabulary) - 1,
        megabytes=size / 1e6,
        sources="\n".join(sources),
        figures="\n".join(figures),
    )
    path.write_text(text, encoding="utf-8")
