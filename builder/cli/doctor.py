"""``rasd doctor``: whether the installation and the store are in order, and what to do if not."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from builder.cli.common import PROBLEMS, debug_option, store_option
from builder.text.lines import printable


@click.command(short_help="Check the installation and the store.")
@store_option("The store to check.")
@click.option(
    "--format",
    "layout",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to print the findings.",
)
@debug_option
def doctor(store: Path, layout: str) -> None:
    """Check versions, files, the store, its lock and the disk, and say what to do; change nothing.

    Reads the store as a whole, which takes some seconds for a million triples. Exits with 1 if something is wrong.
    """
    from builder.doctor import Level, examine

    findings = list(examine(store))
    if layout == "json":
        click.echo(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False, indent=2))
    else:
        for finding in findings:
            to_do = f" -> {finding.to_do}" if finding.to_do else ""
            click.echo(printable(f"{finding.level:<8} {finding.check}: {finding.found}{to_do}"))
    if any(finding.level is Level.PROBLEM for finding in findings):
        raise click.exceptions.Exit(PROBLEMS)
