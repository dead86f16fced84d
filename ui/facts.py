"""Who says what: the facts of one attack by source, and where the sources agree."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from builder.model import Status
from ui.labels import Named, Words
from ui.records import Conflict, Side
from ui.statements import TOLLS, Document, Statement, Subject, by_subject

Containers = Mapping[str, tuple[str, ...]]
"""What each place lies directly in, by IRIs."""


class Verdict(StrEnum):
    """How what several sources say of one fact goes together."""

    AGREE = "agree"
    CONFLICT = "conflict"
    DIFFER = "differ"
    SINGLE = "single"


class By(StrEnum):
    """What a column of the table is."""

    ARTICLE = "article"
    SPEAKER = "speaker"


@dataclass(frozen=True, slots=True)
class Voice:
    """A column: an article, or one who speaks.

    ``document`` is the place of the article among the documents, None where somebody speaks in several. ``own`` where
    an article speaks for itself.
    """

    key: str
    name: Words
    document: int | None
    own: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """What one voice says of one fact; ``disputed`` where another voice says what cannot hold with it."""

    said: tuple[Statement, ...]
    disputed: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """A row: one cell for each voice, in the same order."""

    subject: Subject
    cells: tuple[Cell, ...]
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class FactTable:
    """The facts by voice; facts of which nobody says anything have no row."""

    voices: tuple[Voice, ...]
    facts: tuple[Fact, ...]


def fact_table(
    said: Sequence[Statement],
    articles: Sequence[Document],
    by: By,
    conflicts: Iterable[Conflict] = (),
    containers: Containers | None = None,
) -> FactTable:
    """The statements by fact and voice.

    A fact is in conflict where two statements of different voices exclude each other (:func:`exclude`), or where one of
    the *conflicts*, which are those of the query conflicting-reports, is about it. Voices agree where each two of them
    have a statement in common (:func:`meet`), and otherwise differ: both may hold.
    """
    columns: dict[Voice, list[Statement]] = {}
    if by is By.ARTICLE:
        columns = {_of_article(place, document): [] for place, document in enumerate(articles)}
    for statement in said:
        for voice in _voices(statement, articles, by):
            columns.setdefault(voice, []).append(statement)
    voices = tuple(columns)
    within = containers or {}
    known = list(conflicts)
    facts = [
        _fact(subject, [by_subject(columns[voice]).get(subject, ()) for voice in voices], known, within)
        for subject in by_subject(said)
    ]
    return FactTable(voices, tuple(facts))


def _voices(statement: Statement, articles: Sequence[Document], by: By) -> Iterator[Voice]:
    if by is By.ARTICLE or not statement.speakers:
        yield _of_article(statement.document, articles[statement.document])
    else:
        for speaker in statement.speakers:
            # One without a name is known in one article only: the IRI says so.
            place = statement.document if "#" in speaker.iri else None
            yield Voice(speaker.iri or speaker.ar, Words(speaker.ar, speaker.en), place, own=False)


def _of_article(place: int, document: Document) -> Voice:
    return Voice(document.article.iri, document.name, place, own=True)


def _fact(
    subject: Subject, columns: Sequence[tuple[Statement, ...]], conflicts: Iterable[Conflict], within: Containers
) -> Fact:
    about = [conflict for conflict in conflicts if _is_about(conflict, subject)]
    disputed = {
        place
        for place, column in enumerate(columns)
        if any(_is_side(statement, side) for statement in column for one in about for side in (one.first, one.second))
    }
    telling = [place for place, column in enumerate(columns) if column]
    met = True
    for one, other in combinations(telling, 2):
        if excludes(columns[one], columns[other]):
            disputed |= {one, other}
        met = met and any(meet(first, second, within) for first in columns[one] for second in columns[other])
    if disputed or about:
        verdict = Verdict.CONFLICT
    elif len(telling) == 1:
        verdict = Verdict.SINGLE
    else:
        verdict = Verdict.AGREE if met else Verdict.DIFFER
    cells = tuple(Cell(tuple(column), place in disputed) for place, column in enumerate(columns))
    return Fact(subject, cells, verdict)


def _is_about(conflict: Conflict, subject: Subject) -> bool:
    return conflict.subject == subject or (subject is Subject.PERPETRATOR and conflict.subject == "responsibility")


def _is_side(statement: Statement, side: Side) -> bool:
    speakers = {speaker.ar for speaker in statement.speakers} or {""}
    if side.source not in speakers:
        return False
    if side.value == "denied":
        return statement.denied
    value = f"not {statement.value.ar}" if statement.denied and statement.term else statement.value.ar
    return value == side.value


def excludes(column: Sequence[Statement], other: Sequence[Statement]) -> bool:
    """Whether what two voices say of one fact cannot hold at once.

    Each of several days or figures may be of another part of the attack: they exclude each other only where no two of
    them meet. A single denial excludes what it denies.
    """
    pairs = [(one, two) for one in column for two in other]
    if any(_denies(one, two) or _denies(two, one) for one, two in pairs):
        return True
    comparable = [(one, two) for one, two in pairs if _is_comparable(one, two)]
    return bool(comparable) and not any(_overlap(one, two) for one, two in comparable)


def _denies(one: Statement, other: Statement) -> bool:
    if not one.denied or other.denied:
        return False
    return one.filler == other.filler if one.filler else one.term is not None and one.term == other.term


def _is_comparable(one: Statement, other: Statement) -> bool:
    if one.subject is Subject.STATUS:
        return True
    if one.subject is Subject.DATE:
        return bool(one.earliest and one.latest and other.earliest and other.latest)
    is_toll = one.subject in TOLLS and _is_told(one) and _is_told(other)
    return is_toll and (one.casualties, one.group_kind) == (other.casualties, other.group_kind)


def _is_told(one: Statement) -> bool:
    return one.low is not None or one.high is not None


def _overlap(one: Statement, other: Statement) -> bool:
    if one.subject is Subject.STATUS:
        # One that leaves it open contradicts nobody.
        return one.term == other.term or ("status", Status.DISPUTED) in (one.term, other.term)
    if one.subject is Subject.DATE:
        return one.earliest <= other.latest and other.earliest <= one.latest
    return _reaches(one.low, other.high) and _reaches(other.low, one.high)


def _reaches(low: int | None, high: int | None) -> bool:
    return low is None or high is None or low <= high


def meet(one: Statement, other: Statement, within: Containers) -> bool:
    """Whether two statements say the same: one thing, a place and one in it, days or figures that overlap."""
    if one.denied != other.denied:
        return False
    if _is_comparable(one, other) and one.subject is not Subject.STATUS:
        return _overlap(one, other)
    if one.filler and other.filler:
        same = one.filler == other.filler or _is_same_name(one, other)
        inside = one.subject is Subject.PLACE and (
            other.filler in _around(one.filler, within) or one.filler in _around(other.filler, within)
        )
        return same or inside
    return one.term == other.term and one.value == other.value and one.subject not in TOLLS


def _is_same_name(one: Statement, other: Statement) -> bool:
    """Targets and weapons without a name of their own are told apart by article only: the same words are the same."""
    return one.subject in {Subject.TARGET, Subject.WEAPON} and one.value == other.value


def _around(place: str, within: Containers) -> set[str]:
    found: set[str] = set()
    waiting = [place]
    while waiting:
        for container in within.get(waiting.pop(), ()):
            if container not in found:
                found.add(container)
                waiting.append(container)
    return found


@dataclass(frozen=True, slots=True)
class Suspect:
    """One who is named as perpetrator: who says that he did it, and who denies it, in the order of the articles."""

    thing: Named
    claimed: tuple[Statement, ...]
    attributed: tuple[Statement, ...]
    denied: tuple[Statement, ...]


def suspects(said: Iterable[Statement]) -> tuple[Suspect, ...]:
    """All who are named as perpetrators; first who claims it himself, then whom most others name."""
    found: dict[Named, list[Statement]] = {}
    for statement in said:
        if statement.subject is Subject.PERPETRATOR:
            # One without a name has an IRI in each article: the same words are one suspect.
            iri = "" if "#" in statement.filler else statement.filler
            found.setdefault(Named(statement.value.ar, statement.value.en, iri), []).append(statement)
    made = [
        Suspect(
            thing,
            claimed=tuple(one for one in named if not one.denied and ("basis", "claimed") in one.notes),
            attributed=tuple(one for one in named if not one.denied and ("basis", "claimed") not in one.notes),
            denied=tuple(one for one in named if one.denied),
        )
        for thing, named in found.items()
    ]
    made.sort(key=lambda one: (not one.claimed, -len(one.attributed), one.thing.ar))
    return tuple(made)
