from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Literal

from builder.errors import QueryError
from builder.sparql.catalogue import catalogue, find_query, parse_query, read_query
from builder.sparql.parameters import Parameter, ParameterType

TEXT = """# title-ar: عنوان
# title-en: Title
# meaning: One thing,
# meaning:   and another.
# param: day date default=2024-05-06  the day
# param: who iri required  the group
#param: most integer optional
# A remark: no documentation.

SELECT * { VALUES ?day { UNDEF } }
# param: late string optional  after the first line of the query
"""


def test_a_header_is_read() -> None:
    query = parse_query("q", TEXT)
    assert (query.title_ar, query.title_en, query.meaning) == ("عنوان", "Title", "One thing, and another.")
    assert query.parameters == (
        Parameter("day", ParameterType.DATE, "2024-05-06", False, "the day"),
        Parameter("who", ParameterType.IRI, None, True, "the group"),
        Parameter("most", ParameterType.INTEGER, None, False, ""),
    )
    assert query.text == TEXT


def test_a_query_without_a_header_takes_any_parameter() -> None:
    query = parse_query("q", "SELECT * {}")
    assert (query.title_en, query.parameters) == ("", ())
    assert query.bind({"any": "1"}) == {"any": Literal("1")}


@pytest.mark.parametrize("line", ["x", "x string", "x text optional", "x string maybe"])
def test_a_malformed_parameter_is_refused(line: str) -> None:
    with pytest.raises(QueryError, match="q: cannot read the parameter"):
        parse_query("q", f"# param: {line}\nASK {{}}")


def test_defaults_and_given_values_are_bound() -> None:
    terms = parse_query("q", TEXT).bind({"who": "https://e.org/g"})
    assert {name: term.value for name, term in terms.items()} == {"day": "2024-05-06", "who": "https://e.org/g"}


def test_a_missing_or_unknown_parameter_is_refused() -> None:
    query = parse_query("q", TEXT)
    with pytest.raises(QueryError, match="q needs the parameter who: the group"):
        query.bind({})
    with pytest.raises(QueryError, match="q has no parameter whom; it has day, most, who"):
        query.bind({"who": "https://e.org/g", "whom": "x"})


def test_the_catalogue_is_sorted_and_found_by_name() -> None:
    names = [query.name for query in catalogue()]
    assert names == sorted(names)
    assert find_query("attack-roles").title_en
    with pytest.raises(QueryError, match="did you mean attack-roles"):
        find_query("attack-role")
    with pytest.raises(QueryError, match="--list"):
        find_query("zzz")


def test_a_query_is_read_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "mine.rq"
    path.write_text("\ufeff" + TEXT, encoding="utf-8")
    assert read_query(path) == parse_query("mine.rq", TEXT)
    with pytest.raises(QueryError, match="cannot read the query"):
        read_query(tmp_path / "none.rq")
