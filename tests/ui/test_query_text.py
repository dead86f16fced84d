from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builder.errors import QueryError
from builder.sparql.catalogue import Query, catalogue, find_query, parse_query
from builder.sparql.parameters import ParameterType
from builder.sparql.run import check_syntax
from ui.query_text import as_own

VALUES = {
    ParameterType.STRING: 'a"\\b\n" } #',
    ParameterType.IRI: "https://example.org/x",
    ParameterType.INTEGER: "7",
    ParameterType.DATE: "2024-05-06",
    ParameterType.DECIMAL: "0.5",
    ParameterType.BOOLEAN: "true",
}


@pytest.mark.parametrize("query", catalogue(), ids=lambda query: query.name)
def test_every_named_query_can_be_taken_over(query: Query) -> None:
    values = {parameter.name: VALUES[parameter.type] for parameter in query.parameters}
    own = as_own(query, values)
    check_syntax(own)
    assert parse_query("own", own).parameters == ()
    for parameter in query.parameters:
        assert f"VALUES ?{parameter.name} {{ {parameter.term(values[parameter.name])} }}" in own
    assert "title-ar" not in own
    left = as_own(query, {})
    assert [parameter.name for parameter in parse_query("own", left).parameters] == [
        parameter.name for parameter in query.parameters if parameter.default is None
    ]


@settings(deadline=None)
@given(st.text(max_size=30))
def test_a_value_never_breaks_out(value: str) -> None:
    query = find_query("attack-roles")
    own = as_own(query, {"article": value})
    check_syntax(own)
    assert own.count("VALUES ?attack { UNDEF }") == query.text.count("VALUES ?attack { UNDEF }")


def test_a_value_of_the_wrong_type_is_refused() -> None:
    with pytest.raises(QueryError, match="parameter attack"):
        as_own(find_query("attack-roles"), {"attack": "no iri"})
