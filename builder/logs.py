"""The log: one line an event, as text or as JSON, by the logging of the standard library.

An event has a name and fields; a plain message of a module is an event ``message``. The text of articles is in no event
above DEBUG.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from datetime import UTC, datetime
from enum import StrEnum

from builder.text.lines import printable

ROOT = "builder"
_FIELDS = "rasd_fields"


class Layout(StrEnum):
    """How a line is written."""

    TEXT = "text"
    JSON = "json"


def tell(log: logging.Logger, level: int, event: str, **fields: object) -> None:
    """Log an event with its fields, whose values must be representable in JSON."""
    if log.isEnabledFor(level):
        log.log(level, event, extra={_FIELDS: fields})


class Lines(logging.Handler):
    """Writes each record with *write*; without a layout as ``level: message``, for people who watch a command."""

    def __init__(self, write: Callable[[str], object], layout: Layout | None = None) -> None:
        super().__init__()
        self._write = write
        self.layout = layout

    def emit(self, record: logging.LogRecord) -> None:
        """Write one record."""
        if self.layout is Layout.JSON:
            self._write(to_json(record))
        elif self.layout is Layout.TEXT:
            self._write(to_text(record))
        else:
            self._write(_to_message(record))


def current_layout() -> Layout | None:
    """The layout of the log that was set up for this process; None where there is none, or it has none."""
    return next((handler.layout for handler in logging.getLogger(ROOT).handlers if isinstance(handler, Lines)), None)


def to_json(record: logging.LogRecord) -> str:
    """A record as one line of JSON: time in UTC, level, logger, event, and the fields."""
    fields = getattr(record, _FIELDS, None)
    event = {"event": "message", "message": record.getMessage()} if fields is None else {"event": record.getMessage()}
    content = {"time": _time(record), "level": record.levelname.lower(), "logger": record.name, **event}
    # A field never hides what every line has. ASCII: no control character or half of a pair can break a line.
    return json.dumps({**(fields or {}), **content})


def to_text(record: logging.LogRecord) -> str:
    """A record as one line: time, level, event, and the fields as NAME=VALUE, values with blanks as JSON strings."""
    fields: dict[str, object] = getattr(record, _FIELDS, {})
    words = [_time(record), record.levelname.lower(), record.getMessage()]
    words += [f"{name}={_value(value)}" for name, value in fields.items() if value is not None]
    return printable(" ".join(words))


def _to_message(record: logging.LogRecord) -> str:
    fields: dict[str, object] = getattr(record, _FIELDS, {})
    message = " ".join([record.getMessage(), *(f"{name}={_value(value)}" for name, value in fields.items())])
    if record.levelno >= logging.WARNING:  # below it are tracebacks
        message = printable(message)
    return f"{record.levelname.lower()}: {message}"


def _value(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    plain = not isinstance(value, str) or (text and not any(letter in text for letter in ' "=\n'))
    return text if plain else json.dumps(text, ensure_ascii=False)


def _time(record: logging.LogRecord) -> str:
    moment = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
    return moment.replace("+00:00", "Z")
