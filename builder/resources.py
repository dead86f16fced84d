"""Where the data files are, in a wheel and in a checkout, and how tables are read."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import chain, repeat
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


@cache
def data_dir(name: str) -> Path:
    """The folder ``ontology``, ``queries``, ``examples``, ``docs`` (in a wheel the pages of the ontology) or ``data``.

    A wheel holds them inside the package, a checkout (also an editable install) beside it; ``data`` is always inside
    the package.

    :raises FileNotFoundError: if neither has it.
    """
    candidates = [PACKAGE / name]
    if (PACKAGE.parent / "pyproject.toml").is_file():  # in site-packages a folder of that name would be a stranger's
        candidates.append(PACKAGE.parent / name)
    for folder in candidates:
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"the folder {name} is missing: install the package again")


def read_table(name: str) -> Iterator[dict[str, str]]:
    """The rows of ``builder/data/NAME``, a UTF-8 table with tabs, a header line, and ``#`` comment lines.

    Every table has a ``source`` column. Cells are stripped; a missing cell is an empty string.

    :raises FileNotFoundError: if there is no such table.
    """
    text = (PACKAGE / "data" / name).read_text(encoding="utf-8")
    lines = (line for line in text.split("\n") if line.strip() and not line.startswith("#"))
    columns = next(lines, "").split("\t")
    for line in lines:  # no quoting and no escapes: a third of the time of the module csv
        cells = map(str.strip, line.split("\t"))
        yield dict(zip(columns, chain(cells, repeat("")), strict=False))
