"""``rasd demo``: the shipped examples as a graph, and the interface over it."""

from __future__ import annotations

import csv
import shlex
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from builder.cli.build import summary
from builder.cli.common import PROBLEMS, debug_option, print_table
from builder.cli.progress import progress
from builder.cli.ui import port_option, show

if TYPE_CHECKING:
    from builder.articles.rejection import Rejection
    from builder.model import Article

DEFAULT_STORE = Path("demo-store")
_METADATA = "metadata.tsv"
_READ_AS_THEY_ARE = (".jsonl", ".html")  # they state their own dates and outlets


@click.command(short_help="Build the example articles and show them.")
@click.option(  # not $RASD_STORE: invented articles do not belong into a store that somebody works with
    "--store",
    type=click.Path(file_okay=False, path_type=Path),
    default=DEFAULT_STORE,
    show_default=True,
    metavar="DIR",
    help="Where to put the graph; made if it does not exist.",
)
@click.option("--no-ui", is_flag=True, help="Stop after the summary.")
@port_option
@debug_option
def demo(store: Path, no_ui: bool, port: int) -> None:
    """Build the example articles, show what they say, and open the interface."""
    from builder.pipeline import build
    from builder.resources import data_dir

    with progress() as tell:
        report = build(_examples(data_dir("examples")), store, progress=tell)
    _show_articles(store)
    click.echo(summary(report))
    click.echo(f"to ask it: rasd query attack-roles --store {shlex.quote(str(store))}")
    if not no_ui:
        show(store, None, port, browse=True)
    if report.rejected:
        raise click.exceptions.Exit(PROBLEMS)


def _examples(folder: Path) -> Iterator[Article | Rejection]:
    """The example articles; a table beside them has the dates and outlets of those in plain text."""
    from builder.articles.inputs import read_inputs

    with (folder / _METADATA).open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    for row in rows:
        yield from read_inputs(
            [folder / row["file"]], published=date.fromisoformat(row["published"]), outlet=row["outlet"]
        )
    yield from read_inputs(sorted(path for path in folder.iterdir() if path.suffix in _READ_AS_THEY_ARE))


def _show_articles(store: Path) -> None:
    """A line for each article: its day, how many events it reports, its title."""
    from builder.store.inventory import take_inventory
    from builder.store.store import Store

    with Store.open_reader(store) as reader:
        articles = take_inventory(reader).articles
    print_table(
        ("article", "published", "events", "title"),
        [(article.id, article.published, str(article.events), article.title) for article in articles],
    )
