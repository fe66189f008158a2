"""One contender on one task, in a process of its own: what it ranks and what that costs. Knows no measures of quality.

Runs under the contenders' interpreter too, so it may import nothing that only Tanya's environment holds.
"""

from __future__ import annotations

import importlib
import json
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path
from typing import Any

from eval.sidebyside.contender import CONTENDERS, Document, Given
from index.encoders.use import UseMultilingual

DEPTH = 10
WARM = 5


def measure(name: str, task: dict[str, Any]) -> dict[str, Any]:
    """Rankings by question id, seconds to build, milliseconds of each question, the most memory held in MiB.

    Times are the processor's, over all threads, so that other programs on the machine count less.
    """
    module, function, package = CONTENDERS[name]
    build = getattr(importlib.import_module(f"eval.sidebyside.{module}"), function)
    encoder = UseMultilingual(threads=1)
    # The encoder's loading is the same for everybody and counts for nobody.
    encoder.encode_passages(["Model dimuat sebelum diukur."])
    documents = [Document(**document) for document in task["documents"]]
    with tempfile.TemporaryDirectory(prefix="sidebyside-") as folder:
        started = time.process_time()
        search = build(Given(documents, encoder.encode_passages, Path(folder)))
        build_s = time.process_time() - started
        questions = list(task["questions"].items())
        for _, text in questions[:WARM]:
            search(text, DEPTH)
        ranked, times_ms = {}, []
        for question, text in questions:
            asked = time.process_time()
            ranked[question] = search(text, DEPTH)
            times_ms.append(1000 * (time.process_time() - asked))
    costs = {"build_s": build_s, "times_ms": times_ms, "peak_mib": _peak_mib()}
    return {"ranked": ranked, "version": version(package), **costs}


def _peak_mib() -> float:
    lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


if __name__ == "__main__":
    given = json.loads(Path(sys.argv[2]).read_text(encoding="utf-8"))
    Path(sys.argv[3]).write_text(json.dumps(measure(sys.argv[1], given)), encoding="utf-8")
