from __future__ import annotations

import json
from pathlib import Path

import pytest

from qa.reader.data import Contexts, load_sets, office_sets, read_facqa, read_squad, respace
from qa.written import written_pages

DATA = Path(__file__).parents[4] / "shared" / "data"
LONG = "Panitia menyusun daftar pemilih sementara untuk setiap desa lalu mengumumkannya di balai desa selama tujuh hari"


def test_tokenised_text_gets_its_spacing_back() -> None:
    assert (
        respace('Kata dia , " suara sah " ( 95 % ) tahun 1980 - an .') == 'Kata dia, "suara sah" (95%) tahun 1980-an.'
    )


def test_near_copies_are_recognised() -> None:
    known = Contexts([LONG])
    assert known.near(LONG.upper() + "!")
    assert known.near("Kemarin " + LONG)
    assert not known.near("Rapat pleno terbuka dihadiri oleh saksi dari semua partai politik peserta pemilihan umum")


def test_squad_lists_are_read_with_and_without_answers(tmp_path: Path) -> None:
    rows = [
        {"id": "a", "question": "Di mana?", "answers": [{"text": "balai desa", "answer_start": LONG.index("balai")}]},
        {"id": "b", "question": "Siapa?", "answers": []},
    ]
    path = tmp_path / "set.json"
    path.write_text(json.dumps([{"context": LONG, "qas": rows}]), "utf-8")
    first, second = read_squad(path)
    assert first.start is not None
    assert LONG[first.start :].startswith(first.answers[0])
    assert (second.answers, second.start) == ((), None)


def test_facqa_keeps_only_answers_that_stand_once(tmp_path: Path) -> None:
    rows = [
        {"question": "Berapa ?", "passage": "Ada dua , bukan tiga .", "answer": "dua"},
        {"question": "Siapa ?", "passage": "Budi dan Budi .", "answer": "Budi"},
        {"question": "Apa ?", "passage": "Tidak ada .", "answer": "meja"},
    ]
    path = tmp_path / "set.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    (only,) = read_facqa(path)
    assert (only.context, only.answers, only.start) == ("Ada dua, bukan tiga.", ("dua",), 4)


@pytest.mark.skipif(not DATA.exists(), reason="the question sets are not beside the repository")
def test_no_yardstick_passage_is_trained_on() -> None:
    sets = load_sets(DATA)
    judged = {" ".join(e.context.split()) for e in (*sets.valid, *sets.english)}
    trained = {" ".join(e.context.split()) for rows in sets.train.values() for e in rows}
    assert len(trained) > 4000
    assert judged & trained == set()
    raw = {" ".join(e.context.split()) for e in read_squad(DATA / "idk_mrc/trans_squad_valid.json")}
    assert judged & raw, "the overlap that must be taken out is there to begin with"


def test_questions_of_our_pages_meet_passages_as_answering_shows_them() -> None:
    pages = written_pages("choose")[:12]
    sets = office_sets(pages)
    by_title = {page.article.title for page in pages}
    for example in (*sets["office"], *sets["office_raw"]):
        assert any(example.lead.startswith(title) for title in by_title)
        assert example.seen.endswith(example.context)
        if example.start is not None and example.start_seen is not None:
            assert example.context[example.start :].startswith(example.answers[0])
            assert example.seen[example.start_seen :].startswith(example.answers[0])
    assert any(example.answers for example in sets["office"])
    # Another passage of the page is only shown where it does not hold the answer.
    rivals = [(example, rival) for example in sets["office"] for rival in example.rivals]
    assert len(rivals) > len(sets["office"])
    for example, rival in rivals:
        assert rival != example.context
        assert not any(answer in rival for answer in example.answers if len(answer) > 2)
    assert all(seen.startswith(example.lead) for example, _ in rivals for seen in example.rivals_seen)
