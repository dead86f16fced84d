"""Make ontology/vocabularies.ttl and ontology/alignments.ttl from the tables of builder/data.

Run it after a change of weapons.tsv, target_kinds.tsv, casualty_kinds.tsv, attack_types.tsv, term_alignments.tsv,
codebooks.tsv or codebook_terms.tsv::

    PYTHONPATH=. python scripts/build_vocabularies.py [FOLDER]

The same tables give the same files, byte for byte. Raise VERSION when concepts change, and MODIFIED with it.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, XSD, Graph, Literal, Namespace, URIRef

from builder.reference.entries import BASE
from builder.reference.vocabularies import TABLES, Vocabulary, cells, concept_iri, concepts, scheme_iri
from builder.resources import data_dir, read_table
from builder.vocabulary import RASD

VERSION = "1.1.0"
ISSUED, MODIFIED = "2026-11-22T00:00:00Z", "2026-11-23T00:00:00Z"
LICENCE = URIRef("https://creativecommons.org/licenses/by/4.0/")
CREATOR = (Literal("The rasd developers", "en"), Literal("مطورو رصد", "ar"))

ONTOLOGY = Namespace(RASD)
CLASSES = {
    Vocabulary.WEAPON: ONTOLOGY.Weapon,
    Vocabulary.TARGET_KIND: ONTOLOGY.TargetKind,
    Vocabulary.CASUALTY_KIND: ONTOLOGY.CasualtyKind,
}
TITLES = {
    Vocabulary.WEAPON: ("weapons and means of attack", "الأسلحة ووسائل الهجوم"),
    Vocabulary.TARGET_KIND: ("kinds of target", "أنواع الأهداف"),
    Vocabulary.CASUALTY_KIND: ("kinds of casualties", "أنواع الضحايا"),
}
ATTACK_TYPES = "attack_types.tsv"
TERMS = "term_alignments.tsv"
# Ontologies whose IRIs resolve and stay: their terms are matched directly.
ONTOLOGIES = {
    "crm": Namespace("http://www.cidoc-crm.org/cidoc-crm/"),
    "lode": Namespace("http://linkedevents.org/ontology/"),
    "org": Namespace("http://www.w3.org/ns/org#"),
    "skosxl": Namespace("http://www.w3.org/2008/05/skos-xl#"),
}
MARKS = {"<": SKOS.broadMatch, ">": SKOS.narrowMatch, "~": SKOS.relatedMatch}


def graph() -> Graph:
    """An empty graph with the prefixes of both files."""
    made = Graph(bind_namespaces="none")
    for prefix, namespace in (("dcterms", DCTERMS), ("owl", OWL), ("rasd", ONTOLOGY), ("rdfs", RDFS), ("skos", SKOS)):
        made.bind(prefix, namespace)
    made.bind("xsd", XSD)
    return made


def add_scheme(made: Graph, scheme: URIRef, titles: tuple[Literal, ...]) -> None:
    """A concept scheme with what is needed to cite it; dates are xsd:dateTime, which OWL 2 DL knows."""
    made.add((scheme, RDF.type, SKOS.ConceptScheme))
    for title in titles:
        made.add((scheme, DCTERMS.title, title))
        made.add((scheme, RDFS.label, title))
    for creator in CREATOR:
        made.add((scheme, DCTERMS.creator, creator))
    made.add((scheme, DCTERMS.license, LICENCE))
    made.add((scheme, DCTERMS.issued, Literal(ISSUED, datatype=XSD.dateTime, normalize=False)))
    made.add((scheme, DCTERMS.modified, Literal(MODIFIED, datatype=XSD.dateTime, normalize=False)))
    made.add((scheme, OWL.versionInfo, Literal(VERSION)))


def vocabularies() -> Graph:
    """All concepts of the vocabularies with labels in Arabic and English."""
    made = graph()
    for vocabulary in Vocabulary:
        scheme = URIRef(scheme_iri(vocabulary))
        english, arabic = TITLES[vocabulary]
        add_scheme(made, scheme, (Literal(english, "en"), Literal(arabic, "ar")))
        for concept in concepts(vocabulary).values():
            subject = URIRef(concept.iri)
            made.add((subject, RDF.type, SKOS.Concept))
            made.add((subject, RDF.type, CLASSES[vocabulary]))
            made.add((subject, SKOS.inScheme, scheme))
            made.add((subject, SKOS.notation, Literal(concept.id)))
            for name, others, definition, language in (
                (concept.name_ar, concept.alt_ar, concept.definition_ar, "ar"),
                (concept.name_en, concept.alt_en, concept.definition_en, "en"),
            ):
                made.add((subject, SKOS.prefLabel, Literal(name, language)))
                for other in others:
                    made.add((subject, SKOS.altLabel, Literal(other, language)))
                if definition:
                    made.add((subject, SKOS.definition, Literal(definition, language)))
            for wider in concept.broader:
                made.add((subject, SKOS.broader, URIRef(concept_iri(vocabulary, wider))))
            if not concept.broader:
                made.add((subject, SKOS.topConceptOf, scheme))
                made.add((scheme, SKOS.hasTopConcept, subject))
    return made


def term_iri(codebook: str, code: str) -> URIRef:
    """The IRI of a code of a codebook: what an IRI cannot hold becomes a hyphen."""
    return URIRef(f"{BASE}/codebook/{codebook}/{re.sub(r'[^A-Za-z0-9.]+', '-', code)}")


def aligned(table: str) -> Iterator[tuple[URIRef, dict[str, str]]]:
    """The rows of a table with alignments, each with the term that it aligns."""
    for vocabulary, name in TABLES.items():
        if name == table:
            for row in read_table(name):
                yield URIRef(concept_iri(vocabulary, row["id"])), row
    if table in (ATTACK_TYPES, TERMS):
        for row in read_table(table):
            yield ONTOLOGY[row["id"]], row


def alignments() -> Graph:
    """The codes of others as concepts, and which of our terms match them and the terms of other ontologies.

    :raises KeyError: if a row names a code that codebook_terms.tsv lacks.
    """
    made = graph()
    terms: dict[tuple[str, str], URIRef] = {}
    for row in read_table("codebooks.tsv"):
        scheme = URIRef(f"{BASE}/codebook/{row['id']}")
        add_scheme(made, scheme, (Literal(row["title"], "en"),))
        made.add((scheme, DCTERMS.source, Literal(row["cite"], "en")))
    for row in read_table("codebook_terms.tsv"):
        subject = terms[row["codebook"], row["code"]] = term_iri(row["codebook"], row["code"])
        made.add((subject, RDF.type, SKOS.Concept))
        made.add((subject, SKOS.inScheme, URIRef(f"{BASE}/codebook/{row['codebook']}")))
        made.add((subject, SKOS.notation, Literal(row["code"])))
        made.add((subject, SKOS.prefLabel, Literal(row["name"], "en")))
    for row in read_table("codebooks.tsv"):
        for place in cells(row["column"]):
            table, _, column = place.partition(".")
            for subject, cell in aligned(f"{table}.tsv"):
                for code in cells(cell[column]):
                    made.add((subject, match_of(code), terms[row["id"], code.lstrip("<>~")]))
    for prefix, namespace in ONTOLOGIES.items():
        made.bind(prefix, namespace)
    for subject, row in aligned(TERMS):
        for code in cells(row["ontologies"]):
            prefix, _, name = code.lstrip("<>~").partition(":")
            made.add((subject, match_of(code), ONTOLOGIES[prefix][name]))
    return made


def match_of(code: str) -> URIRef:
    """The kind of match that the mark before a code stands for; without a mark it is a close one."""
    return MARKS.get(code[0], SKOS.closeMatch)


def main() -> None:
    """Write both files into the folder that is given, else into the ontology's."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else data_dir("ontology")
    note = "# {}. Made by scripts/build_vocabularies.py from the tables of builder/data: edit those instead.\n"
    for name, title, made in (
        ("vocabularies", "Weapons, kinds of target and kinds of casualties as SKOS", vocabularies()),
        (
            "alignments",
            "Matches of the vocabularies and of the ontology in other ontologies and in codebooks of the field",
            alignments(),
        ),
    ):
        text = note.format(title) + made.serialize(format="turtle").strip() + "\n"
        (folder / f"{name}.ttl").write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
