"""The triples about one attack, looked up by subject and property."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode, Triple

from builder.model import Span
from builder.vocabulary import External, Property
from ui.labels import Named, Words


def local_name(iri: str) -> str:
    """What stands behind the last ``#`` or ``/`` of an IRI."""
    return iri.rpartition("#" if "#" in iri else "/")[2]


class Description:
    """What a CONSTRUCT query has found. IRIs and literals are plain strings here, in a fixed order."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        self._values: defaultdict[tuple[str, str], set[NamedNode | Literal]] = defaultdict(set)
        self._subjects: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        for triple in triples:
            subject, value = triple.subject, triple.object
            if isinstance(subject, NamedNode) and isinstance(value, NamedNode | Literal):
                self._values[subject.value, triple.predicate.value].add(value)
                self._subjects[triple.predicate.value, value.value].add(subject.value)

    def values(self, subject: str, property_iri: str) -> list[str]:
        """All values of a property."""
        return sorted(term.value for term in self._values.get((subject, property_iri), ()))

    def value(self, subject: str, property_iri: str) -> str:
        """The first value of a property, empty where there is none."""
        return next(iter(self.values(subject, property_iri)), "")

    def name(self, subject: str, property_iri: str) -> str:
        """The local name of the first value, empty where there is none."""
        return local_name(self.value(subject, property_iri))

    def number(self, subject: str, property_iri: str) -> float | None:
        """The first value as a number."""
        text = self.value(subject, property_iri)
        return float(text) if text else None

    def subjects(self, property_iri: str, value: str) -> list[str]:
        """What has this value of the property."""
        return sorted(self._subjects.get((property_iri, value), ()))

    def label(self, entity: str) -> Words:
        """What an entity is called, the end of its IRI where it has no label."""
        labels = {
            term.language: term.value
            for term in sorted(self._values.get((entity, External.SKOS_PREF_LABEL), ()), key=str)
            if isinstance(term, Literal)
        }
        return Words(labels.get("ar") or labels.get("en") or local_name(entity), labels.get("en", ""))

    def labels(self, subject: str, property_iri: str) -> tuple[Named, ...]:
        """What the values of a property are called."""
        values = self.values(subject, property_iri)
        return tuple(Named(words.ar, words.en, entity) for entity in values if (words := self.label(entity)))

    def count(self, subject: str, property_iri: str) -> int | None:
        """The first value of a property as a whole number, None where there is none."""
        text = self.value(subject, property_iri)
        return int(text) if text else None

    def span(self, words: str) -> Span | None:
        """The place of a text span in its article, None where it is not told."""
        for selector in self.values(words, External.OA_HAS_SELECTOR):
            start, end = self.value(selector, External.OA_START), self.value(selector, External.OA_END)
            if start and end:
                return Span(int(start), int(end))
        return None

    def sentence(self, words: str) -> Span | None:
        """The sentence around a text span."""
        around = self.value(words, Property.IN_SENTENCE)
        return self.span(around) if around else None
