"""The OpenAPI document: valid, and true of a real server."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from builder.sparql.catalogue import catalogue
from tests.endpoint.served import Served, serving
from tests.invented import invented_store

Json = dict[str, Any]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(invented_store(tmp_path_factory.mktemp("invented") / "store")) as running:
        yield running


@pytest.fixture(scope="module")
def document(served: Served) -> Json:
    reply = served.get("/api/openapi.json")
    assert (reply.status, reply.media) == (200, "application/json")
    read: Json = json.loads(reply.body)
    return read


def operations(document: Json) -> Iterator[tuple[str, Json]]:
    for path, methods in document["paths"].items():
        if "get" in methods:
            yield path, methods["get"]


def test_the_document_is_valid_openapi(document: Json) -> None:
    assert document["openapi"].startswith("3.1")
    assert list(OpenAPIV31SpecValidator(document).iter_errors()) == []


def test_the_document_is_of_this_server(document: Json, served: Served) -> None:
    assert document["servers"] == [{"url": served.address}]


def test_every_query_is_a_path_with_its_parameters(document: Json) -> None:
    for query in catalogue():
        operation = document["paths"][f"/api/queries/{query.name}"]["get"]
        assert operation["summary"] == query.title_en
        assert operation["description"].startswith(query.title_ar)
        assert operation["x-title"] == {"ar": query.title_ar, "en": query.title_en}
        described = {one["name"]: one for one in operation["parameters"]}
        assert list(described) == [parameter.name for parameter in query.parameters]
        for parameter in query.parameters:
            one = described[parameter.name]
            assert one["required"] is parameter.required
            assert one["description"] == parameter.meaning
            assert one["x-label"]["ar"] != parameter.name  # a form has a word for it
            Draft202012Validator(one["schema"]).validate(one["example"])
            if parameter.default is not None:
                assert str(one["schema"]["default"]) == parameter.default


def test_operations_have_names_of_their_own(document: Json) -> None:
    names = [one["operationId"] for methods in document["paths"].values() for one in methods.values()]
    assert len(names) == len(set(names))


def test_the_examples_are_answered_as_described(document: Json, served: Served) -> None:
    for path, operation in operations(document):
        if not path.startswith("/api/queries/") or "{" in path:
            continue
        asked = f"{path}?{urlencode({one['name']: one['example'] for one in operation['parameters']})}"
        offered = operation["responses"]["200"]["content"]
        for media in offered:
            reply = served.get(asked, media)
            assert (reply.status, reply.media) == (200, media), asked
            if media.endswith("json"):
                schema = {**offered[media]["schema"], "components": document["components"]}
                Draft202012Validator(schema).validate(json.loads(reply.body))


def test_the_catalogue_is_as_described(document: Json, served: Served) -> None:
    schema = {"$ref": "#/components/schemas/Catalogue", "components": document["components"]}
    Draft202012Validator(schema).validate(json.loads(served.get("/api/queries", "application/json").body))


def test_geojson_is_as_described(document: Json, served: Served) -> None:
    schema = {"$ref": "#/components/schemas/FeatureCollection", "components": document["components"]}
    collection = json.loads(served.get("/api/queries/attack-places.geojson").body)
    assert collection["features"]
    Draft202012Validator(schema).validate(collection)


@pytest.mark.parametrize(
    ("path", "accept", "status"),
    [
        ("/api/queries/claims?nothing=1", "text/csv", "400"),
        ("/api/queries/nothing.rq", "*/*", "404"),
        ("/api/queries/claims", "image/png", "406"),
        ("/id/place/nothing", "text/turtle", "404"),
        ("/id/place/nothing?format=pdf", "*/*", "400"),
        ("/sparql?query=SELEKT", "*/*", "400"),
    ],
)
def test_errors_are_as_described(path: str, accept: str, status: str, document: Json, served: Served) -> None:
    reply = served.get(path, accept)
    assert str(reply.status) == status
    described = document["components"]["responses"][f"Problem{status}"]["content"]
    assert reply.media in described
    schema = {**described[reply.media]["schema"], "components": document["components"]}
    Draft202012Validator(schema).validate(json.loads(reply.body))
