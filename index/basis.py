"""The basis that word vectors are shortened with: principal components of a training vocabulary.

Knows nothing of which words an index holds.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from index.datasets import contexts
from index.encoder import Matrix
from index.lexicon import SHORT, has_meaning
from index.words import norms
from index.wordvectors import WordVectors

_PASSAGES = 1500
_BLOCK = 10_000


def principal_basis(vectors: Matrix, components: int = SHORT) -> Matrix:
    """The mean of the rows, then their `components` principal directions, widest first (Pearson 1901).

    A direction's sign is that of its largest number made positive, so that the same rows give the same basis anywhere.
    """
    mean = vectors.mean(axis=0)
    spread = (vectors - mean).T @ (vectors - mean)
    _, directions = np.linalg.eigh(spread)
    widest = directions[:, ::-1][:, :components].T
    signs = np.sign(widest[np.arange(len(widest)), np.abs(widest).argmax(axis=1)])
    return np.concatenate([mean[None], widest * signs[:, None]])


def vocabulary(passages: Sequence[str]) -> list[str]:
    """The different content words of these passages, sorted."""
    return sorted({word for passage in passages for word in norms(passage) if has_meaning(word)})


def fit(data: Path) -> Matrix:
    """The embedded encoder's basis, from the words of 1,500 training passages that validation does not hold."""
    held_out = set(contexts(data / "idk_mrc" / "idk_mrc_valid.json"))
    passages = [text for text in contexts(data / "idk_mrc" / "idk_mrc_train.json") if text not in held_out]
    words = vocabulary(passages[:_PASSAGES])
    known = WordVectors()
    blocks = [known.lookup(words[at : at + _BLOCK]) for at in range(0, len(words), _BLOCK)]
    return principal_basis(np.concatenate(blocks))


def main() -> None:
    """Fit the basis and write it as half-precision numbers."""
    parser = argparse.ArgumentParser(description="Fit the basis of short word vectors; it comes with the package.")
    parser.add_argument("--data", type=Path, required=True, help="folder with idk_mrc/")
    parser.add_argument("--out", type=Path, default=Path("index/word_basis.npy"), help="the file to write")
    args = parser.parse_args()
    np.save(args.out, fit(args.data).astype(np.float16), allow_pickle=False)


if __name__ == "__main__":
    main()
