"""Pages for the people who answer for quality: feedback, usage, evaluation runs, keys. Knows nothing of the corpus."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from corpus.errors import TanyaError
from eval import history as runs
from web.chart import HEIGHT, LEFT, RIGHT, TOP, WIDTH, lines
from web.errors import PersonNotFound
from web.evalitems import item_of, save_item, saved_ids
from web.insight import usage
from web.rendering import page
from web.service import Service, service_of
from web.sessions import SCOPES
from web.signing import administrators_only, editors_only, own_form

router = APIRouter(prefix="/admin", include_in_schema=False, dependencies=[Depends(editors_only), Depends(own_form)])
FIGURES = ("accuracy", "citation_precision", "refusal_recall")
FAILURES_SHOWN = 200


@router.get("/feedback")
def feedback(request: Request) -> Response:
    """What people thought of answers, newest first, each with its answer."""
    service = service_of(request)
    saved = saved_ids(service.settings.place)
    rows = [
        {"rating": rating, "answer": answer, "saved": f"feedback-{rating.answer_id}" in saved}
        for rating in service.feedback.recent()
        if (answer := _answer(service, rating.answer_id)) is not None
    ]
    return page(request, "admin_feedback.html", {"rows": rows})


@router.post("/feedback/{answer_id}/item")
def make_item(
    request: Request,
    answer_id: str,
    expected: Annotated[str, Form(max_length=500)] = "",
    unanswerable: Annotated[bool, Form()] = False,
) -> Response:
    """Make a rated answer an item of the home's evaluation set."""
    service = service_of(request)
    save_item(service.settings.place, item_of(service.answers.get(answer_id), expected, unanswerable=unanswerable))
    return RedirectResponse("/admin/feedback", 303)


@router.get("/usage")
def show_usage(request: Request) -> Response:
    """Questions a day, refusals, waits, and what was not answered."""
    service = service_of(request)
    return page(request, "admin_usage.html", {"usage": usage(service.database)})


@router.get("/quality")
def quality(request: Request, run: str = "") -> Response:
    """The saved evaluation runs as a chart, and the failures of one of them."""
    service = service_of(request)
    home = service.settings.place
    saved = runs.history(home)
    chosen = runs.load_run(home, run) if run in runs.names(home) else None
    failures = [row for row in chosen["rows"] if not row["right"]][:FAILURES_SHOWN] if chosen else []
    context = {
        "runs": saved,
        "lines": lines({figure: [line.get(figure) for line in saved] for figure in FIGURES}),
        "frame": {"width": WIDTH, "height": HEIGHT, "left": LEFT, "right": WIDTH - RIGHT, "top": TOP},
        "names": set(runs.names(home)),
        "chosen": run if chosen else "",
        "failures": failures,
    }
    return page(request, "admin_quality.html", context)


@router.get("/keys", dependencies=[Depends(administrators_only)])
def keys(request: Request) -> Response:
    """The API keys, without their secrets."""
    return _keys_page(request, service_of(request), None)


@router.post("/keys", dependencies=[Depends(administrators_only)])
def make_key(
    request: Request,
    label: Annotated[str, Form(max_length=80)],
    name: Annotated[str, Form(max_length=80)] = "",
    scopes: Annotated[list[str] | None, Form()] = None,
) -> Response:
    """Make a key for somebody, and show its secret this once."""
    service = service_of(request)
    owner = name or request.state.visitor.name
    if service.people.find(owner) is None:
        raise PersonNotFound(f"There is no account {owner!r}.", "Choose one from the list.")
    return _keys_page(request, service, service.sessions.make_key(owner, label, scopes or []))


@router.post("/keys/{key_id}/revoke", dependencies=[Depends(administrators_only)])
def revoke_key(request: Request, key_id: str) -> Response:
    """Make a key useless."""
    service_of(request).sessions.revoke(key_id)
    return RedirectResponse("/admin/keys", 303)


def _keys_page(request: Request, service: Service, secret: str | None) -> Response:
    context = {
        "keys": service.sessions.keys(), "people": service.people.all(), "scopes": SCOPES, "secret": secret,
    }  # fmt: skip
    return page(request, "admin_keys.html", context)


def _answer(service: Service, answer_id: str) -> dict[str, Any] | None:
    try:
        return service.answers.get(answer_id)
    except TanyaError:
        return None
