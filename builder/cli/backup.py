"""``rasd backup`` and ``rasd restore``: copies of a store, and stores from copies."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from builder.cli.common import debug_option, require_store, store_option

if TYPE_CHECKING:
    from builder.backups import Manifest


@click.command(short_help="Copy the store to another place.")
@click.argument("target", metavar="FILE.tar|DIR", type=click.Path(path_type=Path))
@store_option("The store to copy.")
@click.option("--force", is_flag=True, help="Replace a backup that is there.")
@debug_option
def backup(target: Path, store: Path, force: bool) -> None:
    """Copy the newest finished build of the store to a tar file or a new folder.

    Builds and readers may go on meanwhile. The copy takes its place in one step, with a manifest of what it holds.
    """
    from builder.backups import back_up
    from builder.store.store import is_published

    require_store(store)
    manifest = back_up(store, target, replace=force)
    click.echo(f"{_told(manifest)}: {target}")
    if not is_published(store):
        click.echo(
            "a build is running, or one was interrupted: what it has stored so far is not in the backup", err=True
        )


@click.command(short_help="Make a store from a backup.")
@click.argument("source", metavar="BACKUP", type=click.Path(path_type=Path))
@store_option("Where to put the store.")
@click.option("--force", is_flag=True, help="Take the place of a store that is there; it is kept beside.")
@click.option("--check", is_flag=True, help="Only read the backup and compare it with its manifest.")
@debug_option
def restore(source: Path, store: Path, force: bool, check: bool) -> None:
    """Make a store from what rasd backup wrote, having compared all of it with its manifest.

    A folder that is not empty is refused. With --force, the store that is there is moved into its folder replaced-N.
    """
    from builder.backups import restore as run
    from builder.backups import verify

    if check:
        click.echo(f"{_told(verify(source))}: {source} is whole")
        return
    manifest, moved = run(source, store, replace=force)
    click.echo(f"{_told(manifest)}: {store}")
    if moved is not None:
        click.echo(f"what was there is in {moved}: remove it when it is no longer needed", err=True)


def _told(manifest: Manifest) -> str:
    counts = manifest.counts
    return (
        f"{counts.articles:,} articles ({counts.extracted:,} with attacks, {counts.no_attack:,} without), "
        f"{counts.rejected:,} rejected inputs, {counts.triples:,} triples, {manifest.size:,} bytes, "
        f"copied {manifest.created}"
    )
