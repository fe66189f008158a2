"""A model's verdicts beside the exact ones: agreement by hand, and what is sent and left out."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

import tanya
from corpus.article import Article
from corpus.errors import ComposerUnavailable
from corpus.home import Home
from eval.report import render_report
from eval.second_opinion import second_opinion
from eval.sets import BUNDLED
from tests.eval.fakes import answer_from
from tests.faults.endpoint import endpoint, nobody, says

ARTICLE = Article("vote", "vote.md", "Hari", "Digelar 14 Februari 2024.")


def row(right: bool, said: str | None, *, unanswerable: bool = False) -> dict[str, Any]:
    answer = asdict(answer_from("kapan?", ARTICLE if said else None, said))
    return {
        "question": "kapan?", "golds": ["14 Februari 2024"], "unanswerable": unanswerable, "right": right,
        "answer": answer,
    }  # fmt: skip


def test_agreement_by_hand() -> None:
    # Exactly right: a, a, a, b; exactly wrong: b, b, a. The model calls every "a" right: 3 + 2 of 7 agree.
    rows = [row(True, "a")] * 3 + [row(True, "b"), row(False, "b"), row(False, "b"), row(False, "a")]
    sent: list[str] = []

    def model(messages: Sequence[dict[str, str]]) -> str:
        sent.append(messages[-1]["content"])
        return "right." if json.loads(messages[-1]["content"])["answer"].startswith("a") else " WRONG"

    got = second_opinion([*rows, row(True, None), row(False, "a", unanswerable=True)], model)
    chance = (4 * 4 + 3 * 3) / 49
    assert got["n"] == len(sent) == 7
    assert got["agreement"] == pytest.approx(5 / 7, abs=1e-4)
    assert got["kappa"] == pytest.approx((5 / 7 - chance) / (1 - chance), abs=1e-4)
    assert got["sensitivity"] == pytest.approx(3 / 4)
    assert got["specificity"] == pytest.approx(2 / 3, abs=1e-4)
    assert (got["accuracy"], got["exact_accuracy"]) == pytest.approx((4 / 7, 4 / 7), abs=1e-4)


def test_what_is_no_verdict_counts_nowhere() -> None:
    replies = iter(["RIGHT", "It depends."])
    got = second_opinion([row(True, "a"), row(False, "a")], lambda messages: next(replies))
    assert (got["n"], got["unread"], got["agreement"], got["kappa"]) == (1, 1, 1.0, None)
    with pytest.raises(ComposerUnavailable):
        second_opinion([row(True, "a")], lambda messages: "maybe")


@pytest.fixture
def asked(tmp_path: Path, bundled_home: Home) -> list[str]:
    """The command that asks three questions of a home that a test may write in."""
    shutil.copytree(bundled_home.path, tmp_path / "home")
    lines = (BUNDLED / "bundled.jsonl").read_text(encoding="utf-8").splitlines()[:3]
    (tmp_path / "three.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return ["eval", "run", str(tmp_path / "three.jsonl"), "--judge", "llm", "--home", str(tmp_path / "home")]


@pytest.mark.slow
def test_the_command_judges_beside_and_saves_it(
    asked: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TANYA_LLM_MODEL", "grader")
    with endpoint(says("RIGHT")) as address:
        monkeypatch.setenv("TANYA_LLM_BASE_URL", address)
        assert tanya.main([*asked, "--save", "judged"]) == 0
    assert "Second opinion of grader on " in capsys.readouterr().out
    run = json.loads((tmp_path / "home" / "eval" / "judged.json").read_text(encoding="utf-8"))
    opinion = run["second_opinion"]
    answered = [one for one in run["rows"] if not one["unanswerable"] and not one["answer"]["refused"]]
    assert opinion["n"] == len(answered) > 0
    assert opinion["accuracy"] == 1.0
    assert opinion["exact_accuracy"] == pytest.approx(sum(one["right"] for one in answered) / len(answered), abs=1e-4)
    assert "Second opinion" in render_report(run)


def test_a_model_that_is_not_set_up_is_told_before_anything_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[object] = []
    monkeypatch.setattr("eval.run.run_set", lambda *given, **more: asked.append(given))
    assert tanya.main(["eval", "run", "--judge", "llm", "--home", str(tmp_path)]) == 1
    assert "TANYA_LLM_BASE_URL" in capsys.readouterr().err
    assert asked == []


@pytest.mark.slow
def test_a_model_that_fails_loses_no_run(
    asked: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TANYA_LLM_MODEL", "grader")
    monkeypatch.setenv("TANYA_LLM_TIMEOUT_S", "1")
    monkeypatch.setenv("TANYA_LLM_BASE_URL", nobody())
    assert tanya.main([*asked, "--save", "kept"]) == 1
    assert capsys.readouterr().err.count("\n") == 1
    assert "second_opinion" not in json.loads((tmp_path / "home" / "eval" / "kept.json").read_text())
