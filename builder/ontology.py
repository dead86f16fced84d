"""The ontology as Python sees it: the kinds of attack, labels, and what a reasoner finds.

owlready2 takes a third of a second to import and is needed by few commands, so it is imported where it is used.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import redirect_stderr
from dataclasses import dataclass
from functools import cache
from io import BytesIO, StringIO
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING
from typing import Literal as OneOf

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from builder.errors import RunError
from builder.resources import data_dir
from builder.vocabulary import RASD, RDFS, SKOS, Class

if TYPE_CHECKING:
    from owlready2 import Ontology
    from rdflib import Graph

Language = OneOf["ar", "en"]


class InconsistentOntologyError(RunError):
    """The statements contradict each other: no world can be as they say."""


@dataclass(frozen=True, slots=True)
class AttackType:
    """A kind of attack; ``name`` is the local name, ``parents`` those of the next wider kinds (none for ``Attack``)."""

    name: str
    parents: tuple[str, ...]
    label_ar: str
    label_en: str


def ontology_path() -> Path:
    """Where the ontology's Turtle file is."""
    return data_dir("ontology") / "rasd.ttl"


@cache
def load_ontology() -> Ontology:
    """The ontology in an owlready2 world of its own.

    owlready2 keeps one Python object for an IRI, so of a term that is both a class (or property) and an individual
    only the first use is loaded. It reads no Turtle: rdflib turns the file into N-Triples.
    """
    from rdflib import OWL, RDF, Graph

    graph = Graph().parse(ontology_path())
    kinds = {OWL.Class, OWL.ObjectProperty}
    for subject in {subject for kind in kinds for subject in graph.subjects(RDF.type, kind)}:
        for type_ in set(graph.objects(subject, RDF.type)):
            if type_ == OWL.NamedIndividual or str(type_).startswith(RASD):
                graph.remove((subject, RDF.type, type_))
    return _load(graph)


@cache
def attack_types() -> tuple[AttackType, ...]:
    """The kinds of attack, ``Attack`` first, each after those that are wider than it, then by name."""
    root = load_ontology().world[Class.ATTACK]
    classes = root.descendants()
    types = {
        str(class_.name): AttackType(
            name=str(class_.name),
            parents=tuple(sorted(str(parent.name) for parent in class_.is_a if parent in classes)),
            label_ar=label(class_.iri, "ar"),
            label_en=label(class_.iri, "en"),
        )
        for class_ in classes
    }
    return tuple(sorted(types.values(), key=lambda type_: (len(_wider(type_.name, types)), type_.name)))


def is_subtype(narrow: str, wide: str) -> bool:
    """Whether every attack of the kind *narrow* is one of the kind *wide*; a kind is a subtype of itself.

    Kinds are given by their local names.

    :raises KeyError: if one of them is no kind of attack.
    """
    closure = _closure()
    if wide not in closure:
        raise KeyError(wide)
    return wide in closure[narrow]


def label(term: str, lang: Language) -> str:
    """The label of a term of the ontology, given by its IRI or its local name.

    :raises KeyError: if the ontology has no such term.
    """
    iri = term if term.startswith(RASD) else RASD + term
    return _labels()[iri, lang]


@cache
def term_labels() -> Mapping[str, Mapping[str, str]]:
    """The labels in the ontology and the vocabularies, by IRI and language, read without owlready2."""
    found: dict[str, dict[str, str]] = {}
    properties = (RDFS + "label", SKOS + "prefLabel")
    for name in ("rasd.ttl", "vocabularies.ttl"):
        for quad in parse(path=data_dir("ontology") / name, format=RdfFormat.TURTLE):
            subject, text = quad.subject, quad.object
            if quad.predicate.value in properties and isinstance(subject, NamedNode) and isinstance(text, Literal):
                found.setdefault(subject.value, {}).setdefault(text.language or "", text.value)
    return MappingProxyType(found)


def unsatisfiable_classes(graph: Graph) -> tuple[str, ...]:
    """The IRIs of the classes of *graph* that HermiT finds can have no instance, sorted.

    Takes about a second. HermiT knows the datatypes of OWL 2 only; literals of others (``xsd:date``) are left out of
    account.

    :raises InconsistentOntologyError: if the graph as a whole contradicts itself.
    :raises RunError: if there is no Java, or HermiT refuses the graph as no OWL 2 DL.
    """
    from owlready2 import Nothing, OwlReadyInconsistentOntologyError, OwlReadyJavaError, sync_reasoner_hermit

    # owlready2 complains of every property that is an individual too; HermiT reads the triples, not those objects.
    with redirect_stderr(StringIO()):
        world = _load(graph).world
    try:
        sync_reasoner_hermit(world, debug=0, ignore_unsupported_datatypes=True)
    except OwlReadyInconsistentOntologyError as error:
        raise InconsistentOntologyError("the ontology contradicts itself") from error
    except OwlReadyJavaError as error:
        raise RunError(f"HermiT refuses the ontology: {error}") from error
    except FileNotFoundError as error:
        raise RunError("HermiT needs Java: install a Java runtime and put java on the PATH") from error
    return tuple(sorted(str(class_.iri) for class_ in world.inconsistent_classes() if class_ is not Nothing))


def _load(graph: Graph) -> Ontology:
    from owlready2 import World

    triples = BytesIO(graph.serialize(format="nt", encoding="utf-8"))
    return World().get_ontology(RASD).load(fileobj=triples)


@cache
def _labels() -> Mapping[tuple[str, Language], str]:
    world = load_ontology().world
    entities = [*world.classes(), *world.properties(), *world.individuals()]
    languages: tuple[Language, ...] = ("ar", "en")
    return MappingProxyType(
        {
            (str(entity.iri), lang): str(text)
            for entity in entities
            for text in entity.label
            for lang in languages
            if text.lang == lang
        }
    )


@cache
def _closure() -> Mapping[str, frozenset[str]]:
    types = {type_.name: type_ for type_ in attack_types()}
    return MappingProxyType({name: _wider(name, types) for name in types})


def _wider(name: str, types: Mapping[str, AttackType]) -> frozenset[str]:
    """The kind itself and all kinds that are wider."""
    return frozenset({name}.union(*(_wider(parent, types) for parent in types[name].parents)))
