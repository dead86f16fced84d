"""What the commands share: options, one-line errors, messages on standard error."""

from __future__ import annotations

import logging
import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import click

from builder.errors import RasdError
from builder.logs import ROOT, Layout, Lines, current_layout, tell
from builder.text.lines import printable

_LOG = logging.getLogger(__name__)

STORE_VARIABLE = "RASD_STORE"
LOG_VARIABLE = "RASD_LOG_FORMAT"
DEFAULT_STORE = Path("rasd-store")

_ENDLESS = 100_000  # columns

DONE = 0
PROBLEMS = 1
WRONG_USE = 2

Decorated = TypeVar("Decorated", bound=Callable[..., Any])


class CommandLine(click.Group):
    """A group of commands whose errors are one line each, with the exit codes of the contract."""

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        windows_expand_args: bool = True,
        **extra: Any,
    ) -> Any:
        """Run, and exit unless *standalone_mode* is False; a closed pipe ends the run quietly with 1."""
        arguments = list(sys.argv[1:] if args is None else args)
        if not standalone_mode or "--debug" in arguments:
            return super().main(arguments, prog_name or "rasd", complete_var, standalone_mode, **extra)
        try:
            code = super().main(arguments, prog_name or "rasd", complete_var, standalone_mode=False, **extra)
        except click.UsageError as error:
            path = error.ctx.command_path if error.ctx else "rasd"
            _fail(f"{path}: {error.format_message()} (see {path} --help)", WRONG_USE)
        except click.ClickException as error:
            _fail(f"rasd: {error.format_message()}", error.exit_code)
        except click.Abort:
            _fail("rasd: stopped", PROBLEMS)
        except RasdError as error:
            _fail(f"rasd: {error}", PROBLEMS)
        except RuntimeError as error:
            if "Corruption: " not in str(error):  # how pyoxigraph tells of damage that it meets while it reads
                raise
            _fail(f"rasd: the store is damaged ({error}): rasd doctor says what to do", PROBLEMS)
        except OSError as error:
            about = f"{error.filename}: " if error.filename else ""
            _fail(f"rasd: {about}{error.strerror or error}", PROBLEMS)
        sys.exit(code if isinstance(code, int) else DONE)


def _fail(message: str, code: int) -> NoReturn:
    message = " ".join(message.split())
    if current_layout() is None:
        click.echo(message, err=True)
    else:
        tell(_LOG, logging.ERROR, "failed", message=message, exit_code=code)
    sys.exit(code)


def debug_option(command: Decorated) -> Decorated:
    """``--debug`` and ``--log-format``, which every command takes; :class:`CommandLine` looks for the first."""
    debug = click.option(
        "--debug",
        is_flag=True,
        expose_value=False,
        is_eager=True,
        callback=_set_up_log,
        help="Show tracebacks and more messages.",
    )
    layout = click.option(
        "--log-format",
        type=click.Choice([layout.value for layout in Layout]),
        envvar=LOG_VARIABLE,
        expose_value=False,
        is_eager=True,
        callback=_set_up_log,
        help=f"Log each event in a line on standard error.  [${LOG_VARIABLE}]",
    )
    return debug(layout(command))


def _set_up_log(context: click.Context, option: click.Parameter, value: bool | str | None) -> None:
    """The log of rasd goes to standard error: warnings; events too with ``--log-format``; everything with ``--debug``.

    Both options may stand before the command or after it.
    """
    given = context.meta.setdefault("rasd.log", {})
    if value:
        given[option.name] = value
    log = logging.getLogger(ROOT)
    layout = Layout(given["log_format"]) if "log_format" in given else None
    log.handlers = [Lines(_to_standard_error, layout)]
    log.setLevel(logging.DEBUG if "debug" in given else logging.INFO if layout else logging.WARNING)


def _to_standard_error(line: str) -> None:
    """Through click, which finds the standard error of the moment, below a progress bar or in a test."""
    click.echo(line, err=True)


def store_option(help_text: str) -> Callable[[Decorated], Decorated]:
    """``--store DIR``, by default ``$RASD_STORE``, else ``./rasd-store``."""
    return click.option(
        "--store",
        type=click.Path(file_okay=False, path_type=Path),
        envvar=STORE_VARIABLE,
        default=DEFAULT_STORE,
        show_default=f"${STORE_VARIABLE}, else {os.curdir}/{DEFAULT_STORE}",
        metavar="DIR",
        help=help_text,
    )


def check_endpoint(context: click.Context, option: click.Parameter, value: str | None) -> str | None:
    """The address as it was given, for the callback of an option.

    :raises click.BadParameter: if it is no address of an endpoint.
    """
    del context, option
    if value is not None:
        from builder.errors import RunError
        from builder.sparql.transport import check_address

        try:
            check_address(value)
        except RunError as error:
            raise click.BadParameter(str(error)) from error
    return value


timeout_option = click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    default=60.0,
    show_default=True,
    metavar="S",
    help="Seconds in which an endpoint must begin to answer, and as many to finish.",
)


class WrongUse(click.ClickException):
    """The user's words are wrong, and the message says how; ``--help`` would not."""

    exit_code = WRONG_USE


def given_on_command_line(context: click.Context, option: str) -> bool:
    """Whether the user wrote the option, rather than the environment or nobody."""
    return context.get_parameter_source(option) is click.core.ParameterSource.COMMANDLINE


def print_table(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a table, folded to the width of a terminal, with whole lines elsewhere."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    on_terminal = sys.stdout.isatty()
    table = Table(*heading)
    for column in table.columns:
        column.no_wrap, column.overflow = not on_terminal, "fold"
    for row in rows:
        table.add_row(*(Text(printable(cell)) for cell in row))
    Console(width=None if on_terminal else _ENDLESS).print(table)


@contextmanager
def until_stopped() -> Iterator[None]:
    """Run a server in the block until Ctrl-C or SIGTERM, the way in which services are stopped.

    Both end it in order, for uvicorn raises again the signal that it has stopped for: the process would end there and
    leave its temporary files. For the main thread only.
    """
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with suppress(KeyboardInterrupt):
            yield
    finally:
        signal.signal(signal.SIGTERM, before)


def require_store(path: Path) -> None:
    """Refuse a folder that is no store as wrong use.

    :raises WrongUse: if it is none.
    """
    from builder.store.store import is_store

    if not is_store(path):
        raise WrongUse(f"there is no store in {path}: run rasd build first, or give another --store")
