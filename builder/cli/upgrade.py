"""``rasd upgrade``: a store of an earlier version, made anew."""

from __future__ import annotations

from pathlib import Path

import click

from builder.cli.build import summary
from builder.cli.common import PROBLEMS, debug_option, store_option
from builder.cli.progress import progress


@click.command(short_help="Make a store of an earlier version anew.")
@click.argument("old", metavar="OLD", type=click.Path(exists=True, file_okay=False, path_type=Path))
@store_option("Where to put the new store; made if it does not exist.")
@click.option("--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="Processes that extract.")
@debug_option
def upgrade(old: Path, store: Path, workers: int) -> None:
    """Read the articles of a store of an earlier version again, out of the store itself, and build them into a new one.

    What was decided with rasd curate and the list of rejected inputs are taken along. OLD stays as it is. Takes as long
    as a build of all articles; run again after an interruption, it goes on. Exits with 1 if an article was rejected.
    """
    from builder.store.store import is_published
    from builder.upgrades import upgrade as run

    with progress() as show:
        upgraded = run(old, store, workers=workers, progress=show)
    click.echo(summary(upgraded.report))
    click.echo(f"taken along: {upgraded.decisions:,} decisions, {upgraded.rejected:,} rejected inputs")
    if not is_published(old):
        click.echo(f"the last build of {old} was interrupted: build its inputs into {store} once more", err=True)
    if upgraded.inexact:
        click.echo(
            f"{upgraded.inexact:,} articles have another name of their outlet than they were read with: a build of the "
            "same inputs reads them again",
            err=True,
        )
    if upgraded.report.rejected:
        raise click.exceptions.Exit(PROBLEMS)
