"""What the endpoint says about itself and its data: SPARQL Service Description, VoID and DCAT."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path

import pyoxigraph as ox

from builder.endpoint.negotiation import Choice, Media
from builder.endpoint.pool import Pool
from builder.endpoint.problems import AbortedError, ProblemError
from builder.endpoint.protocol import Question
from builder.endpoint.versions import Version
from builder.endpoint.worker import GRAPH_FORMATS
from builder.graph.iris import ID
from builder.vocabulary import DCTERMS, ONTOLOGY, PREFIXES, XSD, External

_SD = "http://www.w3.org/ns/sparql-service-description#"
_VOID = "http://rdfs.org/ns/void#"
_DCAT = "http://www.w3.org/ns/dcat#"
_FORMATS = "http://www.w3.org/ns/formats/"
_PREFIXES = {**PREFIXES, "sd": _SD, "void": _VOID, "dcat": _DCAT, "formats": _FORMATS}
_RESULT_FORMATS = (
    "SPARQL_Results_JSON",
    "SPARQL_Results_XML",
    "SPARQL_Results_CSV",
    "SPARQL_Results_TSV",
    "Turtle",
    "N-Triples",
    "JSON-LD",
    "TriG",
    "N-Quads",
    "RDF_XML",
)
_COUNTS = Path(__file__).with_name("queries") / "counts.rq"
_TITLE = (("Armed attacks in Arabic news", "en"), ("الهجمات المسلحة في الأخبار العربية", "ar"))
_A = ox.NamedNode(External.RDF_TYPE)
_Object = ox.NamedNode | ox.BlankNode | ox.Literal


@dataclass(frozen=True, slots=True)
class Counts:
    """How much a snapshot holds. ``classes`` has the instances of each class, by its IRI."""

    triples: int
    graphs: int
    classes: Mapping[str, int]


class Description:
    """Describes the endpoint; the counts are asked for once for each snapshot."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._counting: tuple[Version, asyncio.Task[Counts | None]] | None = None

    async def body(self, address: str, media: Media) -> bytes:
        """The description of the endpoint whose root is *address*, which ends with a slash.

        Where the counts cannot be had within the limits of a query, they are left out.

        :raises ProblemError: 400 if the address is no IRI.
        """
        version = self._pool.version()
        if self._counting is None or self._counting[0] != version or _failed(self._counting[1]):
            self._counting = (version, asyncio.create_task(self._count()))
        counts = await asyncio.shield(self._counting[1])
        try:
            triples = list(_triples(address, version, counts))
        except ValueError as error:
            raise ProblemError(HTTPStatus.BAD_REQUEST, "the Host header is no name of a host") from error
        return ox.serialize(triples, format=GRAPH_FORMATS[media], prefixes=_PREFIXES) or b""

    async def _count(self) -> Counts | None:
        """None if the query does not end, or there is no place for it."""
        question = Question(_COUNTS.read_text(encoding="utf-8"))
        try:
            async with self._pool.ask(question, Choice(Media.JSON, None)) as answer:
                body = b"".join([chunk async for chunk in answer.chunks()])
        except (ProblemError, AbortedError):
            return None
        numbers: dict[str, int] = {}
        classes: dict[str, int] = {}
        for row in json.loads(body)["results"]["bindings"]:
            count = int(row["count"]["value"])
            if row["what"]["value"] == "class":
                classes[row["class"]["value"]] = count
            else:
                numbers[row["what"]["value"]] = count
        return Counts(numbers["triples"], numbers["graphs"], classes)


def _failed(task: asyncio.Task[Counts | None]) -> bool:
    return task.done() and (task.cancelled() or task.exception() is not None or task.result() is None)


def _triples(address: str, version: Version, counts: Counts | None) -> Iterator[ox.Triple]:
    endpoint = ox.NamedNode(f"{address}sparql")
    dataset = ox.NamedNode(f"{address}.well-known/void#dataset")
    service, access = ox.NamedNode(f"{endpoint.value}#service"), ox.NamedNode(f"{endpoint.value}#access")
    facts: list[tuple[ox.NamedNode | ox.BlankNode, str, _Object]] = [
        (service, _SD + "endpoint", endpoint),
        (service, _SD + "supportedLanguage", ox.NamedNode(_SD + "SPARQL11Query")),
        (service, _SD + "feature", ox.NamedNode(_SD + "UnionDefaultGraph")),
        (service, _SD + "defaultDataset", dataset),
        *((service, _SD + "resultFormat", ox.NamedNode(_FORMATS + name)) for name in _RESULT_FORMATS),
        *((dataset, DCTERMS + "title", ox.Literal(text, language=tag)) for text, tag in _TITLE),
        (dataset, DCTERMS + "modified", _moment(version)),
        (dataset, DCTERMS + "conformsTo", ox.NamedNode(ONTOLOGY)),
        (dataset, _VOID + "vocabulary", ox.NamedNode(ONTOLOGY)),
        (dataset, _VOID + "uriSpace", ox.Literal(ID)),
        (dataset, _VOID + "sparqlEndpoint", endpoint),
        (dataset, _DCAT + "distribution", access),
        (access, _DCAT + "accessURL", endpoint),
        (access, _DCAT + "accessService", service),
        (service, _DCAT + "endpointURL", endpoint),
        (service, _DCAT + "servesDataset", dataset),
    ]
    types = {
        service: (_SD + "Service", _DCAT + "DataService"),
        dataset: (_VOID + "Dataset", _DCAT + "Dataset", _SD + "Dataset"),
        access: (_DCAT + "Distribution",),
    }
    for subject, classes in types.items():
        yield from (ox.Triple(subject, _A, ox.NamedNode(name)) for name in classes)
    yield from (ox.Triple(subject, ox.NamedNode(predicate), value) for subject, predicate, value in facts)
    if counts is not None:
        yield from _sizes(dataset, counts)


def _sizes(dataset: ox.NamedNode, counts: Counts) -> Iterator[ox.Triple]:
    default = ox.BlankNode("default")
    articles = counts.classes.get(External.SCHEMA_NEWS_ARTICLE, 0)
    yield ox.Triple(dataset, ox.NamedNode(_SD + "defaultGraph"), default)
    yield ox.Triple(default, _A, ox.NamedNode(_SD + "Graph"))
    yield ox.Triple(default, ox.NamedNode(_VOID + "triples"), _integer(counts.triples))
    yield ox.Triple(dataset, ox.NamedNode(_VOID + "triples"), _integer(counts.triples))
    yield ox.Triple(dataset, ox.NamedNode(_VOID + "documents"), _integer(articles))
    yield ox.Triple(dataset, ox.NamedNode(_VOID + "classes"), _integer(len(counts.classes)))
    yield ox.Triple(dataset, ox.NamedNode(DCTERMS + "extent"), ox.Literal(f"{counts.graphs} graphs", language="en"))
    for number, (name, entities) in enumerate(sorted(counts.classes.items())):
        part = ox.BlankNode(f"class{number}")
        yield ox.Triple(dataset, ox.NamedNode(_VOID + "classPartition"), part)
        yield ox.Triple(part, ox.NamedNode(_VOID + "class"), ox.NamedNode(name))
        yield ox.Triple(part, ox.NamedNode(_VOID + "entities"), _integer(entities))


def _integer(value: int) -> ox.Literal:
    return ox.Literal(str(value), datatype=ox.NamedNode(XSD + "integer"))


def _moment(version: Version) -> ox.Literal:
    """When the snapshot was published, to the second."""
    then = datetime.fromtimestamp(version.published // 10**9, tz=UTC)
    return ox.Literal(then.strftime("%Y-%m-%dT%H:%M:%SZ"), datatype=ox.NamedNode(XSD + "dateTime"))
