"""Make docs/ontology.en.html and docs/ontology.ar.html from ontology/rasd.ttl.

Run it after a change of the ontology::

    PYTHONPATH=. python scripts/build_ontology_docs.py [FOLDER]

Topics are the numbered sections of the file, in its order. A class is shown with the properties that it is the domain
of, a scheme with its concepts. The same file gives the same pages, byte for byte. A section whose title has no Arabic
in TOPICS stops the script.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from builder.ontology import Language, ontology_path
from builder.vocabulary import ONTOLOGY, PREFIXES, RASD

DOCS = Path(__file__).parents[1] / "docs"
TEMPLATE = "ontology_page.html.jinja"

TOPICS: Final = {
    "Incidents": "الأحداث: ما وقع في العالم",
    "Kinds of attack": "أنواع الهجمات",
    "What one article says": "ما يقوله مقال واحد",
    "Claims": "الإفادات: من القائل",
    "Words of an article": "كلمات المقال",
    "Entities": "الكيانات: الأطراف والمصادر والأماكن والأسلحة والأهداف",
    "Across articles": "عبر المقالات: ما يُقرر ويُلاحظ ويُجمع من عدة مقالات",
    "The work itself": "عملية المعالجة نفسها",
    "Classes whose individuals are kinds, roles or coded values": "أصناف أفرادها أنواع أو أدوار أو قيم مرمّزة",
    "Roles": "الأدوار",
    "Derived by rules into the inferred graph": "ما تشتقه القواعد في الرسم البياني المشتق",
    "Properties of events and their mentions": "خصائص الأحداث ورواياتها",
    "Properties of arguments": "خصائص عناصر الأحداث",
    "Properties of claims": "خصائص الإفادات",
    "Properties of words": "خصائص الكلمات",
    "Properties of entities": "خصائص الكيانات",
    "Properties across articles": "خصائص ما يُجمع عبر المقالات",
    "Properties of articles and of rejected inputs": "خصائص المقالات والمدخلات المرفوضة",
    "Concepts": "المفاهيم ومنظوماتها",
}
WORDS: Final[dict[Language, dict[str, str]]] = {
    "en": {
        "contents": "Contents", "comma": ",", "deprecated": "Given up; kept so that old data can be read.",
        "wider": "Wider", "domain": "Of", "range": "Value", "inverse": "Inverse",
        "property": "Property", "concept": "Concept", "definition": "Definition",
        "version": "Version", "prior": "Version before", "namespace": "Namespace", "licence": "Licence",
        "creator": "Creator", "modified": "Changed",
    },
    "ar": {
        "contents": "المحتويات", "comma": "،", "deprecated": "متروك، ويبقى لتُقرأ به البيانات القديمة.",
        "wider": "الأعم", "domain": "لصنف", "range": "القيمة", "inverse": "العكس",
        "property": "الخاصية", "concept": "المفهوم", "definition": "التعريف",
        "version": "الإصدار", "prior": "الإصدار السابق", "namespace": "فضاء الأسماء", "licence": "الرخصة",
        "creator": "المنشئ", "modified": "آخر تعديل",
    },
}  # fmt: skip
PAGES: Final[dict[Language, dict[str, str]]] = {
    "en": {"file": "ontology.en.html", "lang": "en", "dir": "ltr", "name": "English"},
    "ar": {"file": "ontology.ar.html", "lang": "ar", "dir": "rtl", "name": "العربية"},
}


@dataclass(frozen=True, slots=True)
class Link:
    """A term to point to; ``id`` is its local name, empty for terms of others."""

    label: str
    id: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """A line under a term."""

    name: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A property of a class, linked to its own entry, or a concept of a scheme, whose entry this is."""

    name: str
    label: str
    definition: str
    link: bool

    @property
    def id(self) -> str:
        """The anchor, where the entry of the term is the row."""
        return "" if self.link else self.name


@dataclass(frozen=True, slots=True)
class Term:
    """A class, a property or a scheme."""

    name: str
    label: str
    definition: str
    note: str
    deprecated: bool
    facts: tuple[Fact, ...]
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(slots=True)
class Topic:
    """A section of the file."""

    id: str
    title: str
    terms: list[Term] = field(default_factory=list)


class Page:
    """The ontology in one language."""

    def __init__(self, graph: Graph, language: Language) -> None:
        self.graph = graph
        self.language = language
        self.words = WORDS[language]
        self.of_domain: dict[Node, list[URIRef]] = defaultdict(list)
        for term, domain in sorted(graph.subject_objects(RDFS.domain)):
            for class_ in self.members(domain):
                self.of_domain[class_].append(URIRef(str(term)))

    def text(self, subject: Node, property_: URIRef) -> str:
        """The words of a property in the page's language, or nothing."""
        values = (value for value in self.graph.objects(subject, property_) if isinstance(value, Literal))
        return next((str(value) for value in values if value.language == self.language), "")

    def members(self, class_: Node) -> list[Node]:
        """The classes of a union, or the class alone."""
        union = self.graph.value(class_, OWL.unionOf)
        return list(Collection(self.graph, union)) if union is not None else [class_]

    def link(self, term: Node) -> Link:
        """A term of ours by its label, one of others by its prefix and name."""
        if str(term).startswith(RASD):
            return Link(self.text(term, RDFS.label), str(term).removeprefix(RASD))
        for prefix, namespace in PREFIXES.items():
            if str(term).startswith(namespace):
                return Link(f"{prefix}:{str(term).removeprefix(namespace)}")
        return Link(str(term))

    def facts(self, term: URIRef) -> tuple[Fact, ...]:
        """What is wider, domain, range and inverse."""
        lines = (
            ("wider", [RDFS.subClassOf, RDFS.subPropertyOf]),
            ("domain", [RDFS.domain]),
            ("range", [RDFS.range]),
            ("inverse", [OWL.inverseOf]),
        )
        found = []
        for word, axioms in lines:
            values = [v for axiom in axioms for v in self.graph.objects(term, axiom)]
            if word == "inverse":
                values += self.graph.subjects(OWL.inverseOf, term)
            named = {one for value in values for one in self.members(value) if not isinstance(one, BNode)}
            if named:
                links = sorted((self.link(one) for one in named), key=lambda link: (link.id, link.label))
                found.append(Fact(self.words[word], tuple(links)))
        return tuple(found)

    def row(self, term: Node, *, link: bool) -> Row:
        """A term in a table."""
        name = str(term).removeprefix(RASD)
        return Row(name, self.text(term, RDFS.label), self.text(term, SKOS.definition), link)

    def term(self, name: str) -> Term:
        """The entry of a class, a property or a scheme."""
        iri = URIRef(RASD + name)
        word, rows = "property", [self.row(one, link=True) for one in self.of_domain[iri]]
        if (iri, RDF.type, SKOS.ConceptScheme) in self.graph:
            concepts = sorted(self.graph.subjects(SKOS.inScheme, iri))
            word, rows = "concept", [self.row(one, link=False) for one in concepts]
        deprecated = (iri, OWL.deprecated, Literal(True)) in self.graph
        return Term(
            name,
            self.text(iri, RDFS.label),
            self.text(iri, SKOS.definition),
            self.text(iri, SKOS.scopeNote),
            deprecated,
            self.facts(iri),
            (self.words[word], self.words["definition"]) if rows else (),
            tuple(rows),
        )

    def topics(self) -> list[Topic]:
        """The sections of the file with their terms; concepts stand in their scheme."""
        found: list[Topic] = []
        for line in ontology_path().read_text(encoding="utf-8").splitlines():
            if heading := re.fullmatch(r"# (\d+)\. (.+)", line):
                found.append(Topic(f"topic-{heading[1]}", heading[2]))
            entry = re.fullmatch(r"rasd:(\w+)", line)
            if entry and (URIRef(RASD + entry[1]), RDF.type, SKOS.Concept) not in self.graph:
                found[-1].terms.append(self.term(entry[1]))
        kept = [topic for topic in found if topic.terms]
        if self.language == "ar":
            for topic in kept:
                topic.title = _arabic(topic.title)
        return kept

    def header(self) -> list[tuple[str, str]]:
        """What is needed to cite the ontology."""
        about = URIRef(ONTOLOGY)
        rows = (
            ("version", str(self.graph.value(about, OWL.versionIRI))),
            ("prior", str(self.graph.value(about, OWL.priorVersion))),
            ("namespace", RASD),
            ("licence", str(self.graph.value(about, DCTERMS.license))),
            ("creator", self.text(about, DCTERMS.creator)),
            ("modified", str(self.graph.value(about, DCTERMS.modified))[:10]),
        )
        return [(self.words[word], value) for word, value in rows]


def _arabic(title: str) -> str:
    """The Arabic title of a section, found by its English one up to a colon.

    :raises KeyError: if there is none.
    """
    return TOPICS[title.partition(":")[0]]


def page(graph: Graph, language: Language) -> str:
    """The whole page."""
    made = Page(graph, language)
    folder = Path(__file__).parent
    environment = Environment(loader=FileSystemLoader(folder), autoescape=True, undefined=StrictUndefined)
    about = URIRef(ONTOLOGY)
    text = environment.get_template(TEMPLATE).render(
        **{key: PAGES[language][key] for key in ("lang", "dir")},
        title=made.text(about, DCTERMS.title),
        description=made.text(about, DCTERMS.description),
        other=PAGES["ar" if language == "en" else "en"],
        words=made.words,
        header=made.header(),
        topics=made.topics(),
    )
    return text.rstrip() + "\n"


def main() -> None:
    """Write both pages into the folder that is given, else into docs."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else DOCS
    graph = Graph().parse(ontology_path())
    for language, about in PAGES.items():
        (folder / about["file"]).write_text(page(graph, language), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
