"""Every file of an index damaged in turn: it is named in the error, and nothing is answered from it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.errors import IndexDamaged, NoIndex
from corpus.home import Home
from index.encoder import Encoder
from index.generation import load, status
from index.publish import current
from tests.faults.commands import Commands, served, write_articles


def _truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) * 2 // 3] ^= 0x10
    path.write_bytes(content)


def _garbage(path: Path) -> None:
    path.write_bytes(bytes(range(256)) * (path.stat().st_size // 256 + 1))


DAMAGES: dict[str, Callable[[Path], None]] = {
    "truncated": _truncate,
    "emptied": _empty,
    "one bit flipped": _flip,
    "overwritten": _garbage,
    "deleted": Path.unlink,
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_every_damaged_file_is_named_and_never_served(damage: str, home: Home, encoder: Encoder) -> None:
    folder = home.index / current(home)
    files = sorted(folder.iterdir())
    assert {"manifest.json", "vectors.faiss", "vectors.npy", "articles_utf8.npy"} <= {file.name for file in files}
    unnoticed = {}
    for file in files:
        whole = file.read_bytes()
        DAMAGES[damage](file)
        unnoticed.update(_served_from(home, encoder, file.name))
        file.write_bytes(whole)
    assert unnoticed == {}
    assert served(home, encoder) == {"gudang", "debat"}


def test_a_bit_flipped_in_a_large_file_is_named_and_never_served(
    home: Home, commands: Commands, encoder: Encoder, tmp_path: Path
) -> None:
    """Large files are where a bit is likeliest to flip."""
    text = "\n\n".join(
        f"Desa nomor {number} mencatat {number * 7} pemilih baru di TPS {number}." for number in range(900)
    )
    (tmp_path / "panjang.txt").write_text(text)
    assert commands.run(home, "add", tmp_path / "panjang.txt").code == 0
    folder = home.index / current(home)
    large = [file for file in sorted(folder.iterdir()) if file.stat().st_size > 1 << 16]
    assert "sentence_vectors.npy" in [file.name for file in large]
    unnoticed = {}
    for file in large:
        whole = file.read_bytes()
        _flip(file)
        unnoticed.update(_served_from(home, encoder, file.name))
        file.write_bytes(whole)
    assert unnoticed == {}


def test_a_digit_changed_in_the_manifest_is_noticed(home: Home, encoder: Encoder) -> None:
    manifest = home.index / current(home) / "manifest.json"
    text = manifest.read_text()
    manifest.write_text(text.replace('"probes": 0', '"probes": 1', 1))
    assert manifest.read_text() != text
    assert _served_from(home, encoder, manifest.name) == {}


def _served_from(home: Home, encoder: Encoder, name: str) -> dict[str, str]:
    """The file by name, with what went wrong, if loading or checking does not name it."""
    for opening in (lambda: load(home, encoder), lambda: status(home)):
        try:
            opening()
        except IndexDamaged as error:
            if f"/{name} " not in error.message or "index build" not in error.hint:
                return {name: f"told as: {error}"}
        else:
            return {name: "opened"}
    return {}


@pytest.mark.parametrize("content", [b"", b"\n", b"g000000000000\n", b"../../etc\n", b"\xff\xfe\x00g"])
def test_a_pointer_to_nothing_is_told_and_mended_by_a_build(
    content: bytes, home: Home, commands: Commands, encoder: Encoder
) -> None:
    (home.index / "CURRENT").write_bytes(content)
    outcome = commands.run(home, "index", "status")
    assert outcome.one_clear_line, outcome
    with pytest.raises((NoIndex, IndexDamaged)):
        load(home, encoder)
    assert commands.run(home, "index", "build").code == 0
    assert served(home, encoder) == {"gudang", "debat"}


def test_a_damaged_generation_can_be_rolled_back_from(
    home: Home, commands: Commands, encoder: Encoder, tmp_path: Path
) -> None:
    assert commands.run(home, "add", write_articles(tmp_path / "files", ["kirab"])).code == 0
    _truncate(home.index / current(home) / "vectors.faiss")
    assert "vectors.faiss" in commands.run(home, "index", "status").err
    assert commands.run(home, "index", "rollback").code == 0
    assert served(home, encoder) == {"gudang", "debat"}


def test_a_build_mends_a_damaged_generation_of_the_same_name(home: Home, commands: Commands, encoder: Encoder) -> None:
    """The advice in the error must work: the same articles give a generation of the same name."""
    _truncate(home.index / current(home) / "vectors.faiss")
    assert commands.run(home, "index", "build").code == 0
    assert served(home, encoder) == {"gudang", "debat"}


@pytest.mark.parametrize("name", ["embeddings.sqlite", "words.sqlite"])
def test_a_damaged_cache_harms_nothing(
    name: str, home: Home, commands: Commands, encoder: Encoder, tmp_path: Path
) -> None:
    """It is begun anew, which is told in one line, once."""
    (home.cache / name).write_bytes(b"not a database at all " * 500)
    first = commands.run(home, "add", write_articles(tmp_path / "files", ["kirab"]))
    assert first.code == 0, first
    assert len(first.err.splitlines()) == 1
    assert name in first.err
    second = commands.run(home, "add", write_articles(tmp_path / "more", ["radio"]))
    assert (second.code, second.err) == (0, "")
    assert served(home, encoder) == {"gudang", "debat", "kirab", "radio"}


def test_a_damaged_database_is_told(home: Home, commands: Commands, encoder: Encoder) -> None:
    (home.path / "tanya.sqlite").write_bytes(b"not a database at all " * 500)
    outcome = commands.run(home, "articles")
    assert outcome.one_clear_line, outcome
    assert "tanya.sqlite" in outcome.err
    assert served(home, encoder) == {"gudang", "debat"}
