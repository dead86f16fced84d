"""How often arguments and events are right: for each rule, and for ranges of confidence.

An argument is judged only in an event that is paired with annotated news, and in a role that the annotation judges;
an event by whether it is paired with any annotated event.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from builder.evaluation.annotations import AnnotatedEvent
from builder.evaluation.rows import Evidences, FoundEvent, evidence_for
from builder.evaluation.scoring import Pairing, Share, fits, verdicts
from builder.extraction.confidences import rule_name

BIN = 0.1


@dataclass(frozen=True, slots=True)
class Case:
    """One mention in a role of a paired event, or one event (role ``event``), and whether it is right."""

    role: str
    rule: str
    confidence: float
    right: bool


@dataclass(slots=True)
class Bin:
    """The cases with a confidence in ``[low, low + 0.1)``, the last bin with 1.0 in it."""

    low: float
    share: Share = field(default_factory=Share)
    total: float = 0.0

    @property
    def mean(self) -> float:
        """The mean confidence of the cases."""
        return self.total / self.share.cases if self.share.cases else 0.0


def cases(pairings: Iterable[Pairing], evidences: Evidences) -> Iterator[Case]:
    """The cases of an evaluation, each mention of an argument with each rule that gave it."""
    for pairing in pairings:
        for event, found in pairing.pairs:
            if found is not None:
                yield from _of_event(found, evidences, right=True)
            if found is not None and not event.background and not found.head.background:
                yield from _of_arguments(event, found, evidences)
        for found in pairing.false:
            yield from _of_event(found, evidences, right=False)


def _of_event(found: FoundEvent, evidences: Evidences, *, right: bool) -> Iterator[Case]:
    confidences = [e.confidence for row in found.of("trigger") for e in evidence_for(row, evidences)]
    known = next((confidence for confidence in confidences if confidence is not None), None)
    if known is not None:
        yield Case("event", "", known, right)


def _of_arguments(event: AnnotatedEvent, found: FoundEvent, evidences: Evidences) -> Iterator[Case]:
    for verdict in verdicts(event, found):
        for row in found.of(verdict.role):
            for evidence in evidence_for(row, evidences):
                if evidence.confidence is not None:
                    yield Case(row.role, evidence.rule, evidence.confidence, fits(event, row))


def by_rule(found: Iterable[Case]) -> dict[tuple[str, str], Share]:
    """The share of right arguments of each role and rule, what it says about linking left out, sorted by these."""
    shares: dict[tuple[str, str], Share] = defaultdict(Share)
    for case in found:
        if case.role != "event":
            shares[case.role, rule_name(case.rule)].add(case.right)
    return {key: shares[key] for key in sorted(shares)}


def by_confidence(found: Iterable[Case]) -> dict[str, list[Bin]]:
    """The bins of arguments and of events that hold a case, by their lower ends."""
    bins: dict[str, dict[int, Bin]] = {"arguments": {}, "events": {}}
    for case in found:
        kind = bins["events" if case.role == "event" else "arguments"]
        number = min(int(case.confidence / BIN + 1e-9), round(1 / BIN) - 1)
        of_case = kind.setdefault(number, Bin(round(number * BIN, 1)))
        of_case.share.add(case.right)
        of_case.total += case.confidence
    return {name: [kind[number] for number in sorted(kind)] for name, kind in bins.items()}


def calibration_error(bins: Iterable[Bin]) -> float:
    """The mean distance of confidence and share over all cases (expected calibration error)."""
    told = list(bins)
    cases_in_all = sum(one.share.cases for one in told)
    distance = sum(abs(one.total - one.share.hits) for one in told)
    return distance / cases_in_all if cases_in_all else 0.0
