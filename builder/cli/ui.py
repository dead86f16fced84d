"""``rasd ui``: the interface in a browser."""

from __future__ import annotations

import os
import socket
import sys
import threading
import time
import webbrowser
from pathlib import Path

import click

from builder.cli.common import check_endpoint, debug_option, given_on_command_line, store_option, until_stopped
from builder.listening import LOOPBACK, is_loopback

DEFAULT_PORT = 8501
_START_SECONDS = 60.0

port_option = click.option(
    "--port", type=click.IntRange(1, 65535), default=DEFAULT_PORT, show_default=True, help="Port on this machine."
)


@click.command(short_help="Show the graph in a browser.")
@store_option("The store to show.")
@click.option(
    "--endpoint", metavar="URL", callback=check_endpoint, help="A SPARQL endpoint to show instead of a store."
)
@click.option("--host", default=LOOPBACK, show_default=True, help="Address to listen at; 0.0.0.0 for all.")
@port_option
@click.option("--host-name", "names", multiple=True, metavar="NAME", help="A name a proxy asks for (repeatable).")
@click.option(
    "--allow-adding/--no-adding",
    "adding",
    default=None,
    help="Offer the page that adds articles to the store, or not. Not given: only where the interface is bound to the "
    "loopback address.",
)
@debug_option
@click.pass_context
def ui(
    context: click.Context,
    store: Path,
    endpoint: str | None,
    host: str,
    port: int,
    names: tuple[str, ...],
    adding: bool | None,
) -> None:
    """Show the graph in a browser until Ctrl-C, to this machine only unless --host says otherwise. Articles are added
    to a store there, not to an endpoint.

    Credentials for an endpoint come from the environment: RASD_ENDPOINT_USER and RASD_ENDPOINT_PASSWORD, or
    RASD_ENDPOINT_TOKEN.
    """
    if endpoint and given_on_command_line(context, "store"):
        raise click.UsageError("give either --store or --endpoint")
    if not is_loopback(host):
        may = "read the store and add articles to it" if adding and not endpoint else "read what is shown"
        click.echo(f"warning: everybody who reaches {host} can {may}: use a proxy that asks for a password", err=True)
    show(None if endpoint else store, endpoint, port, host=host, names=names, adding=adding)


def show(
    store: Path | None,
    endpoint: str | None,
    port: int,
    *,
    host: str = LOOPBACK,
    names: tuple[str, ...] = (),
    adding: bool | None = None,
    browse: bool = False,
) -> None:
    """Serve the interface, having said where; returns when it is stopped.

    With *browse*, the address is opened in a browser where the command runs on a desktop.
    """
    from ui.serve import serve

    address = f"http://{f'[{host}]' if ':' in host else host}:{port}/"
    click.echo(f"{address} (stop with Ctrl-C)")
    if browse and _on_desktop():
        threading.Thread(target=_browse, args=(address, port), daemon=True).start()
    with until_stopped():
        serve(store, endpoint, port, host=host, names=names, adding=adding)


def _on_desktop() -> bool:
    """Whether somebody sits before a screen with windows; elsewhere a browser in the terminal would start."""
    windows = sys.platform in ("win32", "darwin") or any(map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY")))
    return windows and sys.stdout.isatty()


def _browse(address: str, port: int) -> None:
    """Open the address once something answers there."""
    end = time.monotonic() + _START_SECONDS
    while time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex((LOOPBACK, port)) == 0:
                webbrowser.open(address)
                return
        time.sleep(0.2)
