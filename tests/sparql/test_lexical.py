from __future__ import annotations

import pytest

from builder.sparql.lexical import names_graphs, without_comments


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
