"""Whether a new generation may be served: only if a set of questions goes no worse than on the one being served.

Knows runs and generations; refuses to know how a generation is built or published.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from corpus.errors import BuildFailed, NoIndex
from corpus.home import Home
from corpus.progress import Progress
from corpus.settings import Settings
from eval.compare import compare_runs
from eval.history import save_run
from eval.homes import Asker, settings_at
from eval.run import run_set
from eval.sets import read_sets
from index.publish import current

OpenAsker = Callable[[str], Asker]
SHOWN = 5  # questions named in the message; the saved runs hold them all


def gate(
    path: Path, settings: Settings, *, progress: Progress | None = None, open_asker: OpenAsker | None = None
) -> Callable[[str], None]:
    """A check for `index.build.build`: raises `BuildFailed` for a generation that answers fewer questions right.

    The set's questions are asked of the generation being served and of the new one. Answers do not depend on chance,
    so one question fewer is worse. Both runs of a generation that is held back are saved under `gate-GENERATION`, for
    `tanya eval compare` and `tanya eval report`. The first generation of a home has nothing to be compared with and
    passes. `open_asker` opens a generation by name; by default the real engine, logging nowhere that lasts. Raises
    `BadSet` here, before anything is built, for a set of another form.
    """
    read_sets([path])

    def check(name: str) -> None:
        try:
            serving = current(settings.place)
        except NoIndex:
            return
        with _opener(settings, open_asker) as open_one:
            before = run_set(path, settings, engine=open_one(serving), progress=_staged(progress, "ask the old"))
            after = run_set(path, settings, engine=open_one(name), progress=_staged(progress, "ask the new"))
        if sum(row["right"] for row in after["rows"]) < sum(row["right"] for row in before["rows"]):
            for generation, run in ((serving, before), (name, after)):
                save_run(settings.place, f"gate-{generation}", run)
            raise _held_back(path, serving, name, compare_runs(before, after))

    return check


def _held_back(path: Path, serving: str, name: str, compared: dict[str, Any]) -> BuildFailed:
    lost = [f"“{row['question']}” ({row['language']}): {row['before']} → {row['after']}" for row in compared["lost"]]
    more = f" and {len(lost) - SHOWN} more" if len(lost) > SHOWN else ""
    return BuildFailed(
        f"{name} is kept aside and {serving} still served: on {path.name} accuracy would go from "
        f"{compared['accuracy_a']:.3f} to {compared['accuracy_b']:.3f}. Lost: {'; '.join(lost[:SHOWN])}{more}.",
        f"See all: tanya eval compare gate-{serving} gate-{name}; to serve it all the same: tanya index build",
    )


@contextmanager
def _opener(settings: Settings, open_asker: OpenAsker | None) -> Iterator[OpenAsker]:
    if open_asker is not None:
        yield open_asker
        return
    with tempfile.TemporaryDirectory(prefix="tanya-gate-") as folder:
        log = settings_at(settings, Home(Path(folder)))

        def open_one(name: str) -> Asker:
            from index.encoder import open_encoder
            from index.generation import Generation
            from index.manifest import read_manifest
            from qa.engine import open_engine

            place = settings.place.index / name
            # The one being served may have been built with another encoder than the settings ask for now.
            encoder = open_encoder(read_manifest(place).encoder, settings.threads)
            return open_engine(log, generation=Generation(place, encoder, settings.place.cache))

        yield open_one


def _staged(progress: Progress | None, stage: str) -> Progress | None:
    return None if progress is None else lambda _stage, done, total: progress(stage, done, total)
