"""What an evaluation found wrong, one object for each error, with what is needed to find its cause."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum

from builder.evaluation.annotations import AnnotatedEvent
from builder.evaluation.rows import Evidences, FoundEvent, Row, evidence_for
from builder.evaluation.scoring import Pairing, verdicts


class ProblemKind(StrEnum):
    """Kinds of errors, in the order in which they are listed."""

    MISSED_EVENT = "missed event"
    NEWS_AS_BACKGROUND = "news called background"
    FALSE_EVENT = "false event"
    MISSED_FILLER = "missed filler"
    WRONG_FILLER = "wrong filler"


@dataclass(frozen=True, slots=True)
class Problem:
    """One error.

    ``event`` is the id of the annotated event, empty for a false one. ``annotated`` holds the words that were to be
    found (a missed filler, the trigger of a missed event), ``found`` those that were. ``rule`` and ``sentence`` are
    those of the first of the latter, empty where a row has no evidence.
    """

    kind: ProblemKind
    article: str
    event: str = ""
    type: str = ""
    role: str = ""
    annotated: tuple[str, ...] = ()
    found: tuple[str, ...] = ()
    rule: str = ""
    sentence: str = ""

    def to_json(self) -> dict[str, object]:
        """The fields that hold something."""
        return {name: value for name, value in asdict(self).items() if value}


def find_problems(pairings: Iterable[Pairing], evidences: Evidences) -> list[Problem]:
    """All errors, by kind and role, within these in the order of the articles."""
    found = [problem for pairing in pairings for problem in _problems(pairing, evidences)]
    kinds = list(ProblemKind)
    return sorted(found, key=lambda problem: (kinds.index(problem.kind), problem.role))


def _problems(pairing: Pairing, evidences: Evidences) -> Iterator[Problem]:
    for event, found in pairing.pairs:
        if event.background:
            continue
        if found is None or found.head.background:
            yield _missed(pairing.article, event, found, evidences)
        else:
            yield from _of_roles(pairing.article, event, found, evidences)
    for found in pairing.false:
        if not found.head.background:
            yield _with_evidence(
                ProblemKind.FALSE_EVENT, pairing.article, found.of("trigger"), evidences, type=found.head.type
            )


def _missed(article: str, event: AnnotatedEvent, found: FoundEvent | None, evidences: Evidences) -> Problem:
    rows = found.of("trigger") if found is not None else ()
    kind = ProblemKind.MISSED_EVENT if found is None else ProblemKind.NEWS_AS_BACKGROUND
    return _with_evidence(kind, article, rows, evidences, event=event.id, type=event.types[0], annotated=event.triggers)


def _of_roles(article: str, event: AnnotatedEvent, found: FoundEvent, evidences: Evidences) -> Iterator[Problem]:
    for verdict in verdicts(event, found):
        rows = found.of(verdict.role)
        for names in verdict.missed:
            yield _with_evidence(
                ProblemKind.MISSED_FILLER,
                article,
                rows,
                evidences,
                event=event.id,
                type=event.types[0],
                role=verdict.role,
                annotated=names,
            )
        for group in verdict.wrong:
            yield _with_evidence(
                ProblemKind.WRONG_FILLER,
                article,
                group,
                evidences,
                event=event.id,
                type=event.types[0],
                role=verdict.role,
            )


def _with_evidence(
    kind: ProblemKind,
    article: str,
    rows: Iterable[Row],
    evidences: Evidences,
    *,
    event: str = "",
    type: str = "",
    role: str = "",
    annotated: tuple[str, ...] = (),
) -> Problem:
    rows = tuple(rows)
    words = tuple(dict.fromkeys(_words(row) for row in rows))
    first = next((evidence for row in rows for evidence in evidence_for(row, evidences)), None)
    rule, sentence = (first.rule, first.sentence) if first is not None else ("", "")
    return Problem(kind, article, event, type, role, annotated, words, rule, sentence)


def _words(row: Row) -> str:
    """The words of a row, with its value where the annotation is compared by that."""
    if row.role in ("date", "killed", "wounded", "count"):
        return f"{row.mention} ({row.value})"
    return row.mention or row.value
