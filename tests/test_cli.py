"""The `tanya` command as a person and a program meet it: exit statuses, one-line errors, clean standard output."""

from __future__ import annotations

import io
import json
import os
import pty
import re
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

import tanya
from corpus.database import Database
from corpus.home import Home
from corpus.settings import read_settings
from corpus.store import ArticleStore
from eval.history import save_run
from qa.log import AnswerLog
from tests.eval.test_report import RUN
from tests.web.fakes import ARTICLES, FakeEngine


def _run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    status = tanya.main(list(arguments))
    captured = capsys.readouterr()
    return status, captured.out, captured.err


def test_a_home_without_an_index_says_what_to_type(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    status, out, err = _run(capsys, "ask", "kapan?", "--home", str(tmp_path))
    assert (status, out) == (1, "")
    assert err.count("\n") == 1
    assert "tanya add" in err


def test_wrong_usage_is_status_2(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        tanya.main(["answer", "x"])
    assert stop.value.code == 2


def test_naming_nothing_to_add_is_an_error(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    status, _, err = _run(capsys, "add", "--home", str(tmp_path))
    assert status == 1
    assert "tanya add FOLDER" in err


def test_an_empty_folder_is_one_clear_line(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    status, _, err = _run(capsys, "add", str(tmp_path / "empty"), "--home", str(tmp_path / "home"))
    assert status == 1
    assert "No article could be read" in err


def test_bad_files_are_listed_and_the_rest_is_answerable(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    folder, home = tmp_path / "in", str(tmp_path / "home")
    folder.mkdir()
    (folder / "empty.txt").write_bytes(b"")
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 40)
    (folder / "unknown.xyz").write_bytes(b"?")
    (folder / "good.md").write_text(
        "---\ntitle: Rapat pleno di Wonosari\ndate: 2024-05-02\noffice: KPU Kabupaten Gunungkidul\n---\n"
        "Rapat pleno terbuka dipimpin oleh Dewi Lestari. Rapat menetapkan 612.421 pemilih di Kabupaten Gunungkidul.\n",
        encoding="utf-8",
    )
    status, out, err = _run(capsys, "add", str(folder), "--home", home)
    assert status == 0
    assert "1 added" in out
    assert "empty.txt" in err and "binary.txt" in err
    status, out, _ = _run(capsys, "ask", "Berapa pemilih di Gunungkidul?", "--json", "--home", home)
    answer = json.loads(out)
    assert status == 0
    assert answer["short_answer"] is not None and "612.421" in answer["short_answer"]
    assert answer["citations"][0]["published"] == "2024-05-02"


def test_standard_input_gives_one_answer_a_line_in_order(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, bundled_home: Home
) -> None:
    questions = ["Kapan pemungutan suara Pilkada 2024?", "", "x" * 10_000, "Apa ibu kota Prancis?"]
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(questions) + "\n"))
    status, out, _ = _run(capsys, "ask", "-", "--json", "--home", str(bundled_home.path))
    answers = [json.loads(line) for line in out.splitlines()]
    assert [answer["question"] for answer in answers] == questions
    assert [answer["refused"] for answer in answers] == [False, True, True, True]
    assert [answer["reason"] for answer in answers][1:3] == ["bad_question", "bad_question"]
    assert answers[0]["short_answer"] == "27 November 2024"
    assert status == 0


def test_an_article_shows_the_text_that_citations_point_into(
    capsys: pytest.CaptureFixture[str], bundled_home: Home
) -> None:
    home = str(bundled_home.path)
    _, out, _ = _run(capsys, "ask", "Siapa ketua KPU RI?", "--json", "--home", home)
    (first, *_) = json.loads(out)["citations"]
    _, out, _ = _run(capsys, "article", first["article_id"], "--json", "--home", home)
    assert json.loads(out)["text"][first["start"] : first["end"]] == first["quote"]


def test_an_unknown_article_is_one_clear_line(capsys: pytest.CaptureFixture[str], bundled_home: Home) -> None:
    status, _, err = _run(capsys, "article", "no-such-article", "--home", str(bundled_home.path))
    assert status == 1
    assert "no-such-article" in err


def test_reading_and_building_show_a_bar_on_a_terminal(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name in ("a", "b"):
        (tmp_path / "in" / f"{name}.txt").write_text(f"Judul {name}\n\nIsi artikel {name}.", encoding="utf-8")
    master, terminal = pty.openpty()
    command = [sys.executable, "-m", "tanya", "add", str(tmp_path / "in"), "--home", str(tmp_path / "home")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=terminal, text=True) as running:
        os.close(terminal)
        shown = b""
        with suppress(OSError):  # how Linux tells that the other end of a terminal is closed
            while part := os.read(master, 4096):
                shown += part
        out = running.stdout.read() if running.stdout else ""
    os.close(master)
    assert running.returncode == 0
    assert [stage for stage in (b"read", b"passages", b"words") if stage not in shown] == []
    assert b"100%" in shown and "\x1b" not in out and "2 added" in out


def test_what_makes_answers_worse_is_not_served(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    folder, home, questions = tmp_path / "in", tmp_path / "home", tmp_path / "gerbang.jsonl"
    folder.mkdir()
    (folder / "dpt.md").write_text(
        "---\nid: dpt\ntitle: Daftar pemilih tetap\ndate: 2024-05-02\n---\n"
        "Rapat pleno di Wonosari menetapkan 612.421 pemilih di Kabupaten Gunungkidul.\n",
        encoding="utf-8",
    )
    row = {
        "id": "dpt", "question_id": "Berapa pemilih yang ditetapkan di Kabupaten Gunungkidul?",
        "answers": {"id": ["612.421"]}, "articles": ["dpt"], "type": "numeric", "difficulty": "easy",
        "unanswerable": False,
    }  # fmt: skip
    questions.write_text(json.dumps(row) + "\n", encoding="utf-8")
    gated = ("sync", str(folder), "--gate", str(questions), "--home", str(home))
    assert _run(capsys, *gated)[0] == 0
    served = (home / "index" / "CURRENT").read_text()
    (folder / "dpt.md").write_text(
        "---\nid: dpt\ntitle: Lomba mewarnai\ndate: 2024-05-03\n---\nAnak-anak mewarnai maskot di halaman kantor.\n",
        encoding="utf-8",
    )
    status, _, err = _run(capsys, *gated)
    assert status == 1 and err.count("\n") == 1
    assert "from 1.000 to 0.000" in err and "Berapa pemilih" in err
    assert (home / "index" / "CURRENT").read_text() == served
    assert _run(capsys, "index", "build", "--home", str(home))[0] == 0
    assert (home / "index" / "CURRENT").read_text() != served


def test_the_log_names_withdrawn_sources(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    database = Database(read_settings(tmp_path).database)
    store = ArticleStore(database)
    store.put(ARTICLES)
    AnswerLog(database).record(FakeEngine().ask("Kapan pemungutan suara pilpres?"))

    def withdrawn() -> list[str]:
        _, out, _ = _run(capsys, "logs", "--json", "--home", str(tmp_path))
        names: list[str] = json.loads(out)["withdrawn"]
        return names

    assert withdrawn() == []
    store.remove(["salatiga-tahapan"])
    assert withdrawn() == ["salatiga-tahapan"]
    database.close()


def test_a_report_of_a_named_run_holds_every_failure_and_loads_nothing(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    for name in ("kecil", "lain"):
        save_run(Home(tmp_path), name, RUN)
    out = tmp_path / "report.html"
    status, said, _ = _run(capsys, "eval", "report", "kecil", "--out", str(out), "--home", str(tmp_path))
    assert (status, said) == (0, f"Wrote {out}.\n")
    page = out.read_text(encoding="utf-8")
    assert re.findall(r"""(?:src|href)\s*=\s*["'](?!#)[^"']*|url\((?!#)[^)]*|@import[^;]*""", page) == []
    assert page.count("<details>") == sum(not row["right"] for row in RUN["rows"]) == 2
    assert "Evaluation of kecil" in page
