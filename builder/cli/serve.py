"""``rasd serve``: the SPARQL endpoint."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from builder.cli.common import debug_option, require_store, store_option, until_stopped

DEFAULT_PORT = 8000
TOKEN_VARIABLE = "RASD_TOKEN"  # noqa: S105
_NETWORK_RATE = 10.0


@click.command(short_help="Answer SPARQL queries over HTTP.")
@store_option("The store to ask.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at; 0.0.0.0 for all.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=DEFAULT_PORT, show_default=True, help="Port to listen at."
)
@click.option("--timeout", type=click.FloatRange(0.1), metavar="S", help="Seconds for a query and its transfer.  [30]")
@click.option(
    "--workers", type=click.IntRange(1), metavar="N", help="Queries that run at the same time.  [8 a processor]"
)
@click.option(
    "--slow-workers", type=click.IntRange(0), metavar="N", help="Long queries beside these.  [24 a processor]"
)
@click.option("--memory-mb", type=click.IntRange(16), metavar="N", help="Memory of a query.  [256]")
@click.option("--max-rows", type=click.IntRange(1), metavar="N", help="Rows or triples of an answer.  [1000000]")
@click.option("--max-bytes", type=click.IntRange(1), metavar="N", help="Bytes of an answer.  [268435456]")
@click.option("--cache-mb", type=click.IntRange(0), metavar="N", help="Memory for small answers, 0 to keep none.  [64]")
@click.option("--rate", type=click.FloatRange(0), metavar="N", help="Requests a second of a client, 0 for any.")
@click.option("--cors-origin", "origins", multiple=True, metavar="URL", help="A site whose pages may ask (repeatable).")
@click.option(
    "--proxy", "proxies", multiple=True, metavar="IP", help="A proxy whose X-Forwarded-For holds (repeatable)."
)
@click.option("--host-name", "names", multiple=True, metavar="NAME", help="A name a proxy asks for (repeatable).")
@debug_option
def serve(
    store: Path,
    host: str,
    port: int,
    timeout: float | None,
    workers: int | None,
    slow_workers: int | None,
    memory_mb: int | None,
    max_rows: int | None,
    max_bytes: int | None,
    cache_mb: int | None,
    rate: float | None,
    origins: tuple[str, ...],
    proxies: tuple[str, ...],
    names: tuple[str, ...],
) -> None:
    """Answer SPARQL queries over HTTP, and change nothing, until Ctrl-C.

    With the environment variable RASD_TOKEN set, a client must send its value as a bearer token.
    """
    from builder.endpoint.limits import Limits
    from builder.endpoint.serve import serve as serve_store
    from builder.listening import is_loopback

    require_store(store)
    given: dict[str, Any] = {
        "timeout_seconds": timeout,
        "workers": workers,
        "slow_workers": slow_workers,
        "memory_mb": memory_mb,
        "max_rows": max_rows,
        "max_bytes": max_bytes,
        "cache_bytes": None if cache_mb is None else cache_mb * 2**20,
        "rate": (None if is_loopback(host) else _NETWORK_RATE) if rate is None else rate or None,
    }
    limits = replace(Limits(), **{name: value for name, value in given.items() if value is not None})
    token = os.environ.get(TOKEN_VARIABLE) or None
    if not is_loopback(host) and token is None:
        click.echo(
            f"warning: everybody who reaches {host} can ask this store: set {TOKEN_VARIABLE}, or use a proxy", err=True
        )
    with until_stopped():
        serve_store(
            store.resolve(),
            limits,
            host,
            port,
            announce=lambda address: click.echo(f"{address} (stop with Ctrl-C)"),
            token=token,
            cors_origins=origins,
            proxies=proxies,
            names=names,
        )
