"""The `tanya` command: one thin sub-command for each job. It parses, calls and prints; every room does its own work."""

from __future__ import annotations

import argparse
import io
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.errors import BadQuestion, TanyaError

if TYPE_CHECKING:
    from corpus.database import Database
    from corpus.settings import Settings
    from corpus.store import ArticleStore
    from index.encoder import Encoder
    from qa.answer import Engine
    from qa.types import Answer

Progress = Callable[[str, int, int], None]


def main(argv: list[str] | None = None) -> int:
    """Run one command. Returns 0 when done, 1 for an error that the user can act on; wrong usage exits with 2."""
    args = parser().parse_args(argv)
    try:
        from corpus.settings import read_settings

        return int(args.run(args, read_settings(args.home)) or 0)
    except TanyaError as error:
        print(f"tanya: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("tanya: stopped.", file=sys.stderr)
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return 0


# Articles


def add(args: argparse.Namespace, settings: Settings) -> int:
    """Read files, folders and addresses into the store, then publish a new generation."""
    from itertools import chain

    from corpus.adding import add_articles, read_sources
    from corpus.bundled import read_bundled

    if not args.sources and not args.bundled:
        raise TanyaError("Nothing to add was named.", "Type: tanya add FOLDER, or tanya add --bundled.")
    with _store(settings) as (store, database):
        with _progress() as progress:
            reading = read_sources(args.sources, settings, database, args.max_pages, progress)
            report = add_articles(store, chain(read_bundled() if args.bundled else (), reading))
        print(report.put.summary(), flush=True)
        for failure in report.failures:
            print(f"skipped: {failure}", file=sys.stderr)
        if not report.found and (report.failures or next(store.all(), None) is None):
            raise TanyaError(
                "No article could be read.", "Name a file or folder of articles (.txt, .md, .html, .pdf, …)."
            )
        _publish(store, settings, args.gate)
    return 0


def sync(args: argparse.Namespace, settings: Settings) -> int:
    """Make the store mirror a folder, once or for as long as it runs."""
    from corpus.sync import watch

    with _store(settings) as (store, _):
        rounds: Iterator[object] = watch(args.folder) if args.watch else iter([None])
        for _ in rounds:
            try:
                _sync_once(args, settings, store)
            except TanyaError as error:
                if not args.watch:
                    raise
                print(f"tanya: {error}", file=sys.stderr, flush=True)
    return 0


def _sync_once(args: argparse.Namespace, settings: Settings, store: ArticleStore) -> None:
    from corpus.sync import sync_folder

    with _progress() as progress:
        report = sync_folder(args.folder, store, progress)
    for failure in report.failures:
        print(f"skipped: {failure}", file=sys.stderr)
    print(report.summary(), flush=True)
    if report.anything or _is_behind(store, settings):
        _publish(store, settings, args.gate)


def remove(args: argparse.Namespace, settings: Settings) -> int:
    """Take articles out of the store and out of a new generation."""
    with _store(settings) as (store, _):
        store.remove(args.ids)
        _publish(store, settings)
    return 0


def articles(args: argparse.Namespace, settings: Settings) -> int:
    """List what the store holds."""
    from dataclasses import asdict

    with _store(settings) as (store, _):
        for article in store.all():
            if args.json:
                print(json.dumps(asdict(article), ensure_ascii=False))
            else:
                print(f"{article.id}  {article.published or 'undated':10}  {article.office or '-'}  {article.title}")
    return 0


def article(args: argparse.Namespace, settings: Settings) -> int:
    """Show one article with its whole normalised text."""
    from dataclasses import asdict

    with _store(settings) as (store, _):
        found = store.get(args.id)
    if args.json:
        print(json.dumps(asdict(found), ensure_ascii=False))
    else:
        print(f"{found.title}\n{found.office or '-'} · {found.published or 'undated'}\n{found.source}\n\n{found.text}")
    return 0


def index(args: argparse.Namespace, settings: Settings) -> int:
    """Build a generation, tell about it, or go back to the one before."""
    from index.generation import rollback, status

    if args.action == "build":
        with _store(settings) as (store, _):
            _tell_cost(store, settings)
            _publish(store, settings, args.gate)
    elif args.action == "rollback":
        from corpus.publications import Publications

        name = rollback(settings.place)
        if settings.database_url:
            with _store(settings) as (_, database):
                Publications(database).record(name)
        print(f"Serving {name} again.")
    else:
        print(json.dumps(status(settings.place), indent=2, ensure_ascii=False))
    return 0


# Questions


def ask(args: argparse.Namespace, settings: Settings) -> int:
    """Answer one question, or one for each line of standard input."""
    from qa.engine import open_engine

    engine = open_engine(settings, args.composer)
    for answer in _answers(engine, args.question):
        print(json.dumps(answer.to_json(), ensure_ascii=False) if args.json else _readable(answer), flush=True)
    return 0


def _answers(engine: Engine, question: str) -> Iterator[Answer]:
    """One answer, or one for each line: what cannot be asked is declined, so that lines and answers stay in step."""
    if question != "-":
        yield engine.ask(question)
        return
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(encoding="utf-8", errors="replace")
    for line in sys.stdin:
        asked = line.rstrip("\r\n")
        try:
            yield engine.ask(asked)
        except BadQuestion:
            yield engine.decline(asked)


def _readable(answer: Answer) -> str:
    lines = [answer.text, ""]
    if answer.standalone_question != answer.question:
        lines.insert(0, f"({answer.standalone_question})")
    for citation in answer.citations:
        told = " · ".join(part for part in (citation.published, citation.office, citation.title) if part)
        lines += [f"[{citation.number}] {told}", f"    “{citation.quote}”", f"    {citation.source}"]
    return "\n".join([*lines, *answer.notes]).rstrip()


def logs(args: argparse.Namespace, settings: Settings) -> int:
    """Show the latest answers, newest first."""
    from corpus.database import Database
    from qa.log import AnswerLog

    for entry in AnswerLog(Database(settings.database)).recent(args.number):
        print(json.dumps(entry, ensure_ascii=False) if args.json else f"{entry['asked_at']}  {entry['question']}")
    return 0


def serve(args: argparse.Namespace, settings: Settings) -> int:
    """Serve the chat page and the API until stopped."""
    from web.serve import serve as run

    run(settings, host=args.host, port=args.port, workers=args.workers)
    return 0


def mcp(args: argparse.Namespace, settings: Settings) -> int:
    """Serve ask, search and read_article to an assistant over MCP, on standard input and output."""
    from web.mcp import serve_mcp

    serve_mcp(settings)
    return 0


def user(args: argparse.Namespace, settings: Settings) -> int:
    """Make an account for TANYA_AUTH=local; the password is asked for, or read from standard input."""
    import getpass

    from web.people import add_person

    password = getpass.getpass("Password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\r\n")
    person = add_person(settings, args.name, password, args.role)
    print(f"{person.name} may sign in as {person.role}.")
    return 0


# Evaluation


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
    with _progress() as progress:
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

    with _progress() as progress:
        return _print_figures(run_retrieval(args.folder, settings, progress=progress), args.json)


def eval_answers(args: argparse.Namespace, settings: Settings) -> int:
    """Ask the questions of a SQuAD 2.0 file and score the answers by its rules."""
    from eval.answers import run_answers

    with _progress() as progress:
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

    with _progress() as progress:
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


# Plumbing


@contextmanager
def _store(settings: Settings) -> Iterator[tuple[ArticleStore, Database]]:
    from corpus.database import Database
    from corpus.store import ArticleStore

    database = Database(settings.database)
    try:
        yield ArticleStore(database), database
    finally:
        database.close()


def _tell_cost(store: ArticleStore, settings: Settings) -> None:
    """Say how long a rebuild will take before it begins: with a larger encoder that may be hours."""
    from index.cost import build_cost
    from index.encoder import open_encoder

    cost = build_cost(settings.place, store.all(), open_encoder(settings.encoder, settings.threads))
    print(f"{cost.to_encode} of {cost.passages} passages to encode: about {cost.seconds:.0f} s.", flush=True)


def _is_behind(store: ArticleStore, settings: Settings) -> bool:
    """Whether the generation being served lacks what the store holds, as after a stop between storing and building."""
    from index.identity import corpus_hash
    from index.manifest import read_manifest
    from index.publish import current

    try:
        manifest = read_manifest(settings.place.index / current(settings.place))
    except TanyaError:
        return True
    return manifest.corpus_hash != corpus_hash(list(store.all()))


def _publish(store: ArticleStore, settings: Settings, gate_set: Path | None = None) -> None:
    from corpus.publications import Publications
    from index.build import build
    from index.encoder import keep_encoder
    from index.loading import load_into

    with _progress() as progress:
        judge = None
        if gate_set is not None:
            from eval.gate import gate

            judge = gate(gate_set, settings, progress=progress)

        def check(name: str) -> None:
            load_into(settings.index, settings.place, name, progress)
            if judge is not None:
                judge(name)

        encoder = _encoder(settings.encoder, settings.threads, settings.place.cache)
        manifest = build(settings.place, store.all(), encoder, progress=progress, check=check)
        keep_encoder(encoder, settings.place.cache)
    Publications(store.database).record(manifest.generation)
    print(f"Published {manifest.generation}: {manifest.articles} articles, {manifest.passages} passages.")


@lru_cache(maxsize=1)
def _encoder(name: str, threads: int, cache: Path) -> Encoder:
    """The encoder, kept between the builds of one process: `sync --watch` loads it once."""
    from index.encoder import open_encoder

    return open_encoder(name, threads, cache)


@contextmanager
def _progress() -> Iterator[Progress | None]:
    """A bar for each stage on a terminal; silence elsewhere."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress as Bars

    with Bars(console=Console(stderr=True)) as bars:
        tasks: dict[str, Any] = {}

        def show(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(stage, total=total)
            bars.update(tasks[stage], completed=done, total=total)

        yield show


def parser() -> argparse.ArgumentParser:
    """The command line's grammar."""
    parser = argparse.ArgumentParser(prog="tanya", description="Cited, dated answers from official articles.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, run: Callable[..., int]) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=(run.__doc__ or "").splitlines()[0], description=run.__doc__)
        added.add_argument("--home", type=Path, help="folder of the database and index (TANYA_HOME, else ./data)")
        added.set_defaults(run=run)
        return added

    adding = command("add", add)
    adding.add_argument("sources", nargs="*", metavar="PATH|URL")
    adding.add_argument("--bundled", action="store_true", help="the articles that come with Tanya")
    adding.add_argument("--max-pages", type=int, default=1, metavar="N", help="follow a site to N pages (1)")
    _add_gate(adding)
    syncing = command("sync", sync)
    syncing.add_argument("folder", type=Path)
    syncing.add_argument("--watch", action="store_true", help="go on, whenever a file changes")
    _add_gate(syncing)
    command("remove", remove).add_argument("ids", nargs="+", metavar="ARTICLE_ID")
    command("articles", articles).add_argument("--json", action="store_true", help="one JSON object a line")
    showing = command("article", article)
    showing.add_argument("id")
    showing.add_argument("--json", action="store_true")
    indexing = command("index", index)
    indexing.add_argument("action", choices=["build", "status", "rollback"])
    _add_gate(indexing)
    asking = command("ask", ask)
    asking.add_argument("question", help="the question, or - for one on each line of standard input")
    asking.add_argument("--json", action="store_true")
    asking.add_argument("--composer", choices=["extractive", "llm"])
    logging = command("logs", logs)
    logging.add_argument("-n", "--number", type=int, default=10)
    logging.add_argument("--json", action="store_true")
    serving = command("serve", serve)
    serving.add_argument("--host", default="127.0.0.1")
    serving.add_argument("--port", type=int, default=8000)
    serving.add_argument("--workers", type=int, default=1)
    command("mcp", mcp)
    account = command("user", user)
    account.add_argument("action", choices=["add"])
    account.add_argument("name")
    account.add_argument("--role", choices=["reader", "editor", "administrator"], default="reader")
    benching = command("bench", bench)
    benching.add_argument("--json", action="store_true")
    benching.add_argument(
        "--scale", nargs="*", type=int, metavar="PASSAGES", help="search made-up passages (1000 to a million) instead"
    )
    benching.add_argument("--load", action="store_true", help="send 1, 4 and 16 questions at once to a server instead")
    benching.add_argument("--requests", type=int, default=200, metavar="N", help="with --load: at each step (200)")
    _add_eval(command)
    return parser


def _add_gate(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--gate", type=Path, metavar="SET.jsonl", help="serve what is built only if this set's answers get no worse"
    )


def _add_eval(command: Callable[..., argparse.ArgumentParser]) -> None:
    jobs = command("eval", evaluate).add_subparsers(required=True, metavar="JOB")

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


if __name__ == "__main__":
    sys.exit(main())
