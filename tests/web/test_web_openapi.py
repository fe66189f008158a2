"""schemathesis against the schema that the server publishes, with the real engine behind it.

Its checks: no 5xx, only documented statuses, content types and bodies, what the schema allows is accepted and what it
forbids is not.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from corpus.home import Home
from corpus.settings import Settings
from web.app import create_app
from web.engines import open_real_engine

schemathesis = pytest.importorskip("schemathesis")
pytestmark = pytest.mark.slow
LOOPBACK = {"host": "127.0.0.1"}
# How many cases of each: a batch asks the engine up to 50 questions.
OPERATIONS = {
    ("POST", "/ask"): 20,
    ("GET", "/ask"): 15,
    ("POST", "/ask/batch"): 8,
    ("POST", "/feedback"): 30,
    ("GET", "/articles/{article_id}"): 30,
    ("POST", "/v1/chat/completions"): 20,
    ("GET", "/v1/models"): 1,
    ("GET", "/healthz"): 1,
    ("GET", "/readyz"): 1,
    ("GET", "/metrics"): 1,
}
CASES = [
    (*operation, mode)
    for operation, cases in OPERATIONS.items()
    for mode in ("positive", "negative")
    if mode == "positive" or cases > 1  # what takes no input cannot be asked wrongly
]


@pytest.fixture(scope="module")
def schema(bundled_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Any:
    home: Path = tmp_path_factory.mktemp("openapi") / "home"
    shutil.copytree(bundled_home.path, home)
    chosen = Settings.model_validate({"home": home, "rate_limit": 0})
    app = create_app(chosen, open_real_engine(chosen, None))
    return schemathesis.openapi.from_asgi("/openapi.json", app, headers=LOOPBACK)


def test_every_operation_is_tried(schema: Any) -> None:
    published = {(found.ok().method.upper(), found.ok().path) for found in schema.get_all_operations()}
    assert published == set(OPERATIONS)


@pytest.mark.parametrize(("method", "path", "mode"), CASES)
def test_the_server_keeps_its_schema(schema: Any, method: str, path: str, mode: str) -> None:
    operation = schema[path][method]
    cases = operation.as_strategy(generation_mode=schemathesis.GenerationMode(mode))
    tried = 0

    @settings(
        max_examples=OPERATIONS[method, path],
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=cases)
    def try_one(case: Any) -> None:
        nonlocal tried
        tried += 1
        case.call_and_validate(headers=LOOPBACK)

    try_one()
    assert tried >= min(5, OPERATIONS[method, path])
