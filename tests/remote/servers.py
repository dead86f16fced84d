"""Real SPARQL servers on free ports of this machine, each with its data in a temporary folder."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO

_START_SECONDS = 120.0
_STOP_SECONDS = 60.0

_VIRTUOSO_INI = """\
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
FileExtend = 200
[TempDatabase]
DatabaseFile = {folder}/virtuoso-temp.db
TransactionFile = {folder}/virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
DirsAllowed = {folder}
NumberOfBuffers = {buffers}
MaxDirtyBuffers = {dirty}
ThreadsPerQuery = 2
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = {folder}
ServerThreads = 5
MaxKeepAlives = 5
KeepAliveTimeout = 10
[SPARQL]
ResultSetMaxRows = {rows}
MaxQueryExecutionTime = 60
"""


def oxigraph_binary() -> Path | None:
    """The server of the package oxigraph, beside this Python; None where it is not installed."""
    path = Path(sys.executable).with_name("oxigraph")
    return path if path.is_file() else None


def virtuoso_binary() -> str | None:
    """Virtuoso's server (Debian's virtuoso-opensource-7); None where it is not installed."""
    return shutil.which("virtuoso-t")


@contextmanager
def oxigraph(*options: str) -> Iterator[str]:
    """The address of an empty Oxigraph in memory, without its last part (``/query``, ``/update``, ``/store``)."""
    port = free_port()
    command = [str(oxigraph_binary()), "serve", "--bind", f"127.0.0.1:{port}", *options]
    with running(command, port):
        yield f"http://127.0.0.1:{port}"


@contextmanager
def virtuoso(
    folder: Path, *, rows: int = 10_000, buffers: int = 10_000, stop_seconds: float = _STOP_SECONDS
) -> Iterator[str]:
    """The address of a Virtuoso, without its last part; the user ``dba`` has the password ``dba``.

    It holds what an earlier one left in the folder. It gives at most so many *rows*, and keeps so many pages of 8 KB in
    memory.
    """
    sql, http = free_port(), free_port()
    ini = folder / "virtuoso.ini"
    settings = {"folder": folder, "sql": sql, "http": http, "rows": rows}
    ini.write_text(_VIRTUOSO_INI.format(**settings, buffers=buffers, dirty=6 * buffers // 10), encoding="utf-8")
    command = [str(virtuoso_binary()), "+foreground", "+configfile", str(ini)]
    with running(command, http, folder, stop_seconds=stop_seconds):
        yield f"http://127.0.0.1:{http}"


def free_port() -> int:
    """A port that nobody listened to a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def running(
    command: list[str],
    port: int,
    folder: Path | None = None,
    *,
    log: IO[bytes] | None = None,
    variables: Mapping[str, str] | None = None,
    stop_seconds: float = _STOP_SECONDS,
) -> Iterator[subprocess.Popen[bytes]]:
    """A process, from when it listens until it is stopped; it writes to *log*, with more *variables* around it.

    If it has not ended after *stop_seconds* it is killed.

    :raises RuntimeError: if it ends before or does not come to listen.
    """
    output = subprocess.DEVNULL if log is None else log
    environment = None if variables is None else os.environ | variables
    with subprocess.Popen(command, cwd=folder, stdout=output, stderr=output, env=environment) as process:
        try:
            _wait(process, port)
            yield process
        finally:
            process.terminate()
            try:
                process.wait(stop_seconds)
            except subprocess.TimeoutExpired:
                process.kill()


def _wait(process: subprocess.Popen[bytes], port: int) -> None:
    end = time.monotonic() + _START_SECONDS
    while process.poll() is None and time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError(f"{process.args!r} does not listen on port {port}")
