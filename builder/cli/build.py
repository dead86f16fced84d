"""``rasd build``: articles in, graph out."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from builder.articles.addresses import is_address
from builder.cli.common import PROBLEMS, WrongUse, debug_option, store_option
from builder.cli.progress import progress

if TYPE_CHECKING:
    from builder.pipeline import BuildReport


def _step_names(context: click.Context, option: click.Parameter, given: tuple[str, ...]) -> tuple[str, ...]:
    """The names of optional steps, separated by commas or given one by one.

    :raises click.BadParameter: if there is no step of a name.
    """
    from builder.extraction.steps import STEP_NAMES

    del context, option
    names = dict.fromkeys(name.strip() for names in given for name in names.split(",") if name.strip())
    unknown = [name for name in names if name not in STEP_NAMES]
    if unknown:
        raise click.BadParameter(f"{', '.join(unknown)} is none of {', '.join(STEP_NAMES)}")
    return tuple(names)


class _Input(click.Path):
    """A path that exists, ``-``, or a web address."""

    name = "input"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The value as it was given.

        :raises click.BadParameter: if it is no address and there is no such file or folder.
        """
        return value if is_address(str(value)) else super().convert(value, param, ctx)


@click.command(short_help="Read articles into the graph.")
@click.argument("inputs", metavar="INPUT...", nargs=-1, required=True, type=_Input(exists=True, allow_dash=True))
@store_option("Where to put the graph; made if it does not exist.")
@click.option(
    "--published",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="Publication day (YYYY-MM-DD) of articles that do not state theirs.",
)
@click.option("--outlet", metavar="NAME", help="Outlet of articles that do not state theirs.")
@click.option("--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="Processes that extract.")
@click.option(
    "--on-error",
    type=click.Choice(["skip", "stop"]),
    default="skip",
    show_default=True,
    help="List an input that cannot be used and go on, or stop there.",
)
@click.option("--rebuild", is_flag=True, help="Read articles again although they have not changed.")
@click.option("--sync", is_flag=True, help="Withdraw stored articles that are not among the inputs.")
@click.option(
    "--with",
    "steps",
    multiple=True,
    metavar="STEPS",
    callback=_step_names,
    help="Optional steps, separated by commas: camel-morphology, camel-ner. Their data must be installed.",
)
@debug_option
def build(
    inputs: tuple[str, ...],
    store: Path,
    published: datetime | None,
    outlet: str | None,
    workers: int,
    on_error: str,
    rebuild: bool,
    sync: bool,
    steps: tuple[str, ...],
) -> None:
    """Read articles and add what is new or changed to the graph.

    INPUT is a file or a folder of files: text (.txt), web pages (.html), JSON Lines (.jsonl), tables with headings
    (.csv, .tsv), feeds (.rss, .atom, .xml), web archives (.warc), each also with .gz. Or it is the http or https
    address of one of these on a public server, or - for JSON Lines on standard input. Exits with 1 if an input was
    rejected.
    """
    from builder.articles.inputs import STANDARD_INPUT, read_inputs
    from builder.errors import StepError
    from builder.pipeline import BuildOptions, OnError, input_name
    from builder.pipeline import build as run

    items = read_inputs(inputs, published=published.date() if published else None, outlet=outlet)
    # A pipe may give an article an hour, and never again: it is not to be lost with the power.
    options = BuildOptions(OnError(on_error), workers, rebuild, steps, sync, at_once=STANDARD_INPUT in inputs)
    names = [input_name(name) for name in inputs]
    try:
        with progress() as show:
            report = run(items, store, options, inputs=names, progress=show)
    except StepError as error:
        raise WrongUse(str(error)) from error
    click.echo(summary(report))
    if not report.read:
        click.echo("no articles found", err=True)
    if report.rejected:
        raise click.exceptions.Exit(PROBLEMS)


def summary(report: BuildReport) -> str:
    """What a build did, in one line."""
    withdrawn = f", {report.withdrawn:,} withdrawn" if report.withdrawn else ""
    return (
        f"{report.read:,} read: {report.stored:,} stored with {report.events:,} events ({report.no_attack:,} report no "
        f"attack), {report.unchanged:,} unchanged, {len(report.rejected):,} rejected{withdrawn}; {report.seconds:.1f} s"
    )
