"""Keep numeric libraries on one thread for work too small to share. Knows nothing of what the work is.

The only owner of threadpoolctl.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from threadpoolctl import ThreadpoolController


@contextmanager
def one_thread() -> Iterator[None]:
    """Limit BLAS and OpenMP to one thread: a search takes milliseconds, and waiting threads spin."""
    with _controller().limit(limits=1):
        yield


def limits_now() -> Any:
    """A function that limits the numeric libraries that are loaded at this moment, as a context manager."""
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController().limit


@cache
def _controller() -> ThreadpoolController:
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()
