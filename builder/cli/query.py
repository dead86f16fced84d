"""``rasd query``: a named query, a file, or standard input, against a store or an endpoint."""

from __future__ import annotations

import signal
import sys
import textwrap
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

from builder.cli.common import (
    WrongUse,
    check_endpoint,
    debug_option,
    given_on_command_line,
    print_table,
    require_store,
    store_option,
    timeout_option,
)

if TYPE_CHECKING:
    from builder.sparql.catalogue import Query
    from builder.sparql.run import Answer

FORMATS = ("table", "csv", "tsv", "json", "xml", "turtle", "trig", "nquads", "jsonld")
_WIDTH = 100


def _complete_name(context: click.Context, argument: click.Parameter, begun: str) -> list[CompletionItem]:
    """For a shell: the named queries that begin so, and files."""
    from builder.sparql.catalogue import catalogue

    del context, argument
    named = [CompletionItem(query.name, help=query.title_en) for query in catalogue() if query.name.startswith(begun)]
    return named or [CompletionItem(begun, type="file")]


@click.command(short_help="Ask a named query or one of your own.")
@click.argument("name", metavar="NAME|FILE.rq|-", required=False, shell_complete=_complete_name)
@click.option("--list", "list_queries", is_flag=True, help="Show the named queries with their parameters.")
@click.option("--param", "parameters", metavar="K=V", multiple=True, help="Value of a parameter; may be repeated.")
@store_option("The store to ask.")
@click.option("--endpoint", metavar="URL", callback=check_endpoint, help="A SPARQL endpoint to ask instead of a store.")
@click.option(
    "--format",
    "layout",
    type=click.Choice(FORMATS),
    default="table",
    show_default=True,
    help="How to print the answer.",
)
@timeout_option
@debug_option
@click.pass_context
def query(
    context: click.Context,
    name: str | None,
    list_queries: bool,
    parameters: tuple[str, ...],
    store: Path,
    endpoint: str | None,
    layout: str,
    timeout: float,
) -> None:
    """Run a named query, a file, or standard input, and print the answer.

    The formats csv, tsv, json and xml are for rows, turtle, trig, nquads and jsonld for triples (CONSTRUCT and
    DESCRIBE); a table is for both. --timeout is for an endpoint, and credentials for it come from the environment:
    RASD_ENDPOINT_USER and RASD_ENDPOINT_PASSWORD, or RASD_ENDPOINT_TOKEN.
    """
    from builder.errors import QueryError

    if list_queries:
        _show_catalogue()
        return
    if name is None:
        raise click.UsageError("name a query: rasd query --list shows them")
    if endpoint and given_on_command_line(context, "store"):
        raise click.UsageError("give either --store or --endpoint")
    values = _read_parameters(parameters)
    if not endpoint:
        require_store(store)
    try:
        if endpoint:
            _ask_endpoint(_find(name), values, endpoint, timeout, layout)
        else:
            _ask_store(_find(name), values, store, layout)
    except QueryError as error:
        raise WrongUse(str(error)) from error


def _find(name: str) -> Query:
    from builder.errors import QueryError
    from builder.sparql.catalogue import find_query, parse_query, read_query

    if name == "-":
        try:
            return parse_query("standard input", sys.stdin.buffer.read().decode("utf-8-sig"))
        except UnicodeDecodeError as error:
            raise QueryError(f"cannot read the query of standard input: {error}") from error
    if name.endswith(".rq") or "/" in name:
        return read_query(Path(name))
    return find_query(name)


def _read_parameters(parameters: tuple[str, ...]) -> dict[str, str]:
    """The values of ``k=v`` by their names; the last of one name counts."""
    pairs = [parameter.partition("=") for parameter in parameters]
    if wrong := [name for name, equals, _ in pairs if not (name and equals)]:
        raise WrongUse(f"--param needs NAME=VALUE, not {wrong[0]!r}")
    return {name.strip(): value for name, _, value in pairs}


def _ask_store(query: Query, values: dict[str, str], store: Path, layout: str) -> None:
    from builder.sparql.run import run_query
    from builder.store.store import Store

    terms = query.bind(values)
    with _killed_by_interrupts(), Store.open_reader(store) as reader:
        _print(run_query(reader.rdf, query.text, terms), layout)


def _ask_endpoint(query: Query, values: dict[str, str], endpoint: str, timeout: float, layout: str) -> None:
    from builder.sparql.remote import query_endpoint

    terms = query.bind(values)
    with _killed_by_interrupts():
        _print(query_endpoint(endpoint, query.text, terms, timeout=timeout), layout)


def _print(answer: Answer, layout: str) -> None:
    from builder.sparql.results import Format, table, write_answer

    if layout == Format.TABLE:
        print_table(*table(answer))
    else:
        write_answer(answer, Format(layout), sys.stdout.buffer)
        sys.stdout.buffer.flush()


@contextmanager
def _killed_by_interrupts() -> Iterator[None]:
    """Let Ctrl-C end the process at once: Python would only see it when the database comes back with the answer."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _show_catalogue() -> None:
    from builder.sparql.catalogue import catalogue

    for query in catalogue():
        lines = [f"{query.name}: {query.title_en} ({query.title_ar})"]
        lines += textwrap.wrap(query.meaning, _WIDTH, initial_indent="  ", subsequent_indent="  ")
        for parameter in query.parameters:
            need = "required" if parameter.required else "optional"
            if parameter.default is not None:
                need = f"default {parameter.default}"
            text = f"--param {parameter.name}={parameter.type.upper()} ({need}): {parameter.meaning}"
            lines += textwrap.wrap(text, _WIDTH, initial_indent="    ", subsequent_indent="      ")
        click.echo("\n".join(lines) + "\n")
