"""What each source says of one attack, one statement for each fact, out of the reports of all articles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from builder.model import Act, Certainty, Role, Span
from ui.labels import Named, Words
from ui.records import ArticleText, Attack, ClaimLine, Report, RoleLine


class Subject(StrEnum):
    """What a statement is about, in the order in which the facts are shown."""

    TYPE = "type"
    STATUS = "status"
    DATE = "date"
    PLACE = "place"
    PERPETRATOR = "perpetrator"
    TARGET = "target"
    WEAPON = "weapon"
    KILLED = "killed"
    WOUNDED = "wounded"
    OUTCOME = "outcome"


TOLLS = frozenset({Subject.KILLED, Subject.WOUNDED})
_ROLES = frozenset(Role) & frozenset(subject.value for subject in Subject)
_FIGURES = TOLLS | {Subject.DATE}


@dataclass(frozen=True, slots=True)
class Document:
    """One article with all the event mentions in it that tell of the attack."""

    article: ArticleText
    reports: tuple[Report, ...]

    @property
    def name(self) -> Words:
        """Who publishes the article, its identifier where nobody is named."""
        outlet = self.article.outlet
        return outlet if outlet.ar or outlet.en else Words(self.article.identifier)


@dataclass(frozen=True, slots=True)
class Statement:
    """One value of one fact, on somebody's word.

    ``document`` is the place of the article among the documents. ``speakers`` are empty where the article says it in
    its own voice. ``value`` is a name, a figure or a date; ``term`` stands in its place where it is one of the
    labels: a group of them, and the term. ``denied`` where the speaker says that it is not so. ``filler`` is the IRI of
    the entity. ``low`` and ``high`` bound a figure, ``earliest`` and ``latest`` are ISO days. ``casualties`` and
    ``group_kind`` are those of :class:`~ui.records.RoleLine`. ``words`` are the evidence, None where the store does not
    tell its place, ``surface`` its text and ``sentence`` what stands around it. ``notes`` are terms of the labels.
    """

    subject: Subject
    document: int
    speakers: tuple[Named, ...]
    value: Words
    words: Span | None
    surface: str
    sentence: str = ""
    term: tuple[str, str] | None = None
    denied: bool = False
    filler: str = ""
    low: int | None = None
    high: int | None = None
    earliest: str = ""
    latest: str = ""
    casualties: str = ""
    group: str = ""
    group_kind: str = ""
    notes: tuple[tuple[str, str], ...] = ()

    @property
    def is_figure(self) -> bool:
        """Whether the value is a number or a date, which reads from left to right in both languages."""
        return self.subject in _FIGURES

    @property
    def is_of_speaker(self) -> bool:
        """Whether the speaker says it of himself: a claim of responsibility, or its denial."""
        return bool(self.filler) and {self.filler} == {speaker.iri for speaker in self.speakers}

    @property
    def fact(self) -> tuple[object, ...]:
        """What is said by whom in which article, apart from the words."""
        said = (self.value, self.term, self.denied, self.filler, self.casualties, self.group_kind)
        return (self.subject, self.document, self.speakers, *said)


def documents(attack: Attack) -> tuple[Document, ...]:
    """The articles in the order of the reports, which is that of their days."""
    found: dict[str, list[Report]] = {}
    for report in attack.reports:
        found.setdefault(report.article.iri, []).append(report)
    return tuple(Document(reports[0].article, tuple(reports)) for reports in found.values())


def statements(articles: Sequence[Document]) -> tuple[Statement, ...]:
    """All statements of all articles, by subject and then in the order of the articles; each fact once."""
    every = [
        statement
        for place, document in enumerate(articles)
        for report in document.reports
        for statement in _of_report(report, place)
    ]
    once: dict[tuple[object, ...], Statement] = {}
    for statement in every:
        once.setdefault(statement.fact, statement)
    order = list(Subject)
    return tuple(sorted(once.values(), key=lambda statement: (order.index(statement.subject), statement.document)))


def _of_report(report: Report, document: int) -> Iterator[Statement]:
    text = report.article.text
    trigger = next((role for role in report.roles if role.role == "trigger"), None)
    evidence = trigger.evidence[0] if trigger else None
    words, surface = (evidence.span, evidence.surface) if evidence else (None, "")
    sentence = evidence.sentence.of(text) if evidence and evidence.sentence else ""
    for subject, group, name in (
        (Subject.TYPE, "type", report.attack_type),
        (Subject.STATUS, "status", report.status),
    ):
        yield Statement(subject, document, (), Words(name), words, surface, sentence, term=(group, name))
    claimed = [statement for claim in report.claims for statement in _of_claim(claim, document, text)]
    for role in report.roles:
        if role.role in _ROLES:
            yield _of_role(role, document, text)
    yield from claimed


def _of_role(role: RoleLine, document: int, text: str) -> Statement:
    evidence = role.evidence[0]
    return Statement(
        subject=Subject(role.role),
        document=document,
        speakers=role.claimers,
        value=role.value,
        words=evidence.span,
        surface=evidence.surface,
        sentence=evidence.sentence.of(text) if evidence.sentence else "",
        filler=role.filler,
        low=role.low,
        high=role.high,
        earliest=role.earliest,
        latest=role.latest,
        casualties=role.casualties,
        group=role.group,
        group_kind=role.group_kind,
        notes=role.notes,
    )


def _of_claim(claim: ClaimLine, document: int, text: str) -> Iterator[Statement]:
    """Who did it, in the words of claims and denials, and how it ended."""
    surface = claim.quote.of(text) if claim.quote else ""
    sentence = claim.sentence.of(text) if claim.sentence else ""
    negated = claim.certainty == Certainty.NEGATED
    notes = (("certainty", claim.certainty),) if claim.certainty == Certainty.UNCERTAIN else ()
    if claim.act == Act.OUTCOME and claim.outcome:
        yield Statement(
            Subject.OUTCOME,
            document,
            claim.claimers,
            Words(claim.outcome),
            claim.quote,
            surface,
            sentence,
            term=("outcome", claim.outcome),
            denied=negated,
            notes=notes,
        )
    elif claim.act in {Act.RESPONSIBILITY, Act.ATTRIBUTION, Act.DENIAL} and not negated:
        own = claim.claimers if claim.act != Act.ATTRIBUTION else ()
        basis = {Act.RESPONSIBILITY: "claimed", Act.ATTRIBUTION: "attributed"}.get(Act(claim.act))
        for one in claim.perpetrators or own:
            yield Statement(
                Subject.PERPETRATOR,
                document,
                claim.claimers,
                Words(one.ar, one.en),
                claim.quote,
                surface,
                sentence,
                denied=claim.act == Act.DENIAL,
                filler=one.iri,
                notes=(("basis", basis), *notes) if basis else notes,
            )


def by_subject(said: Iterable[Statement]) -> dict[Subject, tuple[Statement, ...]]:
    """The statements, which are in the order of the subjects, by what they are about."""
    return {subject: tuple(group) for subject, group in groupby(said, key=lambda statement: statement.subject)}
