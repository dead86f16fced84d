"""The filters of the attacks: form fields whose values stand in the address, so that a view can be passed on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import streamlit as st

from builder.graph.iris import ID
from ui.labels import Labels, read_labels
from ui.records import AttackLine, Thing
from ui.selection import FACETS, Basis, Filter, choices, counts

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

_FIRST_DAY, _LAST_DAY = date(1900, 1, 1), date(2100, 1, 1)  # without these Streamlit allows ten years only
_SEEN = "rasd-filter-address"
_MOST_CHOICES = 500  # all of them go to the browser, and nobody reads further down
_LEAST_CONFIDENCES = ("0.5", "0.7", "0.9")
_BACKGROUND_VALUES = {"yes": True, "no": False}

# Names in the address: of single values, of several values of the vocabulary, and of several entities (by their IRIs
# without what all of them begin with), the last ones with the field of the filter that they are.
_TERMS: dict[str, Callable[[AttackLine], str]] = {
    "type": lambda line: line.attack_type,
    "status": lambda line: line.status,
    "kind": lambda line: line.kind,
}
_ENTITIES = {"place": "places", "actor": "actors", "target": "targets", "weapon": "weapons", "source": "sources"}
_DAYS = ("since", "until")
_ONE_OF = {
    "basis": tuple(basis.value for basis in Basis),
    "background": tuple(_BACKGROUND_VALUES),
    "conflicts": ("yes",),
    "confidence": _LEAST_CONFIDENCES,
}
_PARAMETERS = ("text", *_DAYS, *_TERMS, *_ENTITIES, *_ONE_OF)
_SEEN_AT_ONCE = {"text", "place", "actor", "type"}

Address = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class _Choice:
    """What can be chosen in one field: the values in their order, and how each is shown."""

    values: tuple[str, ...]
    shown: dict[str, str]


def choose_filter(lines: Sequence[AttackLine], labels: Labels) -> Filter:
    """Draw the fields and return what is chosen; the choices offered are those that the other fields leave."""
    _take_over_address()
    wanted = _filter()
    found = {name: _term_choice(name, lines, labels) for name in _TERMS}
    found |= {name: _entity_choice(facet, wanted, lines, labels) for name, facet in _ENTITIES.items()}
    _draw(found, labels)
    _write_address()
    return _filter()


def address_of(wanted: Filter) -> Address:
    """The parameters of the address that give this filter; what wants everything is left out."""
    values: dict[str, list[str]] = {
        "text": [wanted.text],
        "since": [wanted.since.isoformat() if wanted.since else ""],
        "until": [wanted.until.isoformat() if wanted.until else ""],
        "type": sorted(wanted.types),
        "status": sorted(wanted.statuses),
        "kind": sorted(wanted.kinds),
        **{name: sorted(map(_short, getattr(wanted, facet))) for name, facet in _ENTITIES.items()},
        "basis": [wanted.basis.value if wanted.basis else ""],
        "background": [name for name, value in _BACKGROUND_VALUES.items() if value is wanted.background],
        "conflicts": ["yes"] if wanted.conflicting else [],
        "confidence": [f"{wanted.confidence:g}"] if wanted.confidence else [],
    }
    return {name: given for name, several in values.items() if (given := [value for value in several if value])}


def filter_of(address: Address) -> Filter:
    """The filter that the parameters of an address give; what is none of its kind is left out."""

    def one(name: str) -> str:
        return next(iter(address.get(name, ())), "")

    def several(name: str) -> frozenset[str]:
        return frozenset(_whole(value) for value in address.get(name, ()) if value)

    def terms(name: str) -> frozenset[str]:
        return frozenset(value for value in address.get(name, ()) if f"{name}.{value}" in read_labels())

    def known(name: str) -> str:
        return one(name) if one(name) in _ONE_OF[name] else ""

    return Filter(
        since=_day(one("since")),
        until=_day(one("until")),
        types=terms("type"),
        statuses=terms("status"),
        kinds=terms("kind"),
        places=several("place"),
        actors=several("actor"),
        basis=Basis(known("basis")) if known("basis") else None,
        targets=several("target"),
        weapons=several("weapon"),
        sources=several("source"),
        text=one("text"),
        background=_BACKGROUND_VALUES.get(known("background")),
        conflicting=bool(known("conflicts")),
        confidence=float(known("confidence") or 0),
    )


def _short(iri: str) -> str:
    rest = iri.removeprefix(ID)
    return rest if rest and ":" not in rest else iri  # so that _whole leads back


def _whole(name: str) -> str:
    return name if ":" in name else ID + name


def _term_choice(name: str, lines: Sequence[AttackLine], labels: Labels) -> _Choice:
    found = dict(counts(_TERMS[name], lines))
    return _Choice(tuple(found), {value: f"{labels.term(name, value)} ({n:,})" for value, n in found.items()})


def _entity_choice(facet: str, wanted: Filter, lines: Sequence[AttackLine], labels: Labels) -> _Choice:
    found = choices(facet, wanted, lines, _MOST_CHOICES)
    shown = {_short(thing.iri): f"{_name(thing, labels)} ({number:,})" for thing, number in found}
    missing = [_short(iri) for iri in sorted(getattr(wanted, facet)) if _short(iri) not in shown]
    things = {_short(thing.iri): thing for line in lines for thing in FACETS[facet](line)} if missing else {}
    for name in missing:
        shown[name] = _name(things[name], labels) if name in things else name
    return _Choice(tuple(shown), shown)


def _name(thing: Thing, labels: Labels) -> str:
    return thing.words.get(labels.language)


def _draw(found: dict[str, _Choice], labels: Labels) -> None:
    with st.container(key="rasd-filters"):
        text, place, actor, kind_of_attack = st.columns([3, 2, 2, 2])
        text.text_input(labels("filter.text"), key=_key("text"), placeholder=labels("filter.text.hint"))
        for column, name in ((place, "place"), (actor, "actor"), (kind_of_attack, "type")):
            _several(column, name, found[name], labels)
        active = sum(bool(values) for name, values in _chosen().items() if name not in _SEEN_AT_ONCE)
        more = labels("filter.more_active", n=active) if active else labels("filter.more")
        with st.expander(more, expanded=False, key="rasd-more"):
            first, second, third, fourth = st.columns(4)
            for column, name in ((first, "since"), (second, "until")):
                column.date_input(
                    labels(f"filter.{name}"),
                    value=None,
                    min_value=_FIRST_DAY,
                    max_value=_LAST_DAY,
                    key=_key(name),
                    format="YYYY-MM-DD",
                )
            for column, name in (
                (third, "basis"), (fourth, "background"), (first, "conflicts"), (second, "confidence")
            ):  # fmt: skip
                _one_of(column, name, labels)
            for column, name in (
                (third, "target"), (fourth, "weapon"), (first, "source"), (second, "status"), (third, "kind")
            ):  # fmt: skip
                _several(column, name, found[name], labels)
            st.button(labels("filter.clear"), on_click=_clear, disabled=not any(_chosen().values()))


def _one_of(column: DeltaGenerator, name: str, labels: Labels) -> None:
    column.selectbox(
        labels(f"filter.{name}"),
        list(_ONE_OF[name]),
        format_func=lambda value: labels.term(f"filter.{name}", value),
        index=None,
        key=_key(name),
        placeholder=labels("filter.choose"),
    )


def _several(column: DeltaGenerator, name: str, choice: _Choice, labels: Labels) -> None:
    column.multiselect(
        labels(f"filter.{name}"),
        list(dict.fromkeys((*choice.values, *st.session_state[_key(name)]))),
        format_func=lambda value: choice.shown.get(value, value),
        key=_key(name),
        placeholder=labels("filter.choose"),
        select_all=False,
        filter_mode="contains",
    )


def _key(name: str) -> str:
    return f"rasd-filter-{name}"


def _take_over_address() -> None:
    """Fill the fields from the address where it is not the one that they were written to.

    So it is in a new session, and after going back or forward in the browser. What is no value of a field is left out.
    """
    given = _address()
    if st.session_state.get(_SEEN) == given and _key("text") in st.session_state:
        return
    clean = address_of(filter_of(given))
    for name in _PARAMETERS:
        st.session_state[_key(name)] = _value(name, clean.get(name, []))


def _value(name: str, given: list[str]) -> Any:
    """What the field of a parameter holds for the values of the address."""
    if name in _TERMS or name in _ENTITIES:
        return given
    first = next(iter(given), None)
    if name in _DAYS:
        return _day(first or "")
    return first or ("" if name == "text" else None)


def _address() -> Address:
    return {name: values for name in _PARAMETERS if (values := st.query_params.get_all(name))}


def _chosen() -> Address:
    """The values of the fields as they stand in the address."""
    result: Address = {}
    for name in _PARAMETERS:
        value = st.session_state[_key(name)]
        result[name] = list(value) if isinstance(value, list) else [str(value)] if value else []
    return result


def _filter() -> Filter:
    return filter_of(_chosen())


def _write_address() -> None:
    wanted = {name: values for name, values in _chosen().items() if values}
    if wanted != _address():
        others = {name: st.query_params.get_all(name) for name in st.query_params if name not in _PARAMETERS}
        st.query_params.from_dict({**others, **wanted})
    st.session_state[_SEEN] = wanted


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _clear() -> None:
    for name in _PARAMETERS:
        st.session_state[_key(name)] = _value(name, [])
