"""Fit the model that tells what kind of answer a question asks for: `python -m qa.kindfit`.

Learns from the questions of our own pages in `qa/fitting_set` (the parts `read` and `fit`) and is judged on the part
`choose`: a multinomial logistic regression whose weights are held near 0. Deterministic. Writes `qa/kinds.json`.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from scipy.special import logsumexp

from qa.kinds import cues, likely_kind
from qa.written import Part, written_pages

SEEN_TIMES = 4  # a cue of fewer questions is left out
PENALTY = 1.0
SMALLEST = 0.12  # a weight nearer to 0 is not stored

Labelled = list[tuple[str, str]]


def main() -> None:
    """Fit, write, and say how often a sure kind is right on questions that were not fitted."""
    fitted = labelled("read") + labelled("fit")
    known = fit(fitted)
    path = Path(__file__).parent / "kinds.json"
    lines = [f"{json.dumps(kind)}: {json.dumps(weights, ensure_ascii=False)}" for kind, weights in known.items()]
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
    told = [(likely_kind(question), kind) for question, kind in labelled("choose")]
    sure = [guess == kind for guess, kind in told if guess]
    print(f"fitted on {len(fitted)} questions; sure of {len(sure)} of {len(told)} others, rightly {np.mean(sure):.3f}")


def labelled(part: Part) -> Labelled:
    """The questions of one part in both languages, each with its kind of answer."""
    asked = [one for page in written_pages(part) for one in page.asked]
    return [(question, one.kind) for one in asked for question in (one.indonesian, one.english)]


def fit(questions: Labelled) -> dict[str, dict[str, float]]:
    """For each kind, the weight of each cue."""
    counts = Counter(cue for question, _ in questions for cue in set(cues(question)))
    names = sorted(cue for cue, times in counts.items() if times >= SEEN_TIMES)
    column = {name: at for at, name in enumerate(names)}
    kinds = sorted({kind for _, kind in questions})
    found = [(row, column[cue]) for row, (q, _) in enumerate(questions) for cue in set(cues(q)) if cue in column]
    rows, columns = zip(*found, strict=True)
    seen = csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(len(questions), len(names)))
    gold = np.asarray([kinds.index(kind) for _, kind in questions])
    weights = _descend(seen, gold, len(kinds))
    return {
        kind: {name: round(float(w), 2) for name, w in zip(names, weights[:, at], strict=True) if abs(w) >= SMALLEST}
        for at, kind in enumerate(kinds)
    }


def _descend(seen: csr_matrix, gold: NDArray[np.int64], kinds: int) -> NDArray[np.float64]:
    shape = (seen.shape[1], kinds)
    right = np.eye(kinds)[gold]

    def loss(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        weights = flat.reshape(shape)
        scores = seen @ weights
        logs = scores - logsumexp(scores, axis=1, keepdims=True)
        value = -float((logs * right).sum()) + 0.5 * PENALTY * float(flat @ flat)
        return value, (seen.T @ (np.exp(logs) - right) + PENALTY * weights).ravel()

    return np.asarray(minimize(loss, np.zeros(shape).ravel(), jac=True, method="L-BFGS-B").x).reshape(shape)


if __name__ == "__main__":
    main()
