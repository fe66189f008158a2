from importlib.resources import files

import numpy as np
import pytest

from index.basis import principal_basis, vocabulary
from index.lexicon import SHORT, shorten


def test_the_basis_is_that_of_the_singular_value_decomposition() -> None:
    random = np.random.default_rng(5)
    rows = (random.standard_normal((400, 12)) * np.linspace(3, 0.5, 12) + 2).astype(np.float32)
    basis = principal_basis(rows, 5)
    _, _, directions = np.linalg.svd(rows - rows.mean(axis=0), full_matrices=False)
    assert basis[0] == pytest.approx(rows.mean(axis=0), abs=1e-5)
    assert np.abs(np.sum(basis[1:] * directions[:5], axis=1)) == pytest.approx(np.ones(5), abs=1e-4)
    # The sign is settled: rows in another order give the same basis.
    assert principal_basis(rows[::-1], 5) == pytest.approx(basis, abs=1e-4)


def test_the_vocabulary_is_of_words_with_meaning() -> None:
    assert vocabulary(["KPU di Sikka, 2024!", "Apa itu Sikka?"]) == ["kpu", "sikka"]


def test_the_basis_that_comes_with_tanya_is_orthonormal_and_keeps_neighbours() -> None:
    with files("index").joinpath("word_basis.npy").open("rb") as file:
        basis = np.load(file).astype(np.float32)
    assert basis.shape == (SHORT + 1, 512)
    assert basis[1:] @ basis[1:].T == pytest.approx(np.eye(SHORT), abs=2e-3)
    row = basis[0] + basis[1] * 3
    assert shorten(row[None])[0] == pytest.approx(np.eye(SHORT)[0], abs=2e-3)
