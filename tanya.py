"""The `tanya` command: one thin sub-command for each job. It parses, calls and prints; every room does its own work.

Knows nothing of what `tanya eval` and `tanya bench` take and do: `eval/commands.py` declares and runs them.
"""

from __future__ import annotations

import argparse
import io
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import BadQuestion, TanyaError
from corpus.progress import show_progress
from eval.commands import declare_commands

if TYPE_CHECKING:
    from corpus.database import Database
    from corpus.settings import Settings
    from corpus.store import ArticleStore
    from index.encoder import Encoder
    from qa.answer import Engine
    from qa.types import Answer


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
        with show_progress() as progress:
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

    with show_progress() as progress:
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
    from qa.log import AnswerLog

    with _store(settings) as (store, database):
        entries = AnswerLog(database, store.held).recent(args.number)
    for entry in entries:
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

    with show_progress() as progress:
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
    declare_commands(command)
    return parser


def _add_gate(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--gate", type=Path, metavar="SET.jsonl", help="serve what is built only if this set's answers get no worse"
    )


if __name__ == "__main__":
    sys.exit(main())
