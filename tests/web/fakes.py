"""An engine that answers by counting shared words: it keeps every promise of the real one."""

from __future__ import annotations

import itertools
import re
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from corpus.article import Article
from corpus.errors import ArticleNotFound
from index.types import Chunk, Filters, Hit
from qa.types import Answer, Citation, DatedValue, Passage, Turn

VALUE = re.compile(r"\d{1,2} \w+ \d{4}|\d[\d.]* (?:TPS|orang)")
_COUNTER = itertools.count(1)

ARTICLES = (
    Article(
        "salatiga-tahapan",
        "https://kpu.example/salatiga/tahapan",
        "CPNS mempelajari tahapan pemilu",
        "KPU Kota Salatiga mengikuti kelas daring.\nPemungutan suara pemilu dan pilpres 2024 direncanakan pada "
        "28 Februari 2024.\nPeserta berasal dari enam kota.",
        "2021-06-16",
        "KPU Kota Salatiga",
    ),
    Article(
        "ri-hari-pemungutan",
        "https://kpu.example/ri/hari",
        "Hari pemungutan suara ditetapkan",
        "KPU mengadakan rapat di Jakarta.\nPemungutan suara pemilu dan pilpres 2024 ditetapkan pada 14 Februari 2024."
        "\nKeputusan itu berlaku di seluruh Indonesia.",
        "2022-01-31",
        "KPU RI",
    ),
    Article(
        "cilacap-tps-a",
        "cilacap/a.txt",
        "Jumlah TPS Cilacap menurut KPU",
        "Jumlah TPS di Kabupaten Cilacap sebanyak 3.900 TPS.",
        "2020-10-15",
        "KPU Kabupaten Cilacap",
    ),
    Article(
        "cilacap-tps-b",
        "cilacap/b.txt",
        "Jumlah TPS Cilacap menurut provinsi",
        "Jumlah TPS di Kabupaten Cilacap sebanyak 3.912 TPS.",
        "2020-10-15",
        "KPU Provinsi Jawa Tengah",
    ),
    Article(
        "jahat",
        "javascript:alert(1)",
        "<script>alert('judul')</script> {{ 1234*5678 }} \u202egnusop\u202c \x1b[31mmerah",
        "Kalimat <img src=x onerror=alert(1)> tentang serangan siber {{ 1234*5678 }} pada 3 Maret 2023 \x1b[2J.",
        "2023-03-03",
        "</title><b>Kantor</b>",
    ),
)


@dataclass(frozen=True)
class _Found:
    article: Article
    start: int
    end: int
    score: int

    @property
    def quote(self) -> str:
        return self.article.text[self.start : self.end]

    @property
    def value(self) -> str | None:
        match = VALUE.search(self.quote)
        return match.group() if match else None


class FakeGeneration:
    """Articles in memory."""

    def __init__(self, articles: Sequence[Article], name: str = "g-1") -> None:
        self.name = name
        self._articles = {article.id: article for article in articles}

    def article(self, article_id: str) -> Article:
        try:
            return self._articles[article_id]
        except KeyError:
            raise ArticleNotFound(f"There is no article {article_id!r}.") from None

    def articles(self) -> Iterable[Article]:
        return list(self._articles.values())

    def sentences(self, question: str, filters: Filters | None) -> list[_Found]:
        wanted = set(re.findall(r"\w{3,}", question.lower())) - {"kapan", "berapa", "siapa", "when", "the"}
        found = []
        for article in self._articles.values():
            if filters and filters.office and filters.office != article.office:
                continue
            for match in re.finditer(r"[^\n]+", article.text):
                shared = len(wanted & set(re.findall(r"\w{3,}", match.group().lower())))
                found.append(_Found(article, match.start(), match.end(), shared))
        return sorted(found, key=lambda item: (-item.score, item.article.published or "", item.article.id))

    @property
    def language(self) -> str:
        return "id"

    def search(self, question: str, language: str, k: int = 10, filters: Filters | None = None) -> list[Hit]:
        return [
            Hit(Chunk(one.article.id, one.start, one.end, one.quote, ((one.start, one.end),)), float(one.score))
            for one in self.sentences(question, filters)[:k]
        ]


@dataclass
class FakeEngine:
    """Answers from a `FakeGeneration`; remembers what it was asked."""

    generation: FakeGeneration = field(default_factory=lambda: FakeGeneration(ARTICLES))
    asked: list[tuple[str, tuple[Turn, ...], Filters | None, str | None]] = field(default_factory=list)
    failure: Exception | None = None
    failing_after_passages: Exception | None = None
    pause_s: float = 0.0
    ask_s: float = 0.0

    __hash__ = object.__hash__

    def ask(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        filters: Filters | None = None,
        language: str | None = None,
    ) -> Answer:
        self.asked.append((question, tuple(history), filters, language))
        time.sleep(self.ask_s)
        if self.failure is not None:
            raise self.failure
        standalone = f"{question} {history[-1].question}" if history else question
        found = self.generation.sentences(standalone, filters)
        return _compose(question, standalone, language or "id", found)

    def stream(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        filters: Filters | None = None,
        language: str | None = None,
    ) -> Iterator[tuple[str, object]]:
        answer = self.ask(question, history=history, filters=filters, language=language)
        yield "passages", answer.passages
        time.sleep(self.pause_s)
        if self.failing_after_passages is not None:
            raise self.failing_after_passages
        for word in re.findall(r"\S+\s*", answer.text):
            yield "delta", word
        time.sleep(self.pause_s)
        yield "answer", answer


def _compose(question: str, standalone: str, language: str, found: list[_Found]) -> Answer:
    best = [one for one in found if one.score >= max(2, found[0].score)] if found else []
    newest = max((one.article.published or "" for one in best), default="")
    now = [one for one in best if one.article.published == newest]
    old = [one for one in best if one.article.published != newest]
    numbered = {id(one): number for number, one in enumerate([*now, *old], 1)}
    disagree = len({one.value for one in now}) > 1
    text = " ".join(f"{one.quote} [{numbered[id(one)]}]" for one in now)
    return Answer(
        id=f"fake-{next(_COUNTER):06d}",
        question=question,
        standalone_question=standalone,
        language=language,
        text=text or "Tidak ada di artikel.",
        short_answer=now[0].value if now and not disagree else None,
        as_of=newest or None,
        refused=not now,
        reason=None if now else "no_evidence",
        confidence=0.9 if now else 0.1,
        citations=tuple(_cite(one, numbered[id(one)]) for one in now),
        superseded=tuple(
            DatedValue(one.value or "", one.article.published, _cite(one, numbered[id(one)])) for one in old
        ),
        conflicts=tuple(
            DatedValue(one.value or "", one.article.published, _cite(one, numbered[id(one)])) for one in now
        )
        if disagree
        else (),
        passages=tuple(_passage(one) for one in found[:5]),
        composer="extractive",
        generation="g-1",
        timings_ms={"search": 1.5, "read": 2.5},
    )


def _cite(one: _Found, number: int) -> Citation:
    article = one.article
    return Citation(
        number,
        article.id,
        article.title,
        article.office,
        article.source,
        article.published,
        one.quote,
        one.start,
        one.end,
    )


def _passage(one: _Found) -> Passage:
    article = one.article
    return Passage(
        article.id, article.title, article.office, article.source, article.published, one.start, one.end, one.quote,
        float(one.score),
    )  # fmt: skip
