"""Fresh Python processes that do one thing and tell what it cost. Knows programs as text; nothing of ratios.

The floors are programs of their own, as short as their work can be written, so that nothing of Tanya's serving code
runs in them.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.errors import TanyaError

# Arguments of each: encoder, home (or a file of vectors), question(s).
COLD_OURS = """
import sys
from tanya import main
sys.exit(main(["ask", sys.argv[3], "--home", sys.argv[2]]))
"""
COLD_FLOOR = """
import sys, numpy, faiss
from index.encoder import open_encoder
open_encoder(sys.argv[1]).encode_queries([sys.argv[3]])
"""
MEMORY_OURS = """
import sys
from pathlib import Path
from corpus.settings import read_settings
from qa.engine import open_engine
settings = read_settings(Path(sys.argv[2])).model_copy(update={"encoder": sys.argv[1], "database_url": ""})
engine = open_engine(settings)
for question in sys.argv[3:]:
    engine.ask(question)
"""
MEMORY_FLOOR = """
import sys, numpy, faiss
from index.encoder import open_encoder
encoder = open_encoder(sys.argv[1])
vectors = numpy.load(sys.argv[2])
index = faiss.IndexFlatIP(vectors.shape[1])
index.add(vectors)
for question in sys.argv[3:]:
    index.search(encoder.encode_queries([question]), 10)
"""
# A child's resource usage starts with its parent's peak where it was spawned by vfork; the kernel's own line does not.
TELL_PEAK = """
import resource, sys
try:
    with open("/proc/self/status") as status:
        held = {line.split(":")[0]: int(line.split()[1]) for line in status if " kB" in line}
    kib, own = held["VmHWM"], held["RssAnon"]
except (OSError, KeyError):
    kib = own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (1024 if sys.platform == "darwin" else 1)
print("peak", kib, own)
"""


class BenchFailed(TanyaError):
    """A measured process ended with an error."""

    code = "bench_failed"


@dataclass(frozen=True, slots=True)
class Spent:
    """What a process took from start to end.

    `seconds` by the wall clock, `cpu_s` of the processor. `peak_mib` is the most memory it held, mapped files among it;
    `own_mib` what it held at the end that no other process can share (the peak, where the system does not tell).
    """

    seconds: float
    cpu_s: float
    peak_mib: float
    own_mib: float


def spent(program: str, arguments: Sequence[str]) -> Spent:
    """Run a program in a fresh interpreter. Raises `BenchFailed` with its last line of error."""
    # However the program ends, what it held at most is told last.
    wrapped = f"import atexit\natexit.register(exec, {TELL_PEAK!r}, {{}})\n{program}"
    before, started = _children_cpu_s(), time.perf_counter()
    run = subprocess.run([sys.executable, "-c", wrapped, *arguments], capture_output=True, text=True)
    seconds = time.perf_counter() - started
    if run.returncode:
        last = (run.stderr.strip().splitlines() or ["no message"])[-1]
        raise BenchFailed(f"A measured process failed: {last}")
    peak, own = (int(kib) / 1024 for kib in run.stdout.split()[-2:])
    return Spent(seconds, _children_cpu_s() - before, peak, own)


def _children_cpu_s() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
