"""One JSON object a line on stderr, each with its request's id. Never logs bodies, cookies, keys or query strings."""

from __future__ import annotations

import json
import logging
import sys
import time
from contextvars import ContextVar
from typing import Any

LOGGER = logging.getLogger("tanya.web")
request_id: ContextVar[str] = ContextVar("request_id", default="-")


class JsonLines(logging.Formatter):
    """Formats a record as one ASCII line, so that no control character of a title or question reaches a terminal."""

    def format(self, record: logging.LogRecord) -> str:
        """One JSON object: time, level, request id, message, the record's `fields`, and a failure's traceback."""
        line: dict[str, Any] = {
            "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(record.created)),
            "level": record.levelname.lower(),
            "request_id": request_id.get(),
            "message": record.getMessage(),
        }
        line.update(getattr(record, "fields", {}))
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=True, default=str)


def log(message: str, level: int = logging.INFO, **fields: object) -> None:
    """Write one line with these fields."""
    LOGGER.log(level, message, extra={"fields": fields})


def write_json_lines() -> None:
    """Send the server's log to stderr as JSON lines; called by the process that serves, not by the app."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    LOGGER.handlers = [handler]
    LOGGER.setLevel(logging.INFO)
    LOGGER.propagate = False
