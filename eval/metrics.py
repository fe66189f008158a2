"""Ranking metrics, by the field's own scorer (ir-measures over trec_eval). Knows ids and ranks, no texts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

# Name in our JSON → the scorer's name for the same measure.
MEASURES = {"ndcg@10": "nDCG@10", "recall@1": "R@1", "recall@10": "R@10", "mrr@10": "RR@10"}


def ranking_scores(judged: Mapping[str, Mapping[str, int]], ranked: Mapping[str, Sequence[str]]) -> dict[str, float]:
    """Means over the judged queries; a query without a ranking counts as 0.

    `judged`: query id → document id → grade; `ranked`: query id → document ids, best first.
    """
    import ir_measures

    measures = {name: ir_measures.parse_measure(theirs) for name, theirs in MEASURES.items()}
    grades = [
        ir_measures.Qrel(query, document, grade)
        for query, documents in judged.items()
        for document, grade in documents.items()
    ]
    # The scorer breaks ties in its own way, so it is handed ranks, which have none.
    run = [
        ir_measures.ScoredDoc(query, document, -float(rank))
        for query, documents in ranked.items()
        for rank, document in enumerate(documents, 1)
    ]
    found = ir_measures.calc_aggregate(list(measures.values()), grades, run)
    return {name: round(float(found[measure]), 4) for name, measure in measures.items()}
