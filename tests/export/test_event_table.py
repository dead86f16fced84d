from __future__ import annotations

import codecs
import csv
import io
import re
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.export.event_table import COLUMNS, LONGEST_NOTE, shortened, write_event_table
from builder.model import Extraction, Role
from builder.ontology import attack_types
from builder.reference.vocabularies import Vocabulary, concept_iri
from builder.resources import read_table
from builder.vocabulary import SKOS
from tests.export.conftest import ANSWER, BOMB, DRONES, ROCKETS, store_of
from tests.graph.incidents import FALCONS, base_extraction, quads_of

DOCUMENT = Path(__file__).parents[2] / "docs" / "export.md"


def table(store: ox.Store, *, bom: bool = False) -> str:
    out = io.BytesIO()
    write_event_table(store, out, bom=bom)
    return out.getvalue().decode("utf-8")


def rows(store: ox.Store) -> dict[str, dict[str, str]]:
    read = list(csv.DictReader(io.StringIO(table(store), newline=""), strict=True))
    found = {row["event_id"]: row for row in read}
    assert len(found) == len(read)
    return found


def test_a_row_for_each_attack_and_none_for_a_series(store: ox.Store) -> None:
    assert list(rows(store)) == sorted([ROCKETS, ANSWER, DRONES, BOMB])


def test_the_cells_of_an_attack(store: ox.Store) -> None:
    row = rows(store)[ROCKETS]
    assert tuple(row) == COLUMNS
    assert row == {
        "event_id": ROCKETS,
        "event_date": "2024-05-06",
        "event_date_latest": "2024-05-06",
        "time_precision": "1",
        "date_precision": "day",
        "disorder_type": "Political violence",
        "event_type": "Explosions/Remote violence",
        "sub_event_type": "Shelling/artillery/missile attack",
        "attack_type": "RocketAttack",
        "status": "disputed",
        "background": "false",
        "actor1": "لواء الصقور; حراس التل",
        "actor1_basis": "claimed; attributed",
        "claimed_by": "لواء الصقور",
        "denied_by": "حراس التل",
        "actor2": "جنود; قاعدة النخيل",
        "target_kind": "",
        "weapon": "صواريخ",
        "country": "بلاد السد",
        "admin1": "محافظة الوادي",
        "location": "قاعدة النخيل",
        "location_en": "Nakhil Base",
        "latitude": "33.785",
        "longitude": "42.441",
        "geo_precision": "1",
        "where_prec": "1",
        "uncertainty_km": "10.0",
        "fatalities": "4",  # four by an officer, at least seven by a ministry
        "fatalities_low": "4",
        "fatalities_best": "4",
        "fatalities_high": "",
        "wounded_low": "12",
        "wounded_best": "12",
        "wounded_high": "12",
        "source": "وكالة المرصد",
        "cited_source": "ضابط في جيش السد; بيان",
        "reports": "1",
        "articles": "base",
        "first_published": "2024-05-08",
        "confidence": "0.88",
        "notes": "سقطت صواريخ الاثنين على قاعدة النخيل في محافظة الوادي",
    }


def test_what_is_not_known_is_empty(store: ox.Store) -> None:
    row = rows(store)[BOMB]
    unknown = ("event_date", "event_date_latest", "time_precision", "latitude", "longitude", "fatalities", "actor1")
    assert [row[column] for column in unknown] == [""] * len(unknown)
    assert row["location"] == "إقليم الشمال"
    assert row["background"] == "true"
    assert set(row["claimed_by"].split("; ")) == {"جبهة الساحل", "حراس التل", "لواء الصقور"}


def test_an_attack_that_two_articles_tell_of_is_one_row(store: ox.Store, merged_store: ox.Store) -> None:
    one, both = rows(store), rows(merged_store)
    assert list(both) == list(one)
    changed = {column: cell for column, cell in both[ROCKETS].items() if cell != one[ROCKETS][column]}
    # Two articles name the base, each its own soldiers.
    assert changed == {"reports": "2", "articles": "base; base-2", "actor2": "قاعدة النخيل; جنود"}


def test_texts_stand_in_quotation_marks_and_numbers_do_not(store: ox.Store) -> None:
    line = next(line for line in table(store).split("\r\n") if ROCKETS in line)
    assert '"2024-05-06",1,"day"' in line
    assert ',33.785,42.441,1,1,10.0,4,4,4,"",12,12,12,' in line


def test_a_byte_order_mark_only_when_asked_for(store: ox.Store) -> None:
    assert table(store, bom=True) == codecs.BOM_UTF8.decode() + table(store)
    assert not table(store).startswith(codecs.BOM_UTF8.decode())


@given(st.text(alphabet="=+-@\t\r\n\"',; ا1＝\x00\x1b", min_size=1, max_size=12))
def test_no_cell_is_a_formula(label: str) -> None:
    quads = quads_of(base_extraction())
    named = {
        quad for quad in quads if str(quad.subject) == f"<{FALCONS.iri}>" and quad.predicate.value == f"{SKOS}prefLabel"
    }
    hostile = {
        ox.Quad(quad.subject, quad.predicate, ox.Literal(label, language="ar"), quad.graph_name) for quad in named
    }
    row = rows(store_of([*(set(quads) - named), *hostile]))[ROCKETS]
    for cell in row.values():
        assert not re.match(r"[=+\-@\t\r\n＝＋－＠]", cell)
        assert not re.search(r"[\x00-\x1f]", cell)


def test_coordinates_of_the_west_and_south_stay_numbers() -> None:
    quads = [
        ox.Quad(quad.subject, quad.predicate, ox.Literal("-3.5", datatype=quad.object.datatype), quad.graph_name)
        if quad.predicate.value.endswith("wgs84_pos#long") and isinstance(quad.object, ox.Literal)
        else quad
        for quad in quads_of(base_extraction())
    ]
    assert rows(store_of(quads))[ROCKETS]["longitude"] == "-3.5"


@given(st.text(max_size=3 * LONGEST_NOTE))
def test_notes_have_a_limit(text: str) -> None:
    note = shortened(text)
    assert len(note) <= LONGEST_NOTE
    assert note == " ".join(note.split())


def test_a_note_is_cut_between_words() -> None:
    assert shortened("كلمة " * 100) == ("كلمة " * 59).strip() + "…"
    assert shortened("ا" * 400) == "ا" * (LONGEST_NOTE - 1) + "…"


def test_every_type_of_attack_has_its_row() -> None:
    assert {row["id"] for row in read_table("event_types.tsv")} == {kind.name for kind in attack_types()}


def test_the_sub_event_types_are_those_of_the_alignments() -> None:
    aligned = {
        row["id"]: {term.lstrip("<>~") for term in row["acled"].split("|")} - {""}
        for row in read_table("attack_types.tsv")
    }
    known = {row["code"] for row in read_table("codebook_terms.tsv") if row["codebook"] == "acled-sub-event"}
    for row in read_table("event_types.tsv"):
        assert {row["sub_event"], row["sub_event_armed"]} - {""} <= known
        assert bool(row["event_armed"]) == bool(row["sub_event_armed"])
        if aligned[row["id"]]:
            assert row["sub_event"] in aligned[row["id"]]


def test_the_document_describes_every_column_in_order() -> None:
    section = DOCUMENT.read_text(encoding="utf-8").partition("\n## csv")[2].partition("\n## ")[0]
    described = [
        name
        for line in re.findall(r"^\| (`.*?) \|", section, flags=re.MULTILINE)
        for name in re.findall(r"`(\w+)`", line)
    ]
    assert tuple(described) == COLUMNS


def shooting(kinds: tuple[str, ...]) -> Extraction:
    """The attack of the first article as a shooting at targets of these kinds (two at most)."""
    extraction = base_extraction()
    attack = extraction.events[0]
    left = [concept_iri(Vocabulary.TARGET_KIND, kind) for kind in kinds]
    arguments = tuple(
        replace(one, kind=left.pop(0)) if one.role is Role.TARGET and left else one for one in attack.arguments
    )
    return replace(extraction, events=(replace(attack, attack_type="Shooting", arguments=arguments),), relations=())


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        ((), ("Violence against civilians", "Attack")),
        (("soldiers",), ("Battles", "Armed clash")),
        (("civilians",), ("Violence against civilians", "Attack")),
        (("civilians", "soldiers"), ("Violence against civilians", "Attack")),
    ],
)
def test_a_shooting_is_named_by_whom_it_hits(kinds: tuple[str, ...], expected: tuple[str, str]) -> None:
    row = rows(store_of(quads_of(shooting(kinds))))[ROCKETS]
    assert (row["event_type"], row["sub_event_type"]) == expected
    assert row["target_kind"] == "; ".join(kinds)
