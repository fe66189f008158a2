"""Citation recall and precision by ALCE's definitions (Gao et al. 2023). Knows one answer and the texts it quotes.

ALCE asks an entailment model whether quotations support a statement. Here a quotation must first be exact, and support
is literal: every value that the statement names stands in the quotations, and so do most of its words, or, where it is
in another language than they are, the values alone decide. A paraphrase without values counts as unsupported.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.partial import PartialDate
from eval.matching import figures, states_all, tokens
from index.sentences import sentence_spans
from qa.draft import read_marked, unmarked
from qa.types import Answer, Citation
from qa.values import Value

# Half of a statement's words: framing ("According to KPU Cilacap …") takes some, another subject would take most.
SHARED_WORDS = 0.5


@dataclass(frozen=True, slots=True)
class CitationScores:
    """Counts of one answer: statements, those fully supported, citations, those that pull their weight, exact ones."""

    statements: int = 0
    supported: int = 0
    citations: int = 0
    precise: int = 0
    exact: int = 0


def score_citations(answer: Answer, texts: dict[str, str]) -> CitationScores:
    """ALCE's counts. `texts` gives each article's text by id; a quotation of an unknown article is not exact.

    Recall: a statement counts if its citations together support it. Precision: a citation counts if its statement is
    supported and the citation either supports it alone or is needed, that is, the others don't support it without it.
    """
    by_number = {citation.number: citation for citation in answer.citations}
    counts = [
        _score_statement(unmarked(statement.text), statement.numbers, by_number, texts)
        for statement in read_marked(answer.text, sentence_spans(answer.text))
    ]
    return CitationScores(*(sum(column) for column in zip(*counts, strict=True))) if counts else CitationScores()


def _score_statement(
    words: str, numbers: Sequence[int], by_number: dict[int, Citation], texts: dict[str, str]
) -> tuple[int, int, int, int, int]:
    # A mark without a citation behind it, or with an inexact one, is a citation that proves nothing.
    cited = [by_number[number] for number in numbers if number in by_number]
    exact = [citation for citation in cited if is_exact(citation, texts)]
    whole = supports(exact, words)
    precise = sum(whole and _pulls_weight(exact, citation, words) for citation in exact)
    return 1, int(whole), len(numbers), precise, len(exact)


def is_exact(citation: Citation, texts: dict[str, str]) -> bool:
    """Whether the quotation is what the article says at those offsets."""
    text = texts.get(citation.article_id)
    return text is not None and bool(citation.quote) and text[citation.start : citation.end] == citation.quote


def supports(citations: Sequence[Citation], statement: str) -> bool:
    """Whether the quotations together support the statement; see the module's definition.

    A date may also be the publication date of what is cited, and a quotation's "kemarin" is read by that date.
    """
    if not citations:
        return False
    stated = [value for citation in citations for value in _stated(citation)]
    claims = figures(statement)
    if not states_all(stated, claims):
        return False
    said, have = tokens(statement), {token for citation in citations for token in tokens(citation.quote)}
    return bool(claims) or sum(token in have for token in said) >= SHARED_WORDS * len(said)


def _stated(citation: Citation) -> list[Value]:
    published = PartialDate.from_iso(citation.published or "")
    return [*figures(citation.quote, published), *figures(citation.published or "")]


def _pulls_weight(citations: Sequence[Citation], one: Citation, statement: str) -> bool:
    others = [citation for citation in citations if citation is not one]
    return supports([one], statement) or not supports(others, statement)
