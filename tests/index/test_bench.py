from pathlib import Path

from index.bench import scale_curve


def test_a_scale_curve_states_what_it_measured(tmp_path: Path) -> None:
    small, large = scale_curve((200, 800), tmp_path)
    assert (small.passages, large.passages) == (200, 800)
    # Half-precision vectors are two bytes for each of 512 numbers; the rest of the file is its header.
    assert 0 <= large.vector_bytes - 800 * 1024 < 1024
    assert 0 < small.search_p50_ms <= small.search_p95_ms
    assert large.recall_at_10 == 1.0
    assert list(tmp_path.iterdir()) == []
