"""The one table from failures to HTTP statuses, and the one shape in which every failure leaves the server."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from corpus.errors import TanyaError

STATUS_OF_CODE: dict[str, int] = {
    "bad_request": 400,
    "not_signed_in": 401,
    "wrong_password": 401,
    "sign_in_failed": 401,
    "forbidden": 403,
    "account_disabled": 403,
    "cross_site": 403,
    "article_not_found": 404,
    "answer_not_found": 404,
    "conversation_not_found": 404,
    "composer_not_offered": 404,
    "model_not_found": 404,
    "no_run": 404,
    "person_not_found": 404,
    "not_found": 404,
    "method_not_allowed": 405,
    "busy": 409,
    "last_administrator": 409,
    "name_taken": 409,
    "body_too_large": 413,
    "wrong_host": 421,
    "bad_account": 422,
    "bad_password": 422,
    "bad_question": 422,
    "bad_set": 422,
    "unreadable_article": 422,
    "invalid_request": 422,
    "too_many_requests": 429,
    "locked_out": 429,
    "internal_error": 500,
    "fetch_failed": 502,
    "build_failed": 500,
    "bad_settings": 500,
    "no_index": 503,
    "not_ready": 503,
    "overloaded": 503,
    "index_mismatch": 503,
    "index_damaged": 503,
    "encoder_unavailable": 503,
    "composer_unavailable": 503,
    "database_unavailable": 503,
    "database_mismatch": 503,
}

# Framework exceptions carry only a status; these are the codes and hints they are shown with.
WORDS_OF_STATUS: dict[int, tuple[str, str, str]] = {
    400: ("bad_request", "The request could not be read.", "Send JSON, or a form, as /openapi.json describes."),
    404: ("not_found", "There is nothing at this address.", "The addresses are listed in /openapi.json."),
    405: ("method_not_allowed", "This address does not accept that method.", "See /openapi.json."),
    413: ("body_too_large", "The request is larger than the server accepts.", "Send less at a time."),
}


@dataclass(frozen=True, slots=True)
class Failure:
    """What went wrong, ready to be shown: a status, a stable code, what happened, and what to do."""

    status: int
    code: str
    message: str
    hint: str
    headers: Mapping[str, str]

    def to_json(self) -> dict[str, Any]:
        """The one error shape of every endpoint."""
        return {"error": {"code": self.code, "message": self.message, "hint": self.hint}}


def failure_of(error: Exception) -> Failure:
    """How an exception is shown. Anything unforeseen becomes a 500 that says nothing of the inside."""
    if isinstance(error, TanyaError):
        retry_after_s = getattr(error, "retry_after_s", None)
        headers = {"Retry-After": str(retry_after_s)} if retry_after_s else {}
        return Failure(STATUS_OF_CODE.get(error.code, 500), error.code, error.message, error.hint, headers)
    if isinstance(error, RequestValidationError):
        return Failure(422, "invalid_request", _first_complaint(error), "See /openapi.json for the fields.", {})
    if isinstance(error, HTTPException):
        code, message, hint = WORDS_OF_STATUS.get(error.status_code, ("bad_request", str(error.detail), ""))
        return Failure(error.status_code, code, message, hint, error.headers or {})
    return Failure(
        500, "internal_error", "Something failed on the server.", "Try again; the log has the request's id.", {}
    )


def _first_complaint(error: RequestValidationError) -> str:
    # Only the place and the rule are repeated: the value sent might be a secret.
    complaints = error.errors()
    if not complaints:
        return "The request is not valid."
    place = ".".join(str(part) for part in complaints[0]["loc"] if part != "body") or "body"
    return f"{place}: {complaints[0]['msg']}."
