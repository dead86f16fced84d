"""Fields for the parameters of a query, with their types, defaults and bounds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import streamlit as st

from builder.endpoint.binding import LONGEST_VALUE
from builder.endpoint.words import Words as QueryWords
from builder.errors import ParameterError
from builder.graph.entities import ACTORS, PLACES
from builder.model import EntityClass
from builder.sparql.catalogue import Query
from builder.sparql.parameters import Parameter, ParameterType
from ui.labels import Labels
from ui.records import Thing

COLUMNS = 3
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2100, 12, 31)
LARGEST = 2**53 - 1  # the browser counts exactly up to it
MOST_NAMES = 2_000

# Of which classes the names are that a parameter of the named queries takes.
_NAMED: Mapping[str, frozenset[str]] = {
    "group": ACTORS,
    "from": ACTORS,
    "to": ACTORS,
    "country": frozenset((EntityClass.COUNTRY,)),
    "target": PLACES | {EntityClass.TARGET},
    "outlet": frozenset((EntityClass.NEWS_OUTLET,)),
    "source": ACTORS | {EntityClass.UNNAMED_SOURCE, EntityClass.NEWS_OUTLET},
}


def meaning_of(query: Query, labels: Labels) -> tuple[str, str]:
    """What a query is for, and in which language that is said: that of the interface, where there are words for it."""
    own = QueryWords(labels.language.value).get(f"meaning.{query.name}") if query.name else None
    return (own, labels.language.value) if own else (query.meaning, "en")


def ask_parameters(
    query: Query, values: Mapping[str, str], things: Mapping[str, Thing], labels: Labels, *, key: str
) -> dict[str, str]:
    """Draw a field for each parameter, which begins with its value in *values*; returns the values that are given.

    A value that is not of its type is named below its field. Fields with another *key* begin anew.
    """
    if not query.parameters:
        return {}
    given = {}
    with st.container(key="rasd-parameters"):
        columns = st.columns(COLUMNS)
        for number, parameter in enumerate(query.parameters):
            with columns[number % COLUMNS]:
                first = values.get(parameter.name, parameter.default or "")
                value = _field(parameter, first, things, labels, f"{key}-{parameter.name}-{parameter.type}")
                if value:
                    given[parameter.name] = value
    return given


def _field(parameter: Parameter, first: str, things: Mapping[str, Thing], labels: Labels, key: str) -> str:
    words = QueryWords(labels.language.value)
    title = words.label(parameter.name)
    need = "sparql.required" if parameter.required else "sparql.optional"
    label = f"{title} ({labels(need)})"
    about = [words.get(f"hint.{parameter.name}") or parameter.meaning, f"{words(f'type.{parameter.type}')}"]
    if parameter.default is not None:
        about.append(labels("sparql.default", value=parameter.default))
    hint = " · ".join([f"`{parameter.name}`", *filter(None, about)])
    value = _value(parameter, first, things, labels, label, hint, key)
    if value:
        try:
            parameter.term(value)
        except ParameterError:
            st.caption(f":red[{labels('sparql.parameter_error', name=title)}]")
    return value


def _value(
    parameter: Parameter, first: str, things: Mapping[str, Thing], labels: Labels, label: str, hint: str, key: str
) -> str:
    match parameter.type:
        case ParameterType.BOOLEAN:
            words = {"true": labels("sparql.yes"), "false": labels("sparql.no")}
            index = list(words).index(first) if first in words else None
            chosen = st.selectbox(
                label, list(words), index, format_func=lambda one: words[one], key=key, help=hint,
                placeholder=labels("sparql.unset"),
            )  # fmt: skip
            return chosen or ""
        case ParameterType.DATE:
            day = st.date_input(
                label, value=_day(first), min_value=FIRST_DAY, max_value=LAST_DAY, key=key, format="YYYY-MM-DD",
                help=hint,
            )  # fmt: skip
            return day.isoformat() if isinstance(day, date) else ""
        case ParameterType.INTEGER:
            number = st.number_input(
                label, -LARGEST, LARGEST, _integer(first), 1, key=key, help=hint, placeholder=labels("sparql.unset")
            )
            return "" if number is None else str(int(number))
        case ParameterType.STRING if names := _names(parameter.name, things):
            options = {thing.words.ar: thing.words.get(labels.language) for thing in names}
            if first:
                options.setdefault(first, first)
            chosen = st.selectbox(
                label, list(options), list(options).index(first) if first else None,
                format_func=lambda one: options.get(one, one), key=key, help=hint, accept_new_options=True,
                filter_mode="contains", placeholder=labels("sparql.name"),
            )  # fmt: skip
            return (chosen or "").strip()[:LONGEST_VALUE]
    text = st.text_input(label, first, max_chars=LONGEST_VALUE, key=key, help=hint)
    return (text or "").strip()


def _names(parameter: str, things: Mapping[str, Thing]) -> Sequence[Thing]:
    """The entities whose names a parameter takes, in the order of their Arabic names; each name once."""
    kinds = _NAMED.get(parameter, frozenset())
    of_kind = (thing for thing in things.values() if thing.kind in kinds and "#" not in thing.iri)
    found = {thing.words.ar: thing for thing in of_kind if thing.words.ar}
    return [found[name] for name in sorted(found)[:MOST_NAMES]]


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if FIRST_DAY <= day <= LAST_DAY else None


def _integer(text: str) -> int | None:
    try:
        number = int(text)
    except ValueError:
        return None
    return number if abs(number) <= LARGEST else None
