"""In which language somebody asks. Knows function words and scripts; knows nothing of what is asked.

A question is short, so the vote is of function words, not of letter statistics; a tie goes to the corpus's language.
"""

from __future__ import annotations

import json
import re
from importlib.resources import files

CORPUS_LANGUAGE = "id"

# Function words by language, plus what is short for them.
_WORDS: dict[str, frozenset[str]] = {
    code: frozenset(listed)
    for code, listed in json.loads(files("qa").joinpath("languages.json").read_text(encoding="utf-8")).items()
}
_SCRIPTS = (
    ("ja", re.compile(r"[\u3040-\u30ff]")),
    ("ko", re.compile(r"[\uac00-\ud7af]")),
    ("zh", re.compile(r"[\u4e00-\u9fff]")),
    ("ar", re.compile(r"[\u0600-\u06ff]")),
    ("ru", re.compile(r"[\u0400-\u04ff]")),
    ("th", re.compile(r"[\u0e00-\u0e7f]")),
    ("hi", re.compile(r"[\u0900-\u097f]")),
)
_SHOWN_IN = {"id": "id", "jv": "id", "su": "id", "ms": "id"}
# The regional languages share most of their words with Indonesian, so theirs must win clearly to count.
_ORDER = ("id", "en", "jv", "su", "de", "fr", "es", "nl", "pt")


def detect(text: str) -> str:
    """The language code of a question: "id", "en", "jv", "su" or another two-letter code."""
    for code, script in _SCRIPTS:
        if script.search(text):
            return code
    tokens = re.findall(r"[^\W\d_]+", text.lower())
    votes = {code: sum(token in _WORDS[code] for token in tokens) for code in _ORDER}
    best = max(_ORDER, key=lambda code: (votes[code], -_ORDER.index(code)))
    return best if votes[best] else CORPUS_LANGUAGE


def shown_in(language: str) -> str:
    """The language an answer is framed in, "id" or "en", for a question in `language`."""
    return _SHOWN_IN.get(language, "en")
