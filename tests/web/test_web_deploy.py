"""The unit and the image's recipe say what the program understands. No image is built here, nor a service started."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

from corpus.settings import Settings
from tanya import parser
from web.serve import GRACE_S

ROOT = Path(__file__).parents[2]
UNIT = ROOT / "deploy" / "tanya.service"
RECIPE = (ROOT / "deploy" / "Containerfile").read_text(encoding="utf-8")


def unit() -> dict[str, list[str]]:
    """The service section; a key may stand several times."""
    section: dict[str, list[str]] = {}
    for line in UNIT.read_text(encoding="utf-8").partition("[Service]")[2].partition("[Install]")[0].splitlines():
        if "=" in line and not line.startswith("#"):
            key, _, value = line.partition("=")
            section.setdefault(key, []).append(value)
    return section


def known_settings() -> set[str]:
    return {f"TANYA_{name.upper()}" for name in Settings.model_fields}


def test_the_unit_starts_the_server_with_words_it_knows() -> None:
    service = unit()
    program, *arguments = shlex.split(service["ExecStart"][0])
    assert Path(program).name == "tanya"
    assert parser().parse_args(arguments).workers == 2
    named = {name for line in service["Environment"] for name in re.findall(r"(TANYA_\w+)=", line)}
    assert named <= known_settings()
    assert "TANYA_AUTH=local" in service["Environment"][0]


def test_the_unit_waits_longer_than_a_running_answer_may_take() -> None:
    assert int(unit()["TimeoutStopSec"][0]) > GRACE_S


def test_systemd_accepts_the_unit(tmp_path: Path) -> None:
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        pytest.skip("systemd-analyze is not on this machine")
    # The program it starts need not be installed where the tests run.
    text = UNIT.read_text(encoding="utf-8").replace("/opt/tanya/bin/tanya", "/bin/true")
    copy = tmp_path / "tanya.service"
    copy.write_text(text, encoding="utf-8")
    run = subprocess.run([analyze, "verify", "--man=no", str(copy)], capture_output=True, text=True)
    if "Failed to initialize manager" in run.stderr:
        pytest.skip(f"systemd-analyze cannot run here: {run.stderr.strip()}")
    assert (run.returncode, run.stderr) == (0, "")


def test_the_image_starts_the_server_with_words_it_knows() -> None:
    command = json.loads(re.findall(r"^CMD (\[.*\])$", RECIPE, re.MULTILINE)[0])
    assert parser().parse_args(command).host == "0.0.0.0"
    # Open to other machines, so accounts must be on; and nobody is root.
    assert "TANYA_AUTH=local" in RECIPE
    assert re.search(r"^USER [1-9]\d+$", RECIPE, re.MULTILINE)
    assert set(re.findall(r"(TANYA_\w+)=", RECIPE)) <= known_settings()


def test_the_image_has_a_python_and_a_torch_that_the_project_allows() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    least = tuple(int(part) for part in re.findall(r"\d+", project["requires-python"]))
    versions = re.findall(r"^FROM \S+/python:(\d+)\.(\d+)", RECIPE, re.MULTILINE)
    assert len(versions) == 2
    assert all((int(major), int(minor)) >= least for major, minor in versions)
    assert set(re.findall(r"torch==[\d.]+", RECIPE)) <= set(project["dependencies"])


def test_neither_homes_nor_secrets_go_into_an_image() -> None:
    ignored = set((ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines())
    assert {".env", ".git", ".venv", "data"} <= ignored
