"""What a build would cost before it is started. Knows nothing of how it is done afterwards."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass

from corpus.article import Article
from corpus.home import Home
from index.build import passage_groups
from index.embed import missing_groups
from index.encoder import Encoder

_SAMPLE = 4


@dataclass(frozen=True, slots=True)
class BuildCost:
    """Passages in all, those that the encoder has not met, and the seconds that encoding them would take here."""

    passages: int
    to_encode: int
    seconds: float


def build_cost(home: Home, articles: Iterable[Article], encoder: Encoder) -> BuildCost:
    """Estimate a build by encoding a few of the passages that are new to this encoder, spread over the corpus."""
    groups = passage_groups(sorted(articles, key=lambda article: article.id.encode()))
    missing = missing_groups(encoder.name, groups, home.cache)
    if not missing:
        return BuildCost(len(groups), 0, 0.0)
    encoder.encode_queries(["pemilu"])  # loading the model is not part of the rate
    sample = missing[:: max(1, len(missing) // _SAMPLE)][:_SAMPLE]
    started = time.perf_counter()
    for group in sample:
        encoder.encode_passages(group)
    rate_s = (time.perf_counter() - started) / len(sample)
    return BuildCost(len(groups), len(missing), round(rate_s * len(missing), 1))
