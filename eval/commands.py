"""The commands `tanya eval` and `tanya bench`: what may be typed, what runs, what is printed.

Knows the command line, knows nothing of how anything is measured. What a command needs is loaded when it runs.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.errors import TanyaError
from corpus.progress import show_progress

if TYPE_CHECKING:
    from corpus.settings import Settings


def declare_commands(command: Callable[[str, Callable[..., int]], argparse.ArgumentParser]) -> None:
    """Declare `tanya bench` and `tanya eval` with its jobs; `command` adds a sub-command by name."""
    benching = command("bench", bench)
    benching.add_argument("--json", action="store_true")
    benching.add_argument(
        "--scale", nargs="*", type=int, metavar="PASSAGES", help="search made-up passages (1000 to a million) instead"
    )
    benching.add_argument("--load", action="store_true", help="send 1, 4 and 16 questions at once to a server instead")
    benching.add_argument("--requests", type=int, default=200, metavar="N", help="with --load: at each step (200)")
    _declare_jobs(command("eval", evaluate))


def _declare_jobs(evaluating: argparse.ArgumentParser) -> None:
    jobs = evaluating.add_subparsers(required=True, metavar="JOB")

    def job(name: str, run: Callable[..., int]) -> argparse.ArgumentParser:
        added = jobs.add_parser(name, help=(run.__doc__ or "").splitlines()[0], description=run.__doc__)
        added.add_argument("--home", type=Path, default=argparse.SUPPRESS)
        added.add_argument("--json", action="store_true")
        added.set_defaults(run=run)
        return added

    running = job("run", evaluate)
    running.add_argument("set", nargs="?", type=Path, metavar="SET.jsonl")
    running.add_argument("--save", metavar="NAME", help="keep the run in the home under this name")
    running.add_argument("--limit", type=int, metavar="N", help="the first N items only")
    running.add_argument("--judge", choices=["exact", "llm"], default="exact", help="llm: a model's verdicts beside")
    running.add_argument("--fail-under", action="append", default=[], metavar="[FIGURE=]LEAST", help="else exit with 1")
    job("retrieval", eval_retrieval).add_argument("folder", type=Path, metavar="BEIR_DIR")
    answering = job("answers", eval_answers)
    answering.add_argument("file", type=Path, metavar="SQUAD.json")
    answering.add_argument(
        "--given", dest="mode", action="store_const", const="given", help="each question: its passage"
    )
    answering.add_argument(
        "--open", dest="mode", action="store_const", const="open", default="open", help="all passages"
    )
    answering.add_argument("--limit", type=int, metavar="N", help="ask N questions, spread over the file")
    comparing = job("compare", eval_compare)
    comparing.add_argument("a")
    comparing.add_argument("b")
    reporting = job("report", eval_report)
    reporting.add_argument("saved", nargs="?", metavar="RUN", help="the saved run, or its file (the latest)")
    reporting.add_argument("--out", type=Path, default=Path("report.html"), metavar="FILE.html")


def evaluate(args: argparse.Namespace, settings: Settings) -> int:
    """Ask an evaluation set (the bundled one if none is named), judge the answers, and report."""
    from eval.floors import hold_floors, read_floors
    from eval.history import save_run
    from eval.report import headline_table
    from eval.run import run_set
    from eval.second_opinion import judge_by_model, open_model, told

    floors = read_floors(",".join(args.fail_under)) if args.fail_under else {}
    # Opened before anything is asked: a missing setting should not be found out after minutes of answering.
    model = open_model(settings) if args.judge == "llm" else None
    with show_progress() as progress:
        run = run_set(args.set, settings, limit=args.limit, progress=progress)
        try:
            if model is not None:
                run["second_opinion"] = judge_by_model(run, settings, model, progress)
        finally:
            if args.save:
                save_run(settings.place, args.save, run)
    figures = {name: value for name, value in run.items() if name != "rows"}
    print(json.dumps(figures, ensure_ascii=False) if args.json else headline_table(run))
    if model is not None and not args.json:
        print(told(run["second_opinion"]))
    hold_floors(run, floors)
    return 0


def eval_retrieval(args: argparse.Namespace, settings: Settings) -> int:
    """Rank the queries of a BEIR folder (corpus.jsonl, queries.jsonl, qrels/test.tsv) and score the ranking."""
    from eval.retrieval import run_retrieval

    with show_progress() as progress:
        return _print_figures(run_retrieval(args.folder, settings, progress=progress), args.json)


def eval_answers(args: argparse.Namespace, settings: Settings) -> int:
    """Ask the questions of a SQuAD 2.0 file and score the answers by its rules."""
    from eval.answers import run_answers

    with show_progress() as progress:
        figures = run_answers(args.file, args.mode, settings, limit=args.limit, progress=progress)
    return _print_figures(figures, args.json)


def eval_compare(args: argparse.Namespace, settings: Settings) -> int:
    """Compare two saved runs, question by question."""
    from eval.compare import compare_runs
    from eval.history import load_run

    compared = compare_runs(load_run(settings.place, args.a), load_run(settings.place, args.b))
    return _print_figures(compared, args.json)


def eval_report(args: argparse.Namespace, settings: Settings) -> int:
    """Write a saved run (the latest if none is named) as one self-contained HTML page."""
    from eval.history import history, load_run
    from eval.report import render_report

    saves = history(settings.place)
    if not args.saved and not saves:
        raise TanyaError("No run is saved yet.", "Type: tanya eval run --save NAME")
    run = load_run(settings.place, args.saved or saves[-1]["name"])
    args.out.parent.mkdir(parents=True, exist_ok=True)
    args.out.write_text(render_report(run, saves=saves), encoding="utf-8")
    print(f"Wrote {args.out}.")
    return 0


def bench(args: argparse.Namespace, settings: Settings) -> int:
    """Measure what Tanya costs over the same work done bare, as ratios in one run; or scale, or load."""
    from eval.bench import run_bench, run_scale
    from eval.serving import run_load_bench

    with show_progress() as progress:
        if args.scale is None and not args.load:
            return _print_figures(run_bench(settings, progress=progress), args.json)
        figures: dict[str, Any] = {}
        if args.scale is not None:
            figures["scale"] = run_scale(*([args.scale] if args.scale else []), progress=progress)
        if args.load:
            figures["load"] = run_load_bench(settings, requests=args.requests, progress=progress)
    return _print_figures(figures, args.json)


def _print_figures(figures: dict[str, Any], as_json: bool) -> int:
    print(json.dumps(figures, ensure_ascii=False, indent=None if as_json else 2))
    return 0
