"""The flat table of attacks as a workbook of Excel (Office Open XML), with the columns of the CSV."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime
from typing import BinaryIO

from pyoxigraph import Store
from xlsxwriter import Workbook

from builder.errors import RunError
from builder.export.event_table import COLUMNS, row
from builder.export.events import events
from builder.text.lines import printable

_MOST_ROWS = 1_048_575  # below the heading, in one sheet
_LONGEST = 32_767  # UTF-16 units of a cell
_WIDTH = 16  # characters
_MADE = datetime(2000, 1, 1, tzinfo=UTC)  # always the same, so that the same graph gives the same bytes
# Without the first, a text that begins with = would be a formula; without the second, an address would be a link.
_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}


def write_event_workbook(rdf: Store, out: BinaryIO, only: Collection[str] | None = None) -> None:
    """One sheet with a row for each attack, of those with the IRIs *only* where they are given; texts are texts.

    The cells are held in memory.

    :raises RunError: if there are more rows than a sheet can have.
    """
    workbook = Workbook(out, _OPTIONS)
    workbook.set_properties({"created": _MADE.replace(tzinfo=None)})
    sheet = workbook.add_worksheet("attacks")
    bold = workbook.add_format({"bold": True})
    for column, name in enumerate(COLUMNS):
        sheet.write_string(0, column, name, bold)
    number = 0
    for number, event in enumerate(events(rdf, only), start=1):
        if number > _MOST_ROWS:
            raise RunError(f"a sheet of Excel has {_MOST_ROWS:,} rows: ask for fewer attacks, or for CSV")
        for column, value in enumerate(row(event).values()):
            if isinstance(value, str):
                sheet.write_string(number, column, cell_text(value))
            elif value is not None:
                sheet.write_number(number, column, value)
    sheet.set_column(0, len(COLUMNS) - 1, _WIDTH)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, number, len(COLUMNS) - 1)
    workbook.close()


def cell_text(value: str) -> str:
    """The text in one line, and as much of it as a cell can hold; a character beyond U+FFFF counts twice."""
    text = printable(value)
    if len(text) * 2 <= _LONGEST:
        return text
    return text.encode("utf-16-le")[: _LONGEST * 2].decode("utf-16-le", "ignore")
