"""The coverage-guided fuzzers, each for a few seconds; a longer run is `python -m tests.fuzz.guided TARGET SECONDS`."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SECONDS = 4
TARGETS = ("dates", "values", "sentences", "citations", "questions", "readers")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        find_spec("atheris") is None, reason="atheris is not installed (it has no build for this system)"
    ),
]


@pytest.mark.parametrize("target", TARGETS)
def test_guided_fuzzing_finds_no_input_that_breaks(target: str, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.fuzz.guided", target, str(SECONDS)]
    environment = {"PYTHONPATH": str(ROOT), "TMPDIR": str(tmp_path), "PATH": ""}
    run = subprocess.run(command, capture_output=True, cwd=ROOT, timeout=300, env=environment)
    told = run.stderr.decode("utf-8", "replace")
    assert run.returncode == 0, told[-3000:]
    executed = re.search(r"number_of_executed_units: (\d+)", told)
    assert executed is not None and int(executed[1]) > 50


def test_an_unknown_target_is_wrong_usage() -> None:
    command = [sys.executable, "-m", "tests.fuzz.guided", "everything"]
    run = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=300)
    assert run.returncode != 0
    assert all(target in run.stderr for target in TARGETS)
