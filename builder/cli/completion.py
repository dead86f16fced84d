"""``rasd completion``: what a shell needs to complete commands, options and names of queries."""

from __future__ import annotations

from typing import Final

import click
from click.shell_completion import BashComplete, FishComplete, ShellComplete, ZshComplete

from builder.cli.common import debug_option

_SHELLS: Final[dict[str, type[ShellComplete]]] = {"bash": BashComplete, "zsh": ZshComplete, "fish": FishComplete}
_VARIABLE = "_RASD_COMPLETE"  # click looks for it when a program of this name starts


@click.command(short_help="Print the completion script of a shell.")
@click.argument("shell", type=click.Choice(list(_SHELLS)))
@debug_option
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print a script that completes commands, options, files and names of queries on Tab.

    For bash (4.4 or newer) and zsh, have it run when a shell starts: eval "$(rasd completion bash)". For fish, write it
    to ~/.config/fish/completions/rasd.fish.
    """
    click.echo(_SHELLS[shell](context.find_root().command, {}, "rasd", _VARIABLE).source())
