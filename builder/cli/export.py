"""``rasd export``: the graph of a store in a format of others."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import click

from builder.cli.common import debug_option, require_store, store_option

FORMATS = ("nquads", "trig", "turtle", "jsonld", "geojson", "graphml", "csv")
_STANDARD_OUTPUT = "-"


@click.command(short_help="Write the graph, or its attacks as a table, map or network.")
@store_option("The store to export.")
@click.option("--format", "layout", type=click.Choice(FORMATS), required=True, help="What to write.")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, allow_dash=True),
    default=_STANDARD_OUTPUT,
    metavar="FILE",
    help="Where to write it, replaced in one step; - or nothing is standard output.",
)
@click.option("--all", "everything", is_flag=True, help="geojson: also attacks without a position.")
@click.option("--bom", is_flag=True, help="csv: begin with a byte order mark, by which Excel knows Arabic text.")
@debug_option
def export(store: Path, layout: str, output: str, everything: bool, bom: bool) -> None:
    """Write the whole graph (nquads, trig, turtle, jsonld), or its attacks (geojson, graphml, csv).

    turtle is the union of the graphs, without their names. The attacks are one feature, node or row each, over all
    articles that tell of them; docs/export.md describes them. The same graph gives the same bytes.
    """
    from builder.export.formats import Format, writer
    from builder.store.store import Store

    if everything and layout != Format.GEOJSON:
        raise click.UsageError("--all is for --format geojson")
    if bom and layout != Format.CSV:
        raise click.UsageError("--bom is for --format csv")
    require_store(store)
    write = writer(Format(layout), everything=everything, bom=bom)
    with Store.open_reader(store) as reader, _opened(output) as out:
        write(reader.rdf, out)


@contextmanager
def _opened(output: str) -> Iterator[BinaryIO]:
    from builder.export.output import replaced_file

    if output != _STANDARD_OUTPUT:
        with replaced_file(Path(output)) as file:
            yield file
        return
    yield sys.stdout.buffer
    sys.stdout.buffer.flush()
