from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.corpus.site import Site


@pytest.fixture
def site() -> Iterator[Site]:
    """An empty site that a test fills."""
    with Site().running() as running:
        yield running
