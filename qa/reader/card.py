"""Write the reader's model card: what it is, what it was fitted on, how well it does, and when. Training only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from qa.reader.data import Sets
from qa.reader.evaluate import Figures
from qa.reader.network import Network

if TYPE_CHECKING:
    from qa.reader.train import Schedule

_SOURCES = {
    "idk_mrc": "IDK-MRC train (Putri & Oh 2022): Indonesian Wikipedia, half of the questions unanswerable near misses",
    "tydiqa": "TyDi QA GoldP, Indonesian train (Clark et al. 2020), the questions that IDK-MRC lacks",
    "trans_squad": "machine-translated SQuAD 2.0 questions from IDK-MRC's release, half unanswerable",
    "facqa": "FacQA train (Purwarianti et al. 2007, IndoNLU): factoid questions over news, spacing repaired",
    "office": "our own office pages (`qa/fitting_set`, part `read`), asked in Indonesian and in glossed English",
    "office_raw": "the same, every fourth English question in its own words",
    "plain": "our own passages of an encyclopaedia, asked in Indonesian and in glossed English",
    "plain_raw": "the same in English",
}

_TEMPLATE = """# Model card: the reader

Finds the answer to a question inside an Indonesian passage, and says how likely the passage is to hold one.
Questions may be Indonesian or English.

- Written by `python -m qa.reader.train` on {date}, in {minutes:.0f} minutes; seed {seed}.
- {begun}; {stop} epochs of a schedule of {epochs}, chosen on IDK-MRC valid and on our own pages' part `choose`.
- {parameters:,} parameters; the weights of all networks take {megabytes:.2f} MB (8 bits each, packed).
- {together}
- Word vectors come from the embedded encoder (each word alone) and stay as they are.
- Network: {shape}.
- Schedule: {schedule}.

## Learned from

| set | questions | answerable |
|---|---|---|
{sources}

Half of the questions of the first four sets are shown with their words swapped for their nearest English headwords in
the encoder's space, half of these put back into Indonesian by the glossary (`qa/glossary.csv`), as answering does; some
with a passage that does not answer them, about another name than theirs, or with two passages joined. Passages of
IDK-MRC valid, TyDi QA valid and xquad_en_id, and near copies of them, were left out; one passage in 25 was kept to
calibrate `answerable`, with its questions as they are and word-swapped. Passages of our own office pages are shown
after a lead of title, office and day, as answering shows them, beside up to three other passages of their page and one
of another: the right one is to be chosen among them (shared normalisation, Clark & Gardner 2018).

No text of these sets is in the weights' files. Their licences: TyDi QA Apache-2.0, SQuAD CC BY-SA 4.0, IndoNLU
Apache-2.0; IDK-MRC's repository names none.

## Measured

On sets whose passages were not trained on, each question over its own passage, by SQuAD 2.0's rules.
`in sentence`: a gold answer stands in the sentence(s) that the best span touches. `AUC`: answerable against not.
`F1 at half`: F1 over the answerable questions with the threshold that refuses half of the unanswerable ones.
The first three sets have no lead, so both networks read them; our own pages are read by `reader.onnx.gz` alone.

| set | questions | F1 | EM | in sentence | AUC | F1 at half | Brier |
|---|---|---|---|---|---|---|---|
{results}

IDK-MRC valid was used to choose between variants; no set was used to fit what is measured on it.

## Limits

- The passages learned from are encyclopaedia articles, their translations, news snippets, and pages that we wrote in
  the manner of election offices: real pages may differ from ours in ways that we did not think of.
- A near miss (another year, another office, a denied fact) is taken for an answer too often: see the AUC. What an
  answer claims is checked elsewhere.
- English was learned from swapped words and from the English questions of our own pages, put into Indonesian words one
  by one: an English question that turns on its grammar may be misread.
- Passages beyond 300 words are read in overlapping windows.
"""


def write_card(
    path: Path,
    network: Network,
    schedule: Schedule,
    sets: Sets,
    results: Mapping[str, Figures],
    size: int,
    seconds: float,
    begun: str,
    together: str,
) -> None:
    """Write MODEL_CARD.md; `begun` says what training began from, `together` what second network reads along."""
    text = _TEMPLATE.format(
        date=datetime.now(UTC).date().isoformat(),
        minutes=seconds / 60,
        seed=schedule.seed,
        begun=begun,
        together=together,
        epochs=schedule.epochs,
        stop=min(schedule.stop, schedule.epochs),
        parameters=sum(p.numel() for p in network.parameters()),
        megabytes=size / 1e6,
        shape=_listed(asdict(network.shape)),
        schedule=_listed(asdict(schedule)),
        sources="\n".join(
            f"| {_SOURCES[name]} | {len(rows):,} | {sum(bool(e.answers) for e in rows):,} |"
            for name, rows in sets.train.items()
        ),
        results="\n".join(_row(name, result) for name, result in results.items()),
    )
    path.write_text(text, "utf-8")


def _row(name: str, result: Figures) -> str:
    numbers = (result.f1, result.em, result.in_sentence, result.auc, result.f1_at_half, result.brier)
    shown = " | ".join("" if number is None else f"{number:.3f}" for number in numbers)
    return f"| {name} | {result.questions:,} | {shown} |"


def _listed(values: Mapping[str, object]) -> str:
    return ", ".join(f"{name} {value}" for name, value in values.items())
