"""What the extraction finds in one article, read from its own graph before that is in the store."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import NamedNode, RdfFormat, parse

from builder.model import EventKind, Role
from builder.vocabulary import External, Property
from ui.description import Description
from ui.records import ArticleText, Report
from ui.reports import read_article_text, read_reports

MOST_SHOWN = 60  # attacks of one article; a page with more of them cannot be read, and hardly be drawn
EXPECTED = (Role.DATE, Role.PLACE, Role.PERPETRATOR, Role.TARGET, Role.WEAPON, Role.KILLED, Role.WOUNDED)
"""The roles that a reader looks for in an attack."""


@dataclass(frozen=True, slots=True)
class Preview:
    """One article with its attacks in the order of the text: those it reports, series, and what it only recalls.

    ``notes`` are those of the extraction, in English. ``left_out`` counts attacks beyond those that are shown.
    """

    article: ArticleText
    attacks: tuple[Report, ...]
    series: tuple[Report, ...]
    background: tuple[Report, ...]
    notes: tuple[str, ...] = ()
    left_out: int = 0

    @property
    def reports(self) -> tuple[Report, ...]:
        """All of them."""
        return (*self.attacks, *self.series, *self.background)


def read_preview(path: Path) -> Preview:
    """The preview of a graph of one article in N-Quads.

    :raises OSError: if it cannot be read.
    """
    with path.open("rb") as file:
        triples = [quad.triple for quad in parse(file, format=RdfFormat.N_QUADS)]
    found = Description(triples)
    attacks = sorted({triple.subject.value for triple in triples if _tells_of_attack(triple.predicate, triple.subject)})
    reports = [report for attack in attacks for report in read_reports(attack, found)]
    reports.sort(key=_first_word)
    shown = reports[:MOST_SHOWN]
    article = next(iter(found.subjects(External.RDF_TYPE, External.SCHEMA_NEWS_ARTICLE)), "")
    runs = found.subjects(External.PROV_USED, article)
    return Preview(
        article=read_article_text(article, found),
        attacks=tuple(report for report in shown if not report.background and report.kind == EventKind.ATTACK),
        series=tuple(report for report in shown if not report.background and report.kind == EventKind.SERIES),
        background=tuple(report for report in shown if report.background),
        notes=tuple(note for run in runs for note in found.values(run, External.SKOS_NOTE)),
        left_out=len(reports) - len(shown),
    )


def _tells_of_attack(predicate: NamedNode, subject: object) -> bool:
    return predicate.value == Property.DESCRIBED_BY and isinstance(subject, NamedNode)


def _first_word(report: Report) -> tuple[int, str]:
    starts = [words.span.start for role in report.roles for words in role.evidence if role.role == "trigger"]
    return min(starts, default=0), report.event


def untold(report: Report) -> list[str]:
    """The roles that a reader looks for and that the article does not fill."""
    told = {role.role for role in report.roles}
    return [role.value for role in EXPECTED if role.value not in told]
