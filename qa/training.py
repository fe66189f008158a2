"""What every training does alike: vectors of many words, the rate of a step, the average of a network's weights.

Only the trainers use it; it knows neither of their networks nor of their data.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from index.wordvectors import WordVectors

_AT_ONCE = 15_000  # words that the vector cache takes between saves


def vectors_of(words: Sequence[str], vectors: WordVectors) -> NDArray[np.float32]:
    """One row of 512 per word, looked up in parts that the cache keeps."""
    parts = []
    for at in range(0, len(words), _AT_ONCE):
        parts.append(vectors.lookup(words[at : at + _AT_ONCE]))
        vectors.save()
    return np.concatenate(parts)


def multiplies_halves(device: torch.device) -> bool:
    """Whether the machine multiplies 16-bit numbers itself; one that only imitates it takes many times as long."""
    return device.type == "cuda" or bool(torch.ops.mkldnn._is_mkldnn_bf16_supported())


def set_rate(optimiser: torch.optim.Optimizer, highest: float, warm: float, progress: float, least: float) -> None:
    """Half a cosine from `highest` down to `least` of it as `progress` goes from 0 to 1; `warm` of 1 is warmed up."""
    for group in optimiser.param_groups:
        group["lr"] = highest * min(1.0, warm) * max(least, (1 + math.cos(math.pi * min(1.0, progress))) / 2)


@torch.no_grad()
def take_into(average: nn.Module, network: nn.Module, most: float, step: int) -> None:
    """Move an average of weights towards a network's, fast at first; `most` is what it keeps in the long run."""
    keep = min(most, (1 + step) / (10 + step))
    for kept, new in zip(average.parameters(), network.parameters(), strict=True):
        kept.lerp_(new, 1 - keep)
