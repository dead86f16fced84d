"""The command line ``rasd``.

Commands load what they need when they run, so that ``rasd --help`` answers at once. Exit codes: 0 done, 1 the work
found problems, 2 wrong use. An error is one line on standard error; ``--debug`` adds the traceback.
"""

from __future__ import annotations

import io
import sys
from types import TracebackType

import click

from builder.cli.backup import backup, restore
from builder.cli.build import build
from builder.cli.common import CommandLine, debug_option
from builder.cli.completion import completion
from builder.cli.curate import curate
from builder.cli.demo import demo
from builder.cli.doctor import doctor
from builder.cli.evaluate import evaluate
from builder.cli.export import export
from builder.cli.push import push
from builder.cli.query import query
from builder.cli.serve import serve
from builder.cli.status import status
from builder.cli.ui import ui
from builder.cli.upgrade import upgrade
from builder.cli.validate import validate


@click.group("rasd", cls=CommandLine)
@click.version_option(package_name="rasd", prog_name="rasd")
@debug_option
def cli() -> None:
    """Turn Arabic news about armed conflict into an RDF graph, and ask it questions."""


for command in (
    *(build, query, export, curate, evaluate, status, validate, push),
    *(demo, ui, serve, backup, restore, upgrade, doctor, completion),
):
    cli.add_command(command)


def main() -> None:
    """Run the command line of this process."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a terminal that has no Arabic is no reason to fail
            stream.reconfigure(errors="backslashreplace")
    if "--debug" not in sys.argv:
        sys.excepthook = _one_line
    cli()


def _one_line(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """What is left of an error that nobody expected, which is a defect of rasd."""
    del trace
    detail = " ".join(f"{kind.__name__}: {error}".split())
    click.echo(f"rasd: internal error, {detail}; run it again with --debug and report what it prints", err=True)
