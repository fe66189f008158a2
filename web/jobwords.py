"""A job in its reader's words: what it is doing, and what came of it. Knows nothing of how jobs run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from web.builds import REBUILD, Job
from web.messages import known, show_number, translator

COUNTED = ("added", "changed", "unchanged", "duplicates", "removed")


def job_in_words(job: Job | None, language: str) -> dict[str, Any] | None:
    """The job's fields, with `label`, `stage` and `summary` as they are read; None for none."""
    if job is None:
        return None
    t = translator(language)
    told = {name: value for name, value in asdict(job).items() if name != "facts"}
    told["label"] = t("job.index") if job.label == REBUILD else job.label
    told["stage"] = t(f"stage.{job.stage}") if known(f"stage.{job.stage}") else job.stage
    told["summary"] = "\n".join(_lines(job.facts, language)) if job.facts else job.summary
    return told


def _lines(facts: dict[str, Any], language: str) -> Iterator[str]:
    t = translator(language)
    counts = [t(f"job.{name}", number=show_number(facts[name], language)) for name in COUNTED if facts.get(name)]
    if counts or "generation" not in facts:
        yield ", ".join(counts) or t("job.nothing")
    yield from (t("job.skipped", reason=reason) for reason in facts.get("skipped", ()))
    if "generation" in facts:
        sizes = {name: show_number(facts[name], language) for name in ("articles", "passages")}
        yield t("job.published", generation=facts["generation"], **sizes)
