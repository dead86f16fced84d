from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, Store

from builder.graph.terms import boolean, decimal, fact, in_graph, integer

THING = NamedNode("https://example.org/thing")


def stored(value: Literal) -> Literal:
    store = Store()
    store.extend(in_graph([fact(THING, "https://example.org/is", value)], "https://example.org/graph"))
    ((_, _, found, _),) = store
    assert isinstance(found, Literal)
    return found


@given(st.floats(-1e9, 1e9), st.integers(0, 6))
def test_a_decimal_is_spelt_as_the_store_spells_it(value: float, digits: int) -> None:
    made = decimal(value, digits)
    assert stored(made) == made
    assert Decimal(made.value) == round(Decimal(f"{value:.{digits}f}"), digits)


@pytest.mark.parametrize(
    ("value", "text"), [(1.0, "1"), (0.875, "0.88"), (0.5, "0.5"), (-0.001, "0"), (100.0, "100"), (0.0, "0")]
)
def test_decimals(value: float, text: str) -> None:
    assert decimal(value, 2).value == text


@given(st.integers(-(10**15), 10**15))
def test_integers_and_booleans(value: int) -> None:
    assert stored(integer(value)) == integer(value)
    assert stored(boolean(value > 0)) == boolean(value > 0)


def test_quads_of_a_graph() -> None:
    triple = fact(THING, "https://example.org/is", THING)
    (quad,) = in_graph([triple], "https://example.org/graph")
    assert quad == Quad(THING, NamedNode("https://example.org/is"), THING, NamedNode("https://example.org/graph"))
