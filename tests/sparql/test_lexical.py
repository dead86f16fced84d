from __future__ import annotations

import pytest

from builder.sparql.lexical import changes_something, graphs_of_from, names_graphs, without_comments


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("ASK {} # all", "ASK {} "),
        ("# a\n# b\nASK {}", "\n\nASK {}"),
        ("ASK { <x:#a> <x:b> '#c' }", "ASK { <x:#a> <x:b> '#c' }"),
        ('ASK { ?s ?p """a "quoted" # b""" } #c', 'ASK { ?s ?p """a "quoted" # b""" } '),
        (r"ASK { ?s ?p 'it\'s # b' } #c", r"ASK { ?s ?p 'it\'s # b' } "),
        ("ASK { FILTER (1 < 2) } # c > 1", "ASK { FILTER (1 < 2) } "),
    ],
)
def test_comments_are_taken_out(text: str, left: str) -> None:
    assert without_comments(text) == left


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * FROM <x:g> { ?s ?p ?o }",
        "select * from named <x:g> { ?s ?p ?o }",
        "PREFIX x: <x:> ASK FROM x:g {}",
        "ASK FROM # where\n <x:g> {}",
        "ASK FROM :g {}",
        "PREFIX : <x:> ASK FROM:g {}",
        "PREFIX : <x:> SELECT (1 AS ?x)FROM NAMED:g {}",
        "PREFIX a: <x:> SELECT * FROMa:g {}",
        "PREFIX a: <x:> SELECT * FROM NAMEDa:g {}",
        "PREFIX from: <x:> SELECT * FROM from:g {}",
        "ASK FROM <x:\\u0067#g> {}",
        "CONSTRUCT { ?s ?p ?o }FROM<x:g>{ ?s ?p ?o }",
        "DESCRIBE <x:from> FROM<x:g>",
    ],
)
def test_graphs_are_named(text: str) -> None:
    assert names_graphs(text)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?from <x:from> ?o }",
        "# FROM <x:g>\nASK {}",
        "ASK { ?s ?p 'FROM <x:g>' }",
        "PREFIX from: <x:> ASK { ?s from:x ?o }",
        "PREFIX x: <x:> ASK { x:from x:a <x:b> }",
        "PREFIX from: <x:> ASK { ?s from:x ?o ; <x:a>from:y ?z }",
        "PREFIX from: <x:> SELECT (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY from:x(?s)",
        "PREFIX from: <x:> DESCRIBE from:x",
        "ASK { <x:a/from> ?from:x 1 }",
    ],
)
def test_graphs_are_not_named(text: str) -> None:
    assert not names_graphs(text)


@pytest.mark.parametrize(
    ("text", "graphs"),
    [
        ("PREFIX : <x:> ASK FROM:g FROM NAMED:h {}", ["x:g", "x:h"]),
        ("PREFIX:<x:>ASK FROM:g{}", ["x:g"]),
        ("PREFIX named: <x:> PREFIX : <y:> ASK FROM named:g {}", ["x:g"]),
        ("PREFIX a: <x:> ASK FROMa:g.h FROM NAMEDa:h {}", ["x:g.h", "x:h"]),
        ("PREFIX a: <x:> ASK FROM a:g\\,h {}", ["x:g,h"]),
        ("ASK FROM <http://h/\\u0067> FROM <http://h/\\U00000067#g> {}", ["http://h/g", "http://h/g#g"]),
        ("ASK FROM <g> {}", ["http://base/g"]),
        ("BASE <http://own/a> ASK FROM <g> FROM <x:g> {}", ["http://own/g", "x:g"]),
        ("PREFIX from: <x:> SELECT * FROM from:g { ?s from:p ?o }", ["x:g"]),
    ],
)
def test_names_of_graphs(text: str, graphs: list[str]) -> None:
    assert graphs_of_from(text, "http://base/a") == graphs


@pytest.mark.parametrize(
    "text",
    [
        "INSERT DATA { <a:a> <a:b> 1 }",
        'DEFINE sql:select "x" INSERT { ?s ?p ?o } WHERE { ?s ?p ?o }',
        "PREFIX select: <a:> drop\nALL",
        "SELECT * { ?s ?p ?o } ; CLEAR ALL",
        "PREFIX : <a:> SELECT * {} ; LOAD :x",
        "SELECT * {} ; \\u0049NSERT DATA {}",
        "WITH <a:g> DELETE{?s ?p ?o}WHERE{?s ?p ?o}",
    ],
)
def test_updates_are_known_by_their_words(text: str) -> None:
    assert changes_something(text)


@pytest.mark.parametrize(
    "text",
    [
        "PREFIX add: <a:add#> SELECT ?insert $delete { ?insert add:load ?delete ; a:drop 'clear' } # move",
        'SELECT * { ?s <a:INSERT> "copy"@add, """x DROP y""" FILTER (?insertion > 1) }',
        "PREFIX my-add: <a:> SELECT * { my-add:x my-add:clear.create ?o }",
    ],
)
def test_words_of_queries_are_no_updates(text: str) -> None:
    assert not changes_something(text)
