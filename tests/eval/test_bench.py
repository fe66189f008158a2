"""A small bench, really run: every ratio is what it says, and no floor is above what stands on it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import tanya
from corpus.home import Home
from corpus.settings import read_settings
from eval import bench
from eval.bench import Cost, run_bench, run_scale


def test_a_ratio_is_ours_over_the_floor() -> None:
    told = Cost(3.0, 2.0, "ms").to_json(1.5)
    assert told == {"ratio": 1.5, "target": 1.5, "ours": 3.0, "floor": 2.0, "unit": "ms"}


@pytest.mark.slow
def test_a_small_bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench, "ASKED", 3)
    monkeypatch.setattr(bench, "COLD_STARTS", 1)
    got = run_bench(read_settings(tmp_path))
    assert set(got) == {*bench.TARGETS, "stages_ms"}
    for name, target in bench.TARGETS.items():
        cost = got[name]
        assert cost["target"] == target
        assert cost["ratio"] == pytest.approx(cost["ours"] / cost["floor"], abs=0.01)
        # Near 1 but for a whole answer, and measured on one build and three questions: other work can turn them.
        assert cost["ratio"] >= (1.0 if name == "ask" else 0.3)
    assert 50 < got["memory"]["floor"] < got["memory"]["ours"] < 2000
    assert got["search"]["ours"] < got["ask"]["ours"]
    assert got["stages_ms"]["total"] > 0


@pytest.mark.slow
def test_a_scale_curve_counts_what_it_measures() -> None:
    small, larger = run_scale((500, 2000))
    assert (small["passages"], larger["passages"]) == (500, 2000)
    assert 0 < small["vector_bytes"] < larger["vector_bytes"]
    assert small["recall_at_10"] == 1.0


@pytest.mark.slow
def test_scale_and_load_are_commands(bundled_home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    home = str(bundled_home.path)
    command = ["bench", "--scale", "300", "600", "--load", "--requests", "6", "--json", "--home", home]
    assert tanya.main(command) == 0
    told = json.loads(capsys.readouterr().out)
    assert [point["passages"] for point in told["scale"]] == [300, 600]
    assert [step["at_once"] for step in told["load"]] == [1, 4, 16]
    assert [step["answered"] + step["shed"] for step in told["load"]] == [6, 6, 6]
