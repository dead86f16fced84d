"""``rasd build``: articles in, graph out."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from builder.articles.addresses import is_address
from builder.cli.common import PROBLEMS, WrongUse, debug_option, given_on_command_line, store_option
from builder.cli.progress import progress
from builder.logs import ROOT

if TYPE_CHECKING:
    from builder.articles.rejection import Rejection
    from builder.cluster.driver import Cluster
    from builder.cluster.only import Written
    from builder.model import Article
    from builder.pipeline import BuildReport, OnError


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
@click.option(
    "--dask",
    metavar="ADDRESS",
    help="Extract on the Dask cluster whose scheduler has this address (tcp://HOST:8786). Needs --shards.",
)
@click.option(
    "--shards",
    metavar="PLACE",
    help="With --dask: a folder that all its machines share, or the address of an object store, for what they write.",
)
@click.option(
    "--shards-only", is_flag=True, help="With --dask: write the shards and a list of them, into no store of rasd."
)
@debug_option
@click.pass_context
def build(
    context: click.Context,
    inputs: tuple[str, ...],
    store: Path,
    published: datetime | None,
    outlet: str | None,
    workers: int,
    on_error: str,
    rebuild: bool,
    sync: bool,
    steps: tuple[str, ...],
    dask: str | None,
    shards: str | None,
    shards_only: bool,
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

    cluster = _cluster(context, dask, shards, steps, again=rebuild)
    if shards_only:
        _check_shards_only(context, cluster, sync=sync)
    items = read_inputs(inputs, published=published.date() if published else None, outlet=outlet)
    try:
        if cluster is not None and shards_only:
            written = _write_shards(items, cluster, OnError(on_error))
            read, rejected, said = written.articles + written.rejected, written.rejected, _written(written)
        else:
            # A pipe may give an article an hour, and never again: it is not to be lost with the power.
            at_once = STANDARD_INPUT in inputs and cluster is None
            options = BuildOptions(OnError(on_error), workers, rebuild, steps, sync, at_once=at_once)
            names = [input_name(name) for name in inputs]
            spread = cluster.results if cluster is not None else None
            with progress() as show:
                report = run(items, store, options, inputs=names, progress=show, spread=spread)
            read, rejected, said = report.read, len(report.rejected), summary(report)
    except StepError as error:
        raise WrongUse(str(error)) from error
    click.echo(said)
    if not read:
        click.echo("no articles found", err=True)
    if rejected:
        raise click.exceptions.Exit(PROBLEMS)


def _cluster(
    context: click.Context, address: str | None, place: str | None, steps: tuple[str, ...], *, again: bool
) -> Cluster | None:
    """The cluster to extract on; None where none is named.

    :raises click.UsageError: if the options do not go together.
    :raises WrongUse: if a package that a cluster needs is not installed.
    """
    if address is None and place is None:
        return None
    if address is None or place is None:
        raise click.UsageError("--dask and --shards are given together")
    if given_on_command_line(context, "workers"):
        raise click.UsageError("--workers counts processes of this machine; with --dask the cluster has its own")
    try:
        from builder.cluster.driver import Cluster
        from builder.cluster.folder import Folder
    except ModuleNotFoundError as error:
        raise WrongUse(f"--dask needs {error.name}, which is not installed: pip install 'rasd[dask]'") from error
    if not logging.getLogger(ROOT).isEnabledFor(logging.DEBUG):  # tracebacks of what the user is told in a line
        for name in ("distributed", "distributed.client"):
            logging.getLogger(name).setLevel(logging.CRITICAL)
    return Cluster(address, Folder.at(place), steps, again)


def _check_shards_only(context: click.Context, cluster: Cluster | None, *, sync: bool) -> None:
    """Refuse what needs a store.

    :raises click.UsageError: if an option does not go together with ``--shards-only``.
    """
    if cluster is None:
        raise click.UsageError("--shards-only needs --dask and --shards")
    if sync or given_on_command_line(context, "store"):
        raise click.UsageError("--shards-only writes to no store: leave --store and --sync out")


def _write_shards(items: Iterable[Article | Rejection], cluster: Cluster, on_error: OnError) -> Written:
    from builder.cluster.only import write_shards

    with progress() as show:
        return write_shards(items, cluster, on_error=on_error, progress=show)


def _written(written: Written) -> str:
    return (
        f"{written.articles + written.rejected:,} read: {written.articles:,} in {written.shards:,} shards with "
        f"{written.events:,} events ({written.no_attack:,} report no attack) and {written.quads:,} quads in "
        f"{written.size:,} bytes, {written.rejected:,} rejected; {written.seconds:.1f} s; listed in {written.listed}"
    )


def summary(report: BuildReport) -> str:
    """What a build did, in one line."""
    withdrawn = f", {report.withdrawn:,} withdrawn" if report.withdrawn else ""
    return (
        f"{report.read:,} read: {report.stored:,} stored with {report.events:,} events ({report.no_attack:,} report no "
        f"attack), {report.unchanged:,} unchanged, {len(report.rejected):,} rejected{withdrawn}; {report.seconds:.1f} s"
    )
