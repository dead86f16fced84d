"""The named queries: one file each in ``queries/``, documented by its own header.

A header is a run of comment lines at the top of the file::

    # title-ar: ...
    # title-en: ...
    # meaning: ...                                     (again for further lines)
    # param: NAME TYPE optional|required|default=VALUE  meaning of the parameter

Types are string, iri, integer, date, decimal and boolean. Comments without one of these keys are not documentation.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from builder.errors import ParameterError, QueryError
from builder.resources import data_dir
from builder.sparql.parameters import Parameter, ParameterType, Term, untyped_term

_HEADER = re.compile(r"#\s*(title-ar|title-en|meaning|param):\s*(.*?)\s*")
_PARAMETER = re.compile(
    r"(?P<name>\w+)\s+(?P<type>\w+)\s+(?P<need>optional|required|default=\S+)(?:\s+(?P<meaning>.*))?"
)


@dataclass(frozen=True, slots=True)
class Query:
    """A query with what its header says; all parts but ``text`` are empty where there is no header."""

    name: str
    title_ar: str
    title_en: str
    meaning: str
    parameters: tuple[Parameter, ...]
    text: str

    def bind(self, values: Mapping[str, str]) -> dict[str, Term]:
        """The terms of the parameters: those given, and the defaults of the others.

        A query without any parameter in its header takes every name (see :func:`untyped_term`).

        :raises ParameterError: if a value is not of its type, or a required parameter is missing.
        :raises QueryError: if one is not known.
        """
        if not self.parameters:
            return {name: untyped_term(value) for name, value in values.items()}
        known = {parameter.name: parameter for parameter in self.parameters}
        if strange := sorted(values.keys() - known.keys()):
            raise QueryError(f"{self.name} has no parameter {strange[0]}; it has {', '.join(sorted(known))}")
        terms = {}
        for name, parameter in known.items():
            value = values.get(name, parameter.default)
            if value is not None:
                terms[name] = parameter.term(value)
            elif parameter.required:
                raise ParameterError(f"{self.name} needs the parameter {name}: {parameter.meaning}", name)
        return terms


def parse_query(name: str, text: str) -> Query:
    """A query from its text; *name* is for messages.

    :raises QueryError: if a header line is malformed.
    """
    titles: dict[str, str] = {}
    meaning: list[str] = []
    parameters: list[Parameter] = []
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            break
        header = _HEADER.fullmatch(line)
        if header is None:
            continue
        if header[1] == "meaning":
            meaning.append(header[2])
        elif header[1] == "param":
            parameters.append(_parameter(name, header[2]))
        else:
            titles[header[1]] = header[2]
    return Query(
        name, titles.get("title-ar", ""), titles.get("title-en", ""), " ".join(meaning), tuple(parameters), text
    )


def _parameter(query: str, line: str) -> Parameter:
    found = _PARAMETER.fullmatch(line)
    if found is None or found["type"] not in set(ParameterType):
        raise QueryError(f"{query}: cannot read the parameter {line!r}: write NAME TYPE optional  MEANING")
    need = found["need"]
    default = need.removeprefix("default=") if need.startswith("default=") else None
    return Parameter(
        found["name"], ParameterType(found["type"]), default, need == "required", (found["meaning"] or "").strip()
    )


@cache
def catalogue() -> tuple[Query, ...]:
    """All named queries, by name.

    :raises FileNotFoundError: if the folder of queries is missing.
    :raises QueryError: if a header is malformed.
    """
    files = sorted(data_dir("queries").glob("*.rq"), key=lambda path: path.stem)
    return tuple(parse_query(path.stem, path.read_text(encoding="utf-8")) for path in files)


def find_query(name: str) -> Query:
    """The named query.

    :raises QueryError: if there is none of that name; the message names near ones.
    """
    queries = {query.name: query for query in catalogue()}
    if name in queries:
        return queries[name]
    near = get_close_matches(name, queries, n=3)
    hint = f"did you mean {' or '.join(near)}?" if near else "rasd query --list shows them"
    raise QueryError(f"there is no query named {name}: {hint}")


def read_query(path: Path) -> Query:
    """A query from a file.

    :raises QueryError: if the file cannot be read, or its header is malformed.
    """
    try:
        return parse_query(path.name, path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        raise QueryError(f"cannot read the query {path}: {error}") from error
