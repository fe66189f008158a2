"""What README promises and a program can check: settings, commands, files."""

from __future__ import annotations

import re
from pathlib import Path

import tanya
from corpus.settings import Settings

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_setting_is_documented_with_its_own_description() -> None:
    for name, field in Settings.model_fields.items():
        default = field.default
        secret = getattr(default, "get_secret_value", None)
        shown = secret() if secret else default
        row = f"| `TANYA_{name.upper()}` | {f'`{shown}`' if str(shown) else ''} | {field.description} |"
        assert row.replace("  ", " ") in README.replace("  ", " "), row


def test_every_command_is_named() -> None:
    usage = tanya.parser().format_help()
    commands = re.findall(r"^    (\w+) ", usage, re.MULTILINE)
    assert len(commands) >= 10
    assert [name for name in commands if f"tanya {name}" not in README] == []


def test_every_file_that_is_linked_exists() -> None:
    links = re.findall(r"\]\((?!http)([^)#]+)", README)
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []
