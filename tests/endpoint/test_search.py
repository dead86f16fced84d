"""``/api/search``: what it finds, and what it refuses."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest

from builder.derived.wanted import LONGEST, MOST
from builder.store.seals import DERIVED
from builder.store.snapshots import current_snapshot
from tests.endpoint.conftest import LIMITS, Endpoint, running
from tests.invented import BRIGADES, invented_store, write_store


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return invented_store(tmp_path_factory.mktemp("invented") / "store")


@pytest.fixture(scope="module")
def served(path: Path) -> Iterator[Endpoint]:
    with running(path, LIMITS) as endpoint:
        yield endpoint


def address(**values: str) -> str:
    return f"/api/search?{urlencode(values)}"


def test_a_search_tells_what_was_found(served: Endpoint) -> None:
    reply = served.send("GET", address(q="raya brigade"))
    assert (reply.status, reply.headers["Content-Type"]) == (200, "application/json")
    first, *_ = json.loads(reply.body)["results"]
    assert set(first) == {"iri", "kind", "label", "score"}
    assert (first["iri"], first["kind"]) == (BRIGADES.iri, "actor")
    assert first["label"] == {"ar": BRIGADES.label_ar, "en": BRIGADES.label_en}


def test_kind_and_limit(served: Endpoint) -> None:
    found = json.loads(served.send("GET", address(q="ال", kind="article", limit="2")).body)["results"]
    assert [one["kind"] for one in found] == ["article", "article"]
    everything = json.loads(served.send("GET", address(q="ال", limit=str(MOST), kind="")).body)["results"]
    assert {"actor", "place", "article", "attack"} <= {one["kind"] for one in everything}
    assert json.loads(served.send("GET", address(q="لا شيء هنا")).body) == {"results": []}


def test_an_answer_has_a_tag_of_the_store(served: Endpoint) -> None:
    first = served.send("GET", address(q="raya"))
    again = served.send("GET", address(q="raya"), headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status, again.body) == (304, b"")
    assert served.send("GET", address(q="dawn")).headers["ETag"] != first.headers["ETag"]
    assert served.send("GET", address(q="raya", limit="3")).headers["ETag"] != first.headers["ETag"]
    assert served.send("HEAD", address(q="raya")).status == 200


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("", "nothing to look for"),
        ("q=", "nothing to look for"),
        ("q=%20%09", "nothing to look for"),
        ("q=a&q=b", "q is given twice"),
        ("q=a&kind=actor&kind=place", "kind is given twice"),
        ("q=a&kind=weapon", "kind is one of actor, place, source, article, attack"),
        ("q=a&limit=0", "from 1 to 100"),
        ("q=a&limit=101", "from 1 to 100"),
        ("q=a&limit=-1", "from 1 to 100"),
        ("q=a&limit=1e1", "from 1 to 100"),
        (f"q=a&limit={quote('٣')}", "from 1 to 100"),
        ("q=a&limit=" + "9" * 5000, "from 1 to 100"),
        ("q=a&order=x", "no parameter 'order'"),
        (f"q={'a' * (LONGEST + 1)}", "longer than 200 characters"),
        ("q=%ff", "no UTF-8"),
        ("q=%zz", "percent sign"),
    ],
)
def test_what_is_no_search_is_refused(query: str, told: str, served: Endpoint) -> None:
    reply = served.send("GET", f"/api/search?{query}")
    assert reply.status == 400
    assert told in reply.detail


@pytest.mark.parametrize(
    "text",
    [
        '"',
        '" OR "',
        "name:raya",
        "raya*",
        "NEAR(a b)",
        "a AND NOT b",
        "'; DROP TABLE thing; --",
        "{name}:x",
        "\0",
        "ـ" * 200,
    ],
)
def test_no_text_is_syntax(text: str, served: Endpoint) -> None:
    reply = served.send("GET", address(q=text))
    assert reply.status == 200
    json.loads(reply.body)


def test_other_methods_are_refused(served: Endpoint) -> None:
    assert served.send("POST", address(q="raya"), b"q=raya").status == 405


def test_a_token_is_asked_for_here_too(path: Path) -> None:
    with running(path, LIMITS, token="secret") as endpoint:
        assert endpoint.send("GET", address(q="raya")).status == 401
        assert endpoint.send("GET", address(q="raya"), headers={"Authorization": "Bearer secret"}).status == 200


def test_a_store_without_an_index_says_so_until_a_build_makes_one(tmp_path: Path) -> None:
    store = invented_store(tmp_path / "store")
    snapshot = current_snapshot(store)
    assert snapshot is not None
    (snapshot / DERIVED).unlink()
    with running(store, LIMITS) as endpoint:
        reply = endpoint.send("GET", address(q="raya"))
        assert reply.status == 503
        assert "rasd build makes it" in reply.detail
        assert endpoint.get("ASK {}").status == 200
        write_store(store, [])
        assert json.loads(endpoint.send("GET", address(q="raya")).body)["results"]
