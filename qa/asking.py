"""Questions put more plainly before passages are read for them: who holds a post, what letters stand for.

The articles say "Ketua KPU Kudus Naily Syarifah" and nowhere that this is somebody's name; a reader of passages finds
her for "siapa ketua KPU Kudus" and hardly for "apa nama lengkap ketua KPU Kudus". Knows nothing of the corpus.
"""

from __future__ import annotations

import re

from index.words import is_function_in_either
from qa.concepts import mentions_in

_NAME = re.compile(
    r"^(?:(?:siapa|apa)(?:kah)?(?: saja)? |sebutkan |tolong sebutkan )?"
    r"nama(?:nya| lengkap| panjang)?(?:nya)? (?:dari )?(?:seorang |para )?(?P<whose>.+)$"
    r"|^(?:(?:what|which)(?:'s| is| was| are| were)|tell me|give(?: me)?|name of)?(?: the| his| her)?(?: full)?"
    r" ?names? of (?P<whom>.+)$"
    r"|^what(?:'s| is| was) (?P<called>.+?) called(?P<mark>\??)$",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"\b(?:yang|saat|ketika|waktu|sewaktu|who|whom|that|when|at the time|whose)\b", re.IGNORECASE)
_WHO_BEHIND = re.compile(r"(?:,? (?:itu )?(?:namanya )?siapa(?:kah)?(?: namanya)?)(?P<mark>\s?\??)$", re.IGNORECASE)


def plainly_asked(question: str) -> str:
    """A question for the name of whoever holds a post as "siapa …" or "Who is …"; any other as it is."""
    match = _NAME.search(question)
    if match is None:
        return question
    whose = match["whose"]
    rest = whose or match["whom"] or f"{match['called']}{match['mark']}"
    # More is told of this one than the post: the holder at that time, who did that.
    if not _begins_with_role(rest) or _CLAUSE.search(rest):
        return question
    return "Siapa " + _WHO_BEHIND.sub(r"\g<mark>", rest) if whose else f"Who is {rest}"


def _begins_with_role(text: str) -> bool:
    """Whether a post or part in an event comes first, or right after whose it is: "the Ende KPU secretary"."""
    found, named = mentions_in(text)
    role = next((mention for mention in named if mention.kind == "role"), None)
    if role is None:
        return False
    before = found[: role.first]
    return all(word.text[0].isupper() or is_function_in_either(word.norm) for word in before)


def spelling_out(short: str) -> str:
    """The question for what a short form stands for, in the articles' language."""
    return f"apa kepanjangan {short}?"
