"""The comparison's own parts: tasks, counted lines, one contender really run. The others need an environment."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest

from corpus.article import Article
from corpus.errors import BadSet
from eval.beir import Task
from eval.sidebyside.__main__ import THEIRS, ContenderFailed, compare, main, table
from eval.sidebyside.contender import CONTENDERS, code_lines
from eval.sidebyside.tasks import bundled_task, open_task

TEXTS = {
    "gudang": "Gudang logistik KPU Sikka menyimpan 4.120 kotak suara.",
    "debat": "Debat publik calon bupati Ngada digelar di aula Kartini.",
    "kirab": "Kirab maskot pemilihan melewati jembatan Merah Putih di Ambon.",
}
QUERIES = {"gudang": "Berapa kotak suara di Sikka?", "debat": "Di mana debat calon bupati?", "kirab": "Kirab di Ambon?"}
SMALL = Task(
    tuple(Article(name, name, "", text) for name, text in TEXTS.items()),
    QUERIES,
    {name: {name: 1} for name in TEXTS},
    0,
)


def test_lines_of_code_by_hand(tmp_path: Path) -> None:
    file = tmp_path / "with_it.py"
    file.write_text(
        '"""What it is.\n\nMore."""\nfrom __future__ import annotations\n\nimport it  # counts\n\n\ndef build(given):\n'
        '    """Says\n    what."""\n    # not this\n    made = it.make(\n        given\n    )\n\n    return made\n\n\n'
        "def build_other(given):\n    return it\n",
        encoding="utf-8",
    )
    assert code_lines(file, "build") == 6  # import, def, three of the call, return
    assert code_lines(file, "build_other") == 3


@pytest.mark.parametrize(("module", "function", "package"), CONTENDERS.values(), ids=list(CONTENDERS))
def test_each_contender_has_its_function_and_its_pinned_version(module: str, function: str, package: str) -> None:
    folder = Path(table.__code__.co_filename).parent
    assert 5 < code_lines(folder / f"{module}.py", function) < 40
    pins = (folder / "requirements.txt").read_text(encoding="utf-8").splitlines()[1:]
    assert all(re.fullmatch(r"[\w.-]+==[\w.]+", pin) for pin in pins)
    assert package == "tanya" or package in {pin.split("==")[0] for pin in pins}


def test_the_bundled_task_asks_what_the_articles_answer() -> None:
    task = bundled_task()
    assert len(task.queries) > 400
    assert {query.rpartition(":")[2] for query in task.queries} == {"id", "en"}
    known = {article.id for article in task.articles}
    assert all(set(gold) <= known and gold for gold in task.judged.values())


def test_passages_are_pooled_and_unanswerable_questions_left_out(tmp_path: Path) -> None:
    rows = [
        {"context": "Satu.", "qas": [{"id": "a", "question": "Satu?", "answers": [{"text": "Satu"}]}]},
        {"context": "Dua.", "qas": [{"id": "b", "question": "Tiga?", "is_impossible": True, "answers": []}]},
    ]
    (tmp_path / "set.json").write_text(json.dumps(rows), encoding="utf-8")
    task = open_task(str(tmp_path / "set.json"))
    assert [article.text for article in task.articles] == ["Satu.", "Dua."]
    assert (task.queries, task.judged) == ({"q00000": "Satu?"}, {"q00000": {"p00000": 1}})


def test_parallel_questions_share_their_passage(tmp_path: Path) -> None:
    row = {"question_id": "Kapan?", "question_en": "When?", "context_id": "Besok."}
    (tmp_path / "both.jsonl").write_text(f"{json.dumps(row)}\n" * 2, encoding="utf-8")
    task = open_task(str(tmp_path / "both.jsonl"))
    assert len(task.articles) == 1
    assert set(task.queries) == {"q00001:id", "q00001:en", "q00002:id", "q00002:en"}
    (tmp_path / "both.jsonl").write_text("{}\n", encoding="utf-8")
    with pytest.raises(BadSet, match="parallel questions"):
        open_task(str(tmp_path / "both.jsonl"))


@pytest.mark.slow
def test_tanya_is_measured_in_a_process_of_its_own() -> None:
    got = compare("tanya", SMALL, Path(sys.executable))
    assert (got["recall@1"], got["ndcg@10"]) == (1.0, 1.0)
    assert got["build_s"] > 0 and 50 < got["peak_mib"] < 2000 and got["p50_ms"] <= got["p95_ms"]
    assert f"| tanya | {got['version']} | 1.0 | 1.0 | 1.0 |" in table("small", SMALL, {"tanya": got})


@pytest.mark.slow
@pytest.mark.skipif(not THEIRS.exists(), reason="the others' environment is not there: make sidebyside")
@pytest.mark.parametrize("contender", [name for name in CONTENDERS if name != "tanya"])
def test_the_others_find_what_is_plain(contender: str) -> None:
    assert compare(contender, SMALL, THEIRS)["recall@10"] == 1.0


def test_a_missing_environment_is_told_with_what_to_type(tmp_path: Path) -> None:
    with pytest.raises(ContenderFailed, match="make sidebyside"):
        compare("txtai", SMALL, tmp_path / "python")


def test_an_unreadable_task_is_one_line_and_status_1(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as stop:
        main([str(tmp_path / "nothing.json")])
    assert stop.value.code == 1
    assert capsys.readouterr().err.count("\n") == 1
