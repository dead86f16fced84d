from __future__ import annotations

import pytest

from builder.sparql.lexical import changes_something, names_graphs, without_comments


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
    ],
)
def test_graphs_are_not_named(text: str) -> None:
    assert not names_graphs(text)


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
