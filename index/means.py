"""The fixed mean that is taken off an encoder's vectors, one for passages and one for each language of questions.

Knows nothing of search. Sentence encoders put a common direction into every vector, and a different one for each
language; without it, cosines tell texts apart better (Mu & Viswanath 2018). The means of the embedded encoder were
fitted on text unrelated to any test: `python -m index.means --data DATA_DIR`. Another encoder gets its means when an
index is built: questions from made-up samples, passages from the corpus.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np

from index.datasets import answerable, contexts
from index.encoder import Encoder, Matrix
from index.vectors import unit

_FEW = 200


@dataclass(frozen=True, slots=True)
class Means:
    """Vectors of the encoder's length; a language without its own mean uses the mean of all that have one."""

    passage: Matrix
    questions: Mapping[str, Matrix]

    def centre_passages(self, rows: Matrix) -> Matrix:
        """Unit rows without the passages' mean."""
        return unit(rows - self.passage)

    def centre_questions(self, rows: Matrix, language: str) -> Matrix:
        """Unit rows without the mean of questions in that language."""
        mean = self.questions.get(language)
        if mean is None:
            mean = np.mean(list(self.questions.values()), axis=0) if self.questions else self.passage
        return unit(rows - mean)

    def to_json(self) -> dict[str, Any]:
        """Plain lists, rounded to what half-precision vectors can tell."""
        return {"passage": _rounded(self.passage), "questions": {k: _rounded(v) for k, v in self.questions.items()}}


def means_from_json(data: Mapping[str, Any]) -> Means:
    """The inverse of `Means.to_json`."""
    return Means(_vector(data["passage"]), {language: _vector(row) for language, row in data["questions"].items()})


def fitted_means(encoder_name: str) -> Means | None:
    """The means that come with Tanya, or None for an encoder that has none."""
    found = _fitted().get(encoder_name)
    return means_from_json(found) if found is not None else None


def estimated_means(encoder: Encoder, passages: Matrix) -> Means:
    """Means for an encoder without fitted ones, from the corpus and from sample questions.

    The passages' mean is drawn towards zero for a small corpus, whose mean is its subject rather than a habit of the
    encoder.
    """
    passage = (
        passages.mean(axis=0) * (len(passages) / (len(passages) + _FEW)) if len(passages) else np.zeros(encoder.dim)
    )
    questions = {language: encoder.encode_queries(texts).mean(axis=0) for language, texts in sample_questions().items()}
    return Means(passage.astype(np.float32), questions)


def sample_questions() -> dict[str, list[str]]:
    """Made-up questions about nothing in particular, by language."""
    content = json.loads(files("index").joinpath("sample_questions.json").read_text(encoding="utf-8"))
    return {
        language: [form.format(thing) for form in table["forms"] for thing in table["things"]]
        for language, table in content.items()
    }


def fit(data: Path) -> Means:
    """The embedded encoder's means: training passages and Indonesian questions, sample English questions."""
    from index.encoders.use import UseMultilingual

    encoder = UseMultilingual()
    held_out = set(contexts(data / "idk_mrc" / "idk_mrc_valid.json"))
    passages = [text for text in contexts(data / "idk_mrc" / "idk_mrc_train.json") if text not in held_out]
    asked = [asked.question for asked in answerable(data / "idk_mrc" / "idk_mrc_train.json")]
    questions = {"id": asked, "en": sample_questions()["en"]}
    return Means(
        encoder.encode_passages(passages).mean(axis=0),
        {language: encoder.encode_queries(texts).mean(axis=0) for language, texts in questions.items()},
    )


@cache
def _fitted() -> dict[str, Any]:
    content: dict[str, Any] = json.loads(files("index").joinpath("means.json").read_text(encoding="utf-8"))
    return content


def _vector(values: list[float]) -> Matrix:
    return np.asarray(values, dtype=np.float32)


def _rounded(row: Matrix) -> list[float]:
    return [round(float(value), 5) for value in row]


def main() -> None:
    """Fit the means of the embedded encoder and print them as JSON."""
    parser = argparse.ArgumentParser(
        description="Fit the means of the embedded encoder; write the output to index/means.json."
    )
    parser.add_argument("--data", type=Path, required=True, help="folder with idk_mrc/")
    print(json.dumps({"use-multilingual": fit(parser.parse_args().data).to_json()}))


if __name__ == "__main__":
    main()
