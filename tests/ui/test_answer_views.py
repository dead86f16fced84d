"""Which views an answer has, and what is drawn in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.graph.iris import ID
from builder.vocabulary import RASD, RDF, RDFS
from tests.ui.samples import attack, thing
from ui.answer_cells import cell
from ui.answer_chart import MOST_BARS, MOST_CATEGORIES, MOST_SERIES, Grain, axes_of, chart
from ui.answer_map import row_places
from ui.answer_network import default_pair, node_columns, row_network, triple_network
from ui.answer_rows import found_rows, sorted_rows
from ui.answer_views import View, views_of
from ui.answers import Kind, Shown
from ui.columns import Column, Known, columns_of
from ui.labels import Labels, Language
from ui.network import NodeKind
from ui.records import Position

TOWN = replace(thing(f"{ID}place/sidra", "السدرة", "Sidra", "Settlement"), position=Position(32.5, 42.0))
COUNTRY = replace(thing(f"{ID}place/nahria", "النهرية", "Nahria", "Country"), position=Position(31.5, 41.25))
RAYA = thing(f"{ID}actor/raya", "كتائب الراية", "Raya Brigades", "ArmedGroup")
OUTLET = thing(f"{ID}outlet/difaf", "شبكة الضفاف", "Difaf Network", "NewsOutlet")
STRIKE = attack(f"{ID}attack/1", earliest="2024-05-06", places=(TOWN, COUNTRY))
LOST = attack(f"{ID}attack/2", earliest="2024-05-07")
KNOWN = Known.of({one.iri: one for one in (TOWN, COUNTRY, RAYA, OUTLET)}, [STRIKE, LOST])
ENGLISH = Labels(Language.ENGLISH)
EVENT = "https://example.org/event/1"


def shown(columns: Sequence[str], *rows: Sequence[str], kind: Kind = Kind.ROWS) -> Shown:
    return Shown(kind, tuple(columns), tuple(map(tuple, rows)), False, 0.1)


def columns(*rows: Sequence[str], names: Sequence[str] = "abcd") -> tuple[Column, ...]:
    return columns_of(names[: len(rows[0])], rows)


@pytest.mark.parametrize(
    ("answer", "views"),
    [
        (shown(["s"]), ""),
        (shown(["answer"], ["true"], kind=Kind.YES_OR_NO), ""),
        (shown(["name"], ["x"], ["y"]), "table"),
        (shown(["name", "n"], ["x", "1"], ["y", "2"]), "table chart"),
        (shown(["name", "n"], ["x", "1"]), "table"),  # one bar
        (shown(["quote", "n"], ["ق" * 61, "1"], ["y", "2"]), "table"),  # sentences are no categories
        (shown(["role", "start"], ["x", "1"], ["y", "2"]), "table"),  # nobody adds places in a text up
        (shown(["day"], ["2024-05-06"], ["2024-05-07"]), "table chart"),
        (shown(["lat", "long"], ["31.5", "41"]), "table map"),
        (shown(["site_latitude", "site_lon"], ["31.5", "41"]), "table map"),
        (shown(["lat", "long"], ["131.5", "41"]), "table"),
        (shown(["lat", "n"], ["31.5", "41"]), "table"),
        (shown(["where"], ["POINT(41 31)"]), "table map"),
        (shown(["place"], [TOWN.iri]), "table map"),
        (shown(["actor"], [RAYA.iri]), "table"),
        (shown(["attack"], [STRIKE.iri]), "table map"),
        (shown(["attack"], [LOST.iri]), "table"),
        (shown(["a", "b"], [RAYA.iri, EVENT]), "table network"),
        (shown(["a", "b"], [EVENT, EVENT]), "table"),  # nothing but loops
        (shown(["by", "on"], ["Raya Brigades", "السدرة; غيرها"]), "table network"),
        (shown(["by", "on"], ["nobody", "nowhere"]), "table"),
        (shown("spo", [EVENT, f"{RASD}inArticle", "https://example.org/2"], kind=Kind.TRIPLES), "table network"),
        (shown("spo", [EVENT, f"{RASD}confidence", "0.5"], kind=Kind.TRIPLES), "table"),
        (shown("spo", [TOWN.iri, f"{RDFS}label", "x"], kind=Kind.TRIPLES), "table map"),
    ],
)
def test_views_are_those_that_the_content_allows(answer: Shown, views: str) -> None:
    assert views_of(answer, KNOWN) == tuple(map(View, views.split()))


@given(st.lists(st.lists(st.text(max_size=12), min_size=3, max_size=3), max_size=4))
def test_any_rows_have_views(rows: list[list[str]]) -> None:
    answer = shown(["lat", "long", "x"], *rows)
    for view in views_of(answer, KNOWN):
        if view is View.MAP:
            row_places(columns_of(answer.columns, answer.rows), KNOWN, ENGLISH)


def test_rows_lie_where_their_columns_say() -> None:
    (place,) = row_places(
        columns_of(
            ("type", "date", "place", "precision", "lat", "long", "uncertainty_km"),
            [("AirStrike", "2024-05-06/2024-05-08", "صحراء", "Region", "31", "42", "150")],
        ),
        KNOWN,
        ENGLISH,
    )
    assert (place.attack, place.latitude, place.longitude, place.uncertainty_km) == ("0", 31.0, 42.0, 150.0)
    assert (place.attack_type, place.place_class, place.name.ar) == ("AirStrike", "Region", "صحراء")
    assert (place.earliest, place.latest) == ("2024-05-06", "2024-05-08")


def test_a_position_that_the_store_has_is_as_exact_as_its_place() -> None:
    (place,) = row_places(columns_of(("place", "lat", "long"), [("النهرية", "31.5", "41.25")]), KNOWN, ENGLISH)
    assert (place.place, place.place_class) == (COUNTRY.iri, "Country")
    (other,) = row_places(columns_of(("place", "lat", "long"), [("النهرية", "31.6", "41.25")]), KNOWN, ENGLISH)
    assert (other.place, other.place_class) == ("", "Facility")


def test_an_attack_lies_at_each_of_its_places_and_rows_without_one_are_counted() -> None:
    places = row_places(columns((STRIKE.iri,), (LOST.iri,)), KNOWN, ENGLISH)
    assert [(place.attack, place.place) for place in places] == [("0", TOWN.iri), ("0", COUNTRY.iri), ("1", "")]
    assert places[2].latitude is None
    assert places[0].title == "Air strike 2024-05-06"


def test_a_pair_is_an_edge_as_heavy_as_its_rows() -> None:
    found = columns(
        (RAYA.iri, "السدرة; Nahria"),
        ("Raya Brigades", "السدرة"),
        (RAYA.iri, "غيرها"),
        ("", "السدرة"),
    )
    pair = default_pair(node_columns(found[1:2], KNOWN))
    assert pair is None
    network = row_network(found[0], found[1], KNOWN)
    assert {(edge.source, edge.target): edge.weight for edge in network.edges} == {
        (RAYA.iri, TOWN.iri): 2,
        (RAYA.iri, COUNTRY.iri): 1,
        (RAYA.iri, "name غيرها"): 1,
    }
    kinds = {node.id: node.kind for node in network.nodes}
    assert (kinds[RAYA.iri], kinds[TOWN.iri], kinds["name غيرها"]) == (NodeKind.ACTOR, NodeKind.PLACE, NodeKind.OTHER)


def test_triples_are_edges_with_the_words_of_the_ontology() -> None:
    network = triple_network(
        columns(
            (EVENT, f"{RDF}type", f"{RASD}EventMention"),
            (EVENT, f"{RDFS}label", "حدث"),
            (EVENT, f"{RASD}describedBy", STRIKE.iri),
            (EVENT, f"{RASD}describedBy", STRIKE.iri),
            (EVENT, f"{RASD}describedBy", OUTLET.iri),
        ),
        KNOWN,
    )
    assert [(edge.source, edge.target, edge.label.en) for edge in network.edges] == [
        (EVENT, STRIKE.iri, "described by"),
        (EVENT, OUTLET.iri, "described by"),
    ]
    assert {node.id: (node.kind, node.label.ar) for node in network.nodes} == {
        EVENT: (NodeKind.OTHER, "حدث"),
        STRIKE.iri: (NodeKind.ATTACK, "غارة جوية 2024-05-06"),
        OUTLET.iri: (NodeKind.SOURCE, "شبكة الضفاف"),
    }


def test_classes_are_nodes_where_nothing_else_is() -> None:
    network = triple_network(columns((EVENT, f"{RDF}type", f"{RASD}EventMention")), KNOWN)
    assert [edge.target for edge in network.edges] == [f"{RASD}EventMention"]


def test_the_best_columns_of_a_chart_come_first() -> None:
    axes = axes_of(
        columns(
            ("x", "2024-05-06", "7", "1"), ("y", "2024-05-13", "8", "2"), names=("type", "week", "share", "attacks")
        )
    )
    assert axes
    assert [column.name for column in axes.bars] == ["week", "type"]
    assert [column.name for column in axes.numbers] == ["attacks", "share"]


def test_sums_by_category_the_largest_first() -> None:
    rows = [("x", "1"), ("y", "5"), ("x", "2.5"), ("z", ""), *((f"v{number}", "0.1") for number in range(40))]
    bars, numbers = columns(*rows)
    made = chart(bars, numbers, None)
    assert made.names[:2] == ("y", "x")
    assert {bar.bar: bar.value for bar in made.bars if bar.value > 1} == {"y": 5, "x": 3.5}
    assert (len(made.names), made.left_out, made.without) == (MOST_CATEGORIES, 42 - MOST_CATEGORIES, 1)


@pytest.mark.parametrize(
    ("days", "grain", "names"),
    [
        (["2024-05-06", "2024-05-09"], Grain.DAY, ["2024-05-06", "2024-05-07", "2024-05-08", "2024-05-09"]),
        (["2024-05-06", "2024-05-13", "2024-05-27"], Grain.WEEK,
         ["2024-05-06", "2024-05-13", "2024-05-20", "2024-05-27"]),
        (["2024-11", "2025-01"], Grain.MONTH, ["2024-11", "2024-12", "2025-01"]),
        (["1990-01-02", "2024-05-06"], Grain.YEAR, [str(year) for year in range(1990, 2025)]),
    ],
)  # fmt: skip
def test_days_without_rows_have_their_place(days: list[str], grain: Grain, names: list[str]) -> None:
    (bars,) = columns(*([day] for day in [*days, ""]))
    made = chart(bars, None, None)
    assert (made.grain, list(made.names), made.without) == (grain, names, 1)
    assert sum(bar.value for bar in made.bars) == len(days)


@given(st.lists(st.dates(date(1, 1, 1), date(9999, 12, 31)), min_size=1, max_size=9))
def test_every_day_has_a_bar_of_few(days: list[date]) -> None:
    (bars,) = columns(*([day.isoformat()] for day in days))
    made = chart(bars, None, None)
    assert {bar.bar for bar in made.bars} <= set(made.names)
    assert len(made.names) <= MOST_BARS + 2


def test_the_smallest_series_stand_together() -> None:
    rows = [("2024-05-06", f"s{number}", str(100 - number)) for number in range(20)] + [("2024-05-07", "s0", "1")]
    bars, series, numbers = columns(*rows)
    made = chart(bars, numbers, series)
    assert len({bar.series for bar in made.bars}) == MOST_SERIES + 1
    assert sum(bar.value for bar in made.bars if not bar.series) == sum(100 - number for number in range(11, 20))


def test_cells_lead_to_pages() -> None:
    def linked(value: str) -> tuple[str, str, str]:
        made = cell(value, KNOWN, Language.ENGLISH)
        return made.text, made.about, made.href.partition("?")[0]

    assert linked(STRIKE.iri) == ("attack/1", "Air strike 2024-05-06", "attack")
    assert linked(RAYA.iri) == ("actor/raya", "Raya Brigades", "groups")
    assert linked(TOWN.iri) == ("place/sidra", "Sidra", "places")
    assert linked(OUTLET.iri) == ("outlet/difaf", "Difaf Network", "sources")
    assert linked(f"{RASD}describedBy") == ("rasd:describedBy", "described by", "")
    assert linked("https://example.org/x") == ("https://example.org/x", "", "")
    assert linked("javascript:alert(1)") == ("javascript:alert(1)", "", "")


def test_rows_are_found_in_any_spelling() -> None:
    rows = (("الأنبار", "1"), ("Anbar", "2"))
    assert found_rows(rows, " الانبار ") == rows[:1]
    assert found_rows(rows, "ANB") == rows[1:]
    assert found_rows(rows, "  ") == rows


def test_rows_without_a_value_come_last() -> None:
    rows = (("10",), ("",), ("9",))
    (column,) = columns(*rows)
    assert sorted_rows(rows, column, downwards=False) == (("9",), ("10",), ("",))
    assert sorted_rows(rows, column, downwards=True) == (("10",), ("9",), ("",))
