"""The description of the HTTP interface as OpenAPI 3.1, made from the catalogue of named queries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from builder.derived.kinds import SearchKind
from builder.derived.wanted import LONGEST, MOST
from builder.endpoint.binding import IRI, LONGEST_VALUE
from builder.endpoint.negotiation import GRAPHS, ROWS, Media
from builder.endpoint.problems import PROBLEM_TYPE
from builder.endpoint.protocol import DIRECT, FORM
from builder.endpoint.search import DEFAULT_LIMIT
from builder.endpoint.words import LANGUAGES, Words
from builder.graph.iris import ID
from builder.sparql.catalogue import Query
from builder.sparql.parameters import Parameter, ParameterType
from builder.store.stamps import rasd_version

DESCRIBING: Final = (Media.TURTLE, Media.JSON_LD, Media.N_TRIPLES, Media.TRIG, Media.N_QUADS)
"""The formats, beside HTML, of the descriptions of things."""

_Json = dict[str, object]

_LARGEST = 10**18 - 1  # what builder.endpoint.binding takes
_EXAMPLES: Mapping[ParameterType, object] = {
    ParameterType.DATE: "2024-05-06",
    ParameterType.IRI: f"{ID}attack/0123456789abcdef",
    ParameterType.INTEGER: 12,
    ParameterType.DECIMAL: 0.5,
    ParameterType.BOOLEAN: True,
}
_SCHEMAS: Mapping[ParameterType, _Json] = {
    ParameterType.STRING: {"type": "string", "maxLength": LONGEST_VALUE},
    ParameterType.IRI: {"type": "string", "format": "iri", "maxLength": LONGEST_VALUE, "pattern": f"^({IRI})$"},
    ParameterType.INTEGER: {"type": "integer", "minimum": -_LARGEST, "maximum": _LARGEST},
    ParameterType.DECIMAL: {"type": "number"},
    ParameterType.DATE: {"type": "string", "format": "date"},
    ParameterType.BOOLEAN: {"type": "boolean"},
}
_PROBLEMS = {
    "400": "A parameter is unknown, repeated, missing, too long or not of its type, or the query is wrong",
    "401": "The server wants a token",
    "404": "There is nothing of this name",
    "406": "The client takes none of the formats",
    "429": "Too many requests; Retry-After says when to come again",
    "500": "The answer is larger than the server allows, or the store cannot be read",
    "503": "The query took too long or too much memory, the server is busy (then with Retry-After), or the store has "
    "no index of names",
}


def document(queries: Iterable[tuple[Query, Sequence[str], Mapping[str, Media]]], server: str) -> _Json:
    """The OpenAPI document; *queries* come with their columns and formats, *server* is the address it is served at."""
    listed = list(queries)
    paths: _Json = {"/api/queries": {"get": _catalogue()}}
    for query, columns, formats in listed:
        paths[f"/api/queries/{query.name}"] = {"get": _operation(query, columns, formats)}
    paths["/api/queries/{name}.rq"] = {"get": _text([query.name for query, _, _ in listed])}
    paths["/api/search"] = {"get": _search()}
    paths["/sparql"] = {"get": _sparql_get(), "post": _sparql_post()}
    paths["/id/{kind}/{name}"] = {"get": _thing()}
    paths["/ontology"] = {"get": _ontology()}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "rasd",
            "summary": "Armed attacks in Arabic news, as a graph that answers questions",
            "description": "Read-only. Answers carry an ETag; a client that sends it as If-None-Match gets 304 as long "
            "as the store is the same. The suffixes .json, .csv, .tsv, .xml and .geojson choose the format of a named "
            "query's answer instead of the Accept header.",
            "version": rasd_version(),
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": server}],
        "tags": [
            {"name": "queries", "description": "Named queries"},
            {"name": "search", "description": "Searches by name"},
            {"name": "sparql", "description": "SPARQL 1.1 Protocol"},
            {"name": "things", "description": "What an IRI of the graph stands for"},
        ],
        "paths": paths,
        "components": {"schemas": _schemas(), "responses": _problem_responses()},
    }


def _operation(query: Query, columns: Sequence[str], formats: Mapping[str, Media]) -> _Json:
    return {
        "operationId": query.name,
        "tags": ["queries"],
        "summary": query.title_en,
        "description": f"{query.title_ar}\n\n{query.meaning}",
        "x-title": {"ar": query.title_ar, "en": query.title_en},
        "parameters": [_parameter(parameter) for parameter in query.parameters],
        "responses": {
            "200": {
                "description": f"Columns: {', '.join(columns)}",
                "content": {media.value: _content(media, columns) for media in formats.values()},
            },
            "304": {"description": "The client has the answer already"},
            **_problems("400", "401", "406", "429", "500", "503"),
        },
    }


def _parameter(parameter: Parameter) -> _Json:
    schema = dict(_SCHEMAS[parameter.type])
    if parameter.default is not None:
        schema["default"] = _typed(parameter.type, parameter.default)
    words = Words("en").get(f"example.{parameter.name}")
    example = words if parameter.type is ParameterType.STRING else _EXAMPLES[parameter.type]
    described: _Json = {
        "name": parameter.name,
        "in": "query",
        "required": parameter.required,
        "description": parameter.meaning,
        "schema": schema,
        "x-label": {language: Words(language).label(parameter.name) for language in LANGUAGES},
    }
    return described if example is None else {**described, "example": example}


def _typed(kind: ParameterType, text: str) -> object:
    """A default as JSON has it."""
    match kind:
        case ParameterType.INTEGER:
            return int(text)
        case ParameterType.DECIMAL:
            return float(text)
        case ParameterType.BOOLEAN:
            return text == "true"
    return text


def _content(media: Media, columns: Sequence[str]) -> _Json:
    if media is Media.JSON:
        head = {"properties": {"head": {"properties": {"vars": {"const": list(columns)}}}}}
        return {"schema": {"allOf": [_reference("schemas", "Results"), head]}}
    if media is Media.GEOJSON:
        return {"schema": _reference("schemas", "FeatureCollection")}
    if media is Media.CSV:
        return {"schema": {"type": "string"}, "example": ",".join(columns) + "\r\n"}
    return {"schema": {"type": "string"}}


def _catalogue() -> _Json:
    return {
        "operationId": "list-queries",
        "tags": ["queries"],
        "summary": "The named queries with their parameters and columns",
        "responses": {
            "200": {
                "description": "The catalogue",
                "content": {"application/json": {"schema": _reference("schemas", "Catalogue")}},
            },
            **_problems("401", "406", "429"),
        },
    }


def _text(names: list[str]) -> _Json:
    return {
        "operationId": "text-of-query",
        "tags": ["queries"],
        "summary": "The text of a named query",
        "parameters": [{"name": "name", "in": "path", "required": True, "schema": {"enum": names}}],
        "responses": {
            "200": {"description": "SPARQL", "content": {DIRECT: {"schema": {"type": "string"}}}},
            **_problems("401", "404", "429"),
        },
    }


def _search() -> _Json:
    described: dict[str, tuple[str, _Json, object]] = {
        "q": (
            "What is looked for, in any spelling",
            {"type": "string", "minLength": 1, "maxLength": LONGEST},
            "الموصل",
        ),
        "kind": ("Only things of this kind", {"enum": [kind.value for kind in SearchKind]}, SearchKind.PLACE.value),
        "limit": (
            "How many results there are at most",
            {"type": "integer", "minimum": 1, "maximum": MOST, "default": DEFAULT_LIMIT},
            10,
        ),
    }
    return {
        "operationId": "search",
        "tags": ["search"],
        "summary": "Find actors, places, outlets, articles and attacks by name",
        "description": "Every word must begin a word of a name, with or without the article, or have its consonants "
        "(Mosul, Mosoul, الموصل); where nothing is found, one letter of a long word may be wrong. The best comes "
        "first: a name that is just what was asked for, then what is rarer and more reported.",
        "parameters": [
            {
                "name": name,
                "in": "query",
                "required": name == "q",
                "description": text,
                "schema": schema,
                "example": example,
            }
            for name, (text, schema, example) in described.items()
        ],
        "responses": {
            "200": {
                "description": "What was found",
                "content": {"application/json": {"schema": _reference("schemas", "Found")}},
            },
            "304": {"description": "The client has the answer already"},
            **_problems("400", "401", "429", "500", "503"),
        },
    }


def _sparql_get() -> _Json:
    query = {"name": "query", "in": "query", "required": True, "schema": {"type": "string"}}
    graphs = [
        {"name": name, "in": "query", "schema": {"type": "array", "items": {"type": "string", "format": "iri"}}}
        for name in ("default-graph-uri", "named-graph-uri")
    ]
    return {
        "operationId": "sparql-get",
        "tags": ["sparql"],
        "summary": "Ask a SPARQL 1.1 query",
        "parameters": [query, *graphs],
        "responses": _sparql_responses(),
    }


def _sparql_post() -> _Json:
    form = {"type": "object", "required": ["query"], "properties": {"query": {"type": "string"}}}
    return {
        "operationId": "sparql-post",
        "tags": ["sparql"],
        "summary": "Ask a SPARQL 1.1 query that is too long for an address",
        "requestBody": {
            "required": True,
            "content": {DIRECT: {"schema": {"type": "string"}}, FORM: {"schema": form}},
        },
        "responses": _sparql_responses(),
    }


def _sparql_responses() -> _Json:
    formats: _Json = {media.value: {} for media in (*ROWS, *GRAPHS)}
    return {
        "200": {"description": "Rows, yes or no, or triples", "content": formats},
        "304": {"description": "The client has the answer already"},
        **_problems("400", "401", "406", "429", "500", "503"),
    }


def _thing() -> _Json:
    formats: _Json = {media.value: {} for media in (*DESCRIBING, Media.HTML)}
    return {
        "operationId": "thing",
        "tags": ["things"],
        "summary": f"What the graph says about {ID}{{kind}}/{{name}}",
        "parameters": [
            {"name": "kind", "in": "path", "required": True, "schema": {"type": "string"}, "example": "place"},
            {"name": "name", "in": "path", "required": True, "schema": {"type": "string"}, "example": "iraq"},
            {
                "name": "format",
                "in": "query",
                "description": "The format, instead of the Accept header",
                "schema": {"enum": ["turtle", "jsonld", "ntriples", "trig", "nquads", "html"]},
            },
        ],
        "responses": {
            "200": {"description": "Its statements, those of its fragments, and some about it", "content": formats},
            "304": {"description": "The client has the description already"},
            **_problems("400", "401", "404", "406", "429", "500", "503"),
        },
    }


def _ontology() -> _Json:
    formats: _Json = {media.value: {} for media in (Media.TURTLE, Media.JSON_LD, Media.N_TRIPLES, Media.HTML)}
    return {
        "operationId": "ontology",
        "tags": ["things"],
        "summary": "The ontology",
        "responses": {"200": {"description": "Its terms", "content": formats}, **_problems("401", "406", "429")},
    }


def _problems(*statuses: str) -> _Json:
    return {status: _reference("responses", f"Problem{status}") for status in statuses}


def _problem_responses() -> _Json:
    content = {PROBLEM_TYPE: {"schema": _reference("schemas", "Problem")}}
    return {f"Problem{status}": {"description": text, "content": content} for status, text in _PROBLEMS.items()}


def _reference(kind: str, name: str) -> _Json:
    return {"$ref": f"#/components/{kind}/{name}"}


def _schemas() -> _Json:
    text: _Json = {"type": "string"}
    both = {"type": "object", "required": ["ar", "en"], "properties": {"ar": text, "en": text}}
    return {
        "Problem": {
            "description": "RFC 9457",
            "type": "object",
            "required": ["title", "status", "detail"],
            "properties": {"title": text, "status": {"type": "integer"}, "detail": text},
        },
        "Results": {
            "description": "SPARQL 1.1 Query Results JSON Format",
            "type": "object",
            "required": ["head", "results"],
            "properties": {
                "head": {"type": "object", "properties": {"vars": {"type": "array", "items": text}}},
                "results": {
                    "type": "object",
                    "required": ["bindings"],
                    "properties": {
                        "bindings": {"type": "array", "items": {"additionalProperties": _reference("schemas", "Term")}}
                    },
                },
            },
        },
        "Term": {
            "type": "object",
            "required": ["type", "value"],
            "properties": {
                "type": {"enum": ["uri", "literal", "bnode", "triple"]},
                "value": {},
                "datatype": text,
                "xml:lang": text,
            },
        },
        "Found": {
            "type": "object",
            "required": ["results"],
            "properties": {
                "results": {
                    "type": "array",
                    "maxItems": MOST,
                    "items": {
                        "type": "object",
                        "required": ["iri", "kind", "label", "score"],
                        "properties": {
                            "iri": {"type": "string", "format": "iri"},
                            "kind": {"enum": [kind.value for kind in SearchKind]},
                            "label": {**both, "description": "en is empty where there is no English name"},
                            "score": {"type": "number", "description": "Means nothing beside one of another search"},
                        },
                    },
                }
            },
        },
        "FeatureCollection": {
            "description": "RFC 7946; a geometry is null where nobody knows how far off a point would be",
            "type": "object",
            "required": ["type", "features"],
            "properties": {
                "type": {"const": "FeatureCollection"},
                "features": {"type": "array", "items": _reference("schemas", "Feature")},
            },
        },
        "Feature": {
            "type": "object",
            "required": ["type", "geometry", "properties"],
            "properties": {
                "type": {"const": "Feature"},
                "geometry": {
                    "type": ["object", "null"],
                    "required": ["type", "coordinates"],
                    "properties": {
                        "type": {"const": "Point"},
                        "coordinates": {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2},
                    },
                },
                "properties": {
                    "type": "object",
                    "required": ["uncertainty_km"],
                    "properties": {"uncertainty_km": {"type": ["number", "null"]}},
                },
            },
        },
        "Catalogue": {
            "type": "object",
            "required": ["queries"],
            "properties": {
                "queries": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "required": ["name", "title", "meaning", "parameters", "columns", "links"],
                        "properties": {
                            "name": text,
                            "title": both,
                            "meaning": text,
                            "parameters": {
                                "type": "array",
                                "items": {
                                    "type": "object",
                                    "required": ["name", "type", "label", "required", "default", "meaning"],
                                    "properties": {
                                        "name": text,
                                        "type": {"enum": [kind.value for kind in ParameterType]},
                                        "label": both,
                                        "required": {"type": "boolean"},
                                        "default": {"type": ["string", "null"]},
                                        "meaning": text,
                                    },
                                },
                            },
                            "columns": {"type": "array", "items": text},
                            "links": {"type": "object", "additionalProperties": text},
                        },
                    },
                }
            },
        },
    }
