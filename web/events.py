"""Server-sent events (WHATWG HTML, section 9.2): their form, and how a stream fails. Knows nothing of answers."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from starlette.responses import StreamingResponse

from web.failures import Failure, failure_of
from web.logs import LOGGER

EVENT_STREAM = "text/event-stream"


def event(name: str, data: Any) -> str:
    """One event; JSON keeps the data on one line."""
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False, default=str)}\n\n"


def live(events: Iterator[str], tell: Callable[[Exception], Failure] = failure_of) -> StreamingResponse:
    """Send events as they come. A failure before the first is raised and gets its status; a later one is an event."""
    first = next(events, "")

    def all_events() -> Iterator[str]:
        yield first
        try:
            yield from events
        except Exception as error:
            failure = tell(error)
            LOGGER.error("stream failed", exc_info=error, extra={"fields": {"code": failure.code}})
            yield event("error", failure.to_json())

    # Proxies such as nginx hold a response back unless they are told not to.
    return StreamingResponse(all_events(), media_type=EVENT_STREAM, headers={"X-Accel-Buffering": "no"})
