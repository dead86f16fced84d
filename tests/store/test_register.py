from __future__ import annotations

from pathlib import Path

from builder.articles.rejection import Rejection
from builder.store.register import register, rejections, unregister
from builder.store.store import Store

BAD = Rejection("in/bad.jsonl", 7, "no text")
FILE = Rejection("in/سيئ.txt", None, 'unknown encoding: "save it" as UTF-8')


def test_rejections_come_back_sorted(tmp_path: Path) -> None:
    with Store.open_writer(tmp_path) as store:
        later = Rejection("in/bad.jsonl", 10, "no text")
        for rejection in (later, FILE, BAD):
            assert register(store, rejection)
        assert rejections(store) == (BAD, later, FILE)


def test_the_same_rejection_is_no_change(tmp_path: Path) -> None:
    with Store.open_writer(tmp_path) as store:
        register(store, BAD)
        assert not register(store, BAD)


def test_an_input_has_one_reason(tmp_path: Path) -> None:
    with Store.open_writer(tmp_path) as store:
        register(store, BAD)
        changed = Rejection(BAD.source, BAD.line, "not Arabic")
        assert register(store, changed)
        assert rejections(store) == (changed,)


def test_the_outdated_are_removed_whole(tmp_path: Path) -> None:
    with Store.open_writer(tmp_path) as store:
        register(store, BAD)
        register(store, FILE)
        assert unregister(store, lambda rejection: rejection == BAD)
        assert rejections(store) == (FILE,)
        assert not unregister(store, lambda rejection: rejection == BAD)
        assert unregister(store, lambda rejection: True)
        assert list(store.rdf) == []
