"""The bundled sets hold what they claim: every gold stands in an article that the item names, read independently."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
SETS = ROOT / "eval" / "sets"
Row = dict[str, Any]

# The articles' front matter is split off by hand here, so that a slip of the project's own reader can't hide a gold.
ARTICLES = {
    path.stem: path.read_text(encoding="utf-8").split("---\n", 2)[2]
    for path in sorted((ROOT / "corpus" / "articles").glob("*.md"))
}


def rows(name: str) -> list[Row]:
    return [json.loads(line) for line in (SETS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines() if line]


BUNDLED = rows("bundled")
DATED = rows("dated")
EVERY = BUNDLED + DATED
ANSWERABLE = [row for row in EVERY if not row["unanswerable"]]


def plain(text: str) -> str:
    """Lower case, one space between words, no thousands separators, a decimal point."""
    text = re.sub(r"(?<=\d)[.,](?=\d{3}\b)", "", text.casefold())
    text = re.sub(r"(?<=\d),(?=\d)", ".", text)
    return " ".join(re.sub(r"[–-]", " - ", text).split())


def texts(row: Row) -> dict[str, str]:
    return {article["id"]: article["text"] for article in row["corpus"]} if "corpus" in row else ARTICLES


def stands(value: str, text: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(plain(value))}(?!\w)", plain(text)) is not None


def test_normalising_knows_a_figure_in_either_language_and_not_part_of_one() -> None:
    assert stands("204,807,222", "DPT: 204.807.222 orang")
    assert stands("58.59 persen", "sebesar 58,59 persen.")
    assert not stands("807.222", "DPT: 204.807.222 orang")
    assert not stands("7 orang", "17 orang")


@pytest.mark.parametrize("row", ANSWERABLE, ids=lambda row: row["id"])
def test_every_named_article_holds_a_gold(row: Row) -> None:
    have = texts(row)
    assert row["articles"] and set(row["articles"]) <= set(have)
    assert all(row["answers"].get(tag) for tag in ("id", "en"))
    if "relative_date" in row.get("tags", []):
        return  # the article says "kemarin" or "Rabu (16/6)"; the gold is the day that this means
    without = [name for name in row["articles"] if not any(stands(gold, have[name]) for gold in row["answers"]["id"])]
    assert not without


@pytest.mark.parametrize(
    "row", [row for row in EVERY if row.get("superseded") or row.get("conflicts")], ids=lambda r: r["id"]
)
def test_superseded_and_conflicting_values_stand_in_the_corpus(row: Row) -> None:
    have = texts(row).values()
    for value in [*row.get("superseded", []), *row.get("conflicts", [])]:
        assert any(stands(value, text) for text in have), value
    golds = {plain(gold) for gold in row["answers"]["id"]}
    assert not golds & {plain(value) for value in row.get("superseded", [])}
    assert len(row.get("conflicts", [])) != 1
    assert not row.get("conflicts") or "conflict" in row["tags"]


def test_an_unanswerable_item_claims_nothing() -> None:
    for row in EVERY:
        if row["unanswerable"]:
            assert not row["answers"] and not row["articles"], row["id"]


def test_ids_and_questions_do_not_repeat() -> None:
    assert len({row["id"] for row in EVERY}) == len(EVERY)
    for language in ("question_id", "question_en"):
        asked = Counter((plain(row[language]), json.dumps(row.get("history"))) for row in EVERY)
        assert not [question for question, times in asked.items() if times > 1]


def test_both_languages_and_known_difficulties_everywhere() -> None:
    for row in EVERY:
        assert row["question_id"].strip() and row["question_en"].strip(), row["id"]
        assert row["question_id"] != row["question_en"], row["id"]
        assert row["difficulty"] in {"easy", "medium", "hard"}, row["id"]
        for turn in row.get("history", []):
            assert turn["question_id"] and turn["question_en"], row["id"]


def test_the_sets_are_as_large_and_as_mixed_as_they_say() -> None:
    tags = Counter(tag for row in BUNDLED for tag in row.get("tags", []))
    kinds = {row["type"] for row in BUNDLED}
    assert len(BUNDLED) >= 250 and len(DATED) >= 45
    assert sum(row["unanswerable"] and "near_miss" in row["tags"] for row in BUNDLED) >= 60
    least = {"out_of_scope": 8, "follow_up": 12, "dated": 20, "superseded": 15, "conflict": 5, "misspelt": 8}
    least |= {"informal": 8, "false_premise": 10}
    assert {tag: tags[tag] for tag in least if tags[tag] < least[tag]} == {}
    assert {"date", "person", "number", "money", "percent", "place", "expansion", "definition", "reason"} <= kinds
    assert {"list", "regulation", "time", "office"} <= kinds


def test_no_question_is_lifted_from_an_article() -> None:
    """Eight words in a row that stand in a gold article too would make finding it a matter of copying."""
    for row in BUNDLED:
        words = plain(row["question_id"]).split()
        for article in row["articles"]:
            text = " ".join(plain(ARTICLES[article]).split())
            runs = [" ".join(words[at : at + 8]) for at in range(len(words) - 7)]
            assert not [run for run in runs if run in text], row["id"]


def test_articles_are_dated_short_and_say_who_speaks() -> None:
    assert len(ARTICLES) >= 60
    for path in sorted((ROOT / "corpus" / "articles").glob("*.md")):
        head, body = path.read_text(encoding="utf-8").split("---\n", 2)[1:]
        keys = dict(line.split(": ", 1) for line in head.strip().splitlines())
        assert keys["date"] == path.stem[:10] and keys["office"].startswith("KPU ") and keys["title"]
        assert keys["language"] == "id"
        assert 80 <= len(body.split()) <= 260, path.stem


def test_the_readme_counts_what_is_there() -> None:
    told = (SETS / "README.md").read_text(encoding="utf-8")
    without = {name: sum(row["unanswerable"] for row in have) for name, have in (("b", BUNDLED), ("d", DATED))}
    own = sum("corpus" in row for row in DATED)
    assert f"| {len(BUNDLED)}: {len(BUNDLED) - without['b']} with an answer, {without['b']} without |" in told
    assert f"| {len(DATED)}: {len(DATED) - without['d']} with an answer, {without['d']} without |" in told
    assert f"{own} on tiny articles that the item carries, {len(DATED) - own} on the bundled ones" in told
    assert f"{len(ARTICLES)} articles" in told
    tags = {tag for row in EVERY for tag in row.get("tags", [])}
    assert {tag for tag in tags if f"`{tag}`" not in told} == set()
