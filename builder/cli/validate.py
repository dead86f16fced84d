"""``rasd validate``: whether the graph of a store has the shapes of the ontology."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from builder.cli.common import PROBLEMS, debug_option, require_store, store_option

if TYPE_CHECKING:
    from builder.ontology import Language


@click.command(short_help="Check the graph against the shapes.")
@store_option("The store to check.")
@click.option("--full", is_flag=True, help="Check with pySHACL, which takes a hundred times as long.")
@click.option(
    "--format",
    "layout",
    type=click.Choice(["text", "turtle"]),
    default="text",
    show_default=True,
    help="How to print the report; turtle is that of SHACL.",
)
@click.option(
    "--lang",
    "language",
    type=click.Choice(["en", "ar"]),
    default="en",
    show_default=True,
    help="Language of the messages in text.",
)
@debug_option
def validate(store: Path, full: bool, layout: str, language: Language) -> None:
    """Check the graph of the store against the shapes (ontology/shapes.ttl).

    Exits with 1 if something breaks them.
    """
    from builder.store.store import Store
    from builder.validation.check import check_store, check_with_pyshacl
    from builder.validation.report import to_text, to_turtle

    require_store(store)
    with Store.open_reader(store) as reader:
        violations = check_with_pyshacl(reader.rdf) if full else check_store(reader.rdf)
    click.echo(to_turtle(violations) if layout == "turtle" else to_text(violations, language), nl=layout == "text")
    if violations:
        raise click.exceptions.Exit(PROBLEMS)
