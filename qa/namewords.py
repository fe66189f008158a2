"""Words that stand around names in official news: roles, speech, institutions, kinds of place. Knows only the words."""

from __future__ import annotations

import json
from importlib.resources import files

_TABLES: dict[str, list[str]] = json.loads(files("qa").joinpath("namewords.json").read_text(encoding="utf-8"))

ROLES = tuple(_TABLES["roles"])
SPEECH = tuple(_TABLES["speech"])
INSTITUTION_WORDS = frozenset(_TABLES["institution_words"])
# Officials misspell these often enough ("Penyelengaraan") that the beginning decides.
INSTITUTION_PREFIXES = tuple(_TABLES["institution_prefixes"])
# What carries a name of its own, often a person's.
NAMED_THINGS = frozenset(_TABLES["named_things"])
# What sentences open with and names do not.
OPENERS = frozenset(_TABLES["openers"])
# The next three are parts of regular expressions.
PLACE_CLASSES = tuple(_TABLES["place_classes"])
VENUES = tuple(_TABLES["venues"])
VENUE_STOPS = tuple(_TABLES["venue_stops"])
