"""``rasd query``: a named query, a file, or standard input, against a store or an endpoint."""

from __future__ import annotations

from pathlib import Path

import click

from builder.cli.common import debug_option, store_option


@click.command()
@store_option("The store to ask.")
@debug_option
def query(store: Path) -> None:
    """Run a query."""
