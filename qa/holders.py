"""Who holds which role in a sentence: "Ketua KPU Kudus, Sari Utami", "Sari Utami selaku moderator". Knows no question.

A role belongs to the person named right after it, with nothing but the role's own office between, or else to the one
right before it who is said to be it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from index.types import Span
from index.words import words
from qa.concepts import mentions_in

REACH_WORDS = 9  # the longest office's name and a title
# Between a role and its holder: the office's own capitalised words and figures, and these.
_LINKS = {
    *("dari", "di", "pada", "untuk", "yaitu", "yakni", "bernama", "adalah", "ialah", "dijabat", "oleh", "periode"),
    *("bapak", "ibu", "saudara", "bidang", "divisi", "of", "the", "is", "was", "named", "for"),
}
_SAID_TO_BE = re.compile(
    r"[\s,(–—-]*(?:(?:selaku|sebagai|yang|juga|menjabat|merangkap|adalah|ialah|dipercaya|ditunjuk|bertindak|menjadi|"
    r"as|who|is|was|also|the|acting)\s+)*(?:KPU\s+)?",
    re.IGNORECASE,
)
_SERVES_AS = re.compile(r"[^.;:()\n]{0,120}\b(?:menjadi|sebagai|selaku)\s", re.IGNORECASE)
_TITLED = re.compile(r"(?:,\s*(?:[A-Z][\w.]*\.)+)+")  # "S.H., M.Si." between a name and what follows


def holds(role: frozenset[str], sentence: str, people: Sequence[Span], person: Span) -> float:
    """1 if `person` holds one of these roles in a sentence, -1 if another of its `people` does, 0 if nobody."""
    bound = _bound(sentence, tuple(people))
    mine = {concept for concept, holder in bound if _same(holder, person)}
    if mine & role:
        return 1.0
    return -1.0 if any(concept in role for concept, _ in bound) else 0.0


def _same(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


@lru_cache(maxsize=4096)
def _bound(sentence: str, people: tuple[Span, ...]) -> tuple[tuple[str, Span], ...]:
    found, named = mentions_in(sentence)
    pairs: list[tuple[str, Span]] = []
    led = set[Span]()  # "hadir Ketua Sari Utami, Sekretaris, para staf": the secretary is somebody else
    for mention in named:
        if mention.kind != "role":
            continue
        start, end = found[mention.first].start, found[mention.last - 1].end
        after = min((p for p in people if p[0] >= end), default=None)
        before = max((p for p in people if p[1] <= start), default=None)
        if after is not None and _leads_to(sentence[end : after[0]]):
            pairs.append((mention.concept, after))
            led.add(after)
        elif before is not None and before in led and sentence[before[1] : start].strip() == ",":
            continue
        elif before is not None and _is_said_to_be(sentence[before[1] : start]):
            pairs.append((mention.concept, before))
    return tuple(pairs)


def _is_said_to_be(between: str) -> bool:
    """Whether words between a person and a role give it to the person; what the person is besides may stand there."""
    return _SAID_TO_BE.fullmatch(_TITLED.sub("", between)) is not None or _SERVES_AS.fullmatch(between) is not None


def _leads_to(between: str) -> bool:
    """Whether nothing but an office's name stands between a role and a person."""
    if re.search(r"[.;:!?\"“”]\s|\bdan\b|\band\b", between):
        return False
    run = words(between)
    return len(run) <= REACH_WORDS and all(not word.text[:1].islower() or word.norm in _LINKS for word in run)
