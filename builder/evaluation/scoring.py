"""Events found against events annotated: who is paired with whom, and what that counts as.

Attacks that annotators called background neither earn nor cost, except in ``event_all``; news that rasd called
background is news missed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from builder.errors import RunError
from builder.evaluation.annotations import AnnotatedArticle, AnnotatedEvent, AnnotatedFiller
from builder.evaluation.rows import FoundEvent, Row, events_by_article
from builder.evaluation.similarity import same_date, same_figure, similar
from builder.reference.geometry import Position, distance_km

FIGURES = ("killed", "wounded")
ROLES = ("place", "date", "perpetrator", "target", "weapon", "source", "claimant", "denier", *FIGURES)
NEAR_KM = 25.0

_LEAST_WEIGHT = 2.5  # two agreeing facts make two descriptions the same event
_OTHER_KIND = -1.0
_PRIMARY_PLACE = 2.0
_OTHER_PLACE = 1.0
_SAME_DATE = 1.0
_ROLE_WEIGHTS = {"perpetrator": 1.5, "target": 1.5, "weapon": 1.0, "claimant": 1.0}
_FIGURE_WEIGHTS = {"killed": 1.5, "wounded": 1.0}
_SAME_TYPE = 1.0
_SAME_TRIGGER = 1.0
_SAME_COUNT = 2.0
_DIGITS = 4


@dataclass(frozen=True, slots=True)
class RoleVerdict:
    """What the rows of an event are worth in one role.

    ``right`` counts the annotated fillers that were found, ``missed`` holds the others, each by its names, ``wrong``
    the fillers found that are nothing annotated.
    """

    role: str
    right: int
    missed: tuple[tuple[str, ...], ...]
    wrong: tuple[tuple[Row, ...], ...]


@dataclass(frozen=True, slots=True)
class Pairing:
    """The events of an article: each annotated one with the one found or None, and the found ones left over."""

    article: str
    pairs: tuple[tuple[AnnotatedEvent, FoundEvent | None], ...]
    false: tuple[FoundEvent, ...]


@dataclass(slots=True)
class Tally:
    """Right, wrong and missed, and what follows from them (0 where nothing was counted)."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        """The share of what was found that is right."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 0.0

    @property
    def recall(self) -> float:
        """The share of what was to be found that was found."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def to_json(self) -> dict[str, float | int]:
        """The figures with four digits after the point."""
        return {
            "p": round(self.precision, _DIGITS),
            "r": round(self.recall, _DIGITS),
            "f1": round(self.f1, _DIGITS),
            "tp": self.right,
            "fp": self.wrong,
            "fn": self.missed,
        }


@dataclass(slots=True)
class Share:
    """How many of some cases."""

    hits: int = 0
    cases: int = 0

    def add(self, hit: bool) -> None:
        """Count a case."""
        self.hits += hit
        self.cases += 1

    @property
    def value(self) -> float:
        """The share with four digits after the point, 0 without cases."""
        return round(self.hits / self.cases, _DIGITS) if self.cases else 0.0


@dataclass(slots=True)
class Scores:
    """All figures of an evaluation; ``to_json`` names them."""

    articles: int = 0
    event: Tally = field(default_factory=Tally)
    event_all: Tally = field(default_factory=Tally)
    roles: dict[str, Tally] = field(default_factory=lambda: {role: Tally() for role in ROLES})
    type: Share = field(default_factory=Share)
    kind: Share = field(default_factory=Share)
    status: Share = field(default_factory=Share)
    background: Share = field(default_factory=Share)
    swapped: Share = field(default_factory=Share)
    grounded: Share = field(default_factory=Share)
    near: Share = field(default_factory=Share)
    false_events_in_negatives: int = 0

    @property
    def all_roles(self) -> Tally:
        """The sum of all roles."""
        tallies = self.roles.values()
        return Tally(sum(t.right for t in tallies), sum(t.wrong for t in tallies), sum(t.missed for t in tallies))

    def tallies(self) -> dict[str, Tally]:
        """The lines of precision, recall and F1 by their names."""
        return {"event": self.event, "event_all": self.event_all, "roles": self.all_roles, **self.roles}

    def shares(self) -> dict[str, Share]:
        """The figures that are plain shares by their names."""
        return {
            "type_accuracy": self.type,
            "kind_accuracy": self.kind,
            "status_accuracy": self.status,
            "background_accuracy": self.background,
            "swap_rate": self.swapped,
            "grounded": self.grounded,
            "within_25km": self.near,
        }

    def to_json(self) -> dict[str, object]:
        """All figures, ready to be written as JSON."""
        return {
            "articles": self.articles,
            **{name: tally.to_json() for name, tally in self.tallies().items()},
            **{name: share.value for name, share in self.shares().items()},
            "false_events_in_negatives": self.false_events_in_negatives,
        }


def pair_events(annotated: Iterable[AnnotatedArticle], rows: Iterable[Row]) -> list[Pairing]:
    """The events of each annotated article, paired by the facts on which they agree."""
    found = events_by_article(rows)
    return [_pair(article, found.get(article.id, [])) for article in annotated]


def _pair(article: AnnotatedArticle, found: Sequence[FoundEvent]) -> Pairing:
    """Greedy: the two that agree most go together first, then the next two."""
    weighed = sorted(
        ((weight(event, other), i, j) for i, event in enumerate(article.events) for j, other in enumerate(found)),
        key=lambda candidate: -candidate[0],
    )
    partners: dict[int, int] = {}
    taken: set[int] = set()
    for agreement, i, j in weighed:
        if agreement >= _LEAST_WEIGHT and i not in partners and j not in taken:
            partners[i] = j
            taken.add(j)
    return Pairing(
        article.id,
        tuple((e, found[partners[i]] if i in partners else None) for i, e in enumerate(article.events)),
        tuple(event for j, event in enumerate(found) if j not in taken),
    )


def weight(event: AnnotatedEvent, found: FoundEvent) -> float:
    """How far an annotated event and one that was found agree."""
    head = found.head
    total = 0.0 if event.kind == head.kind else _OTHER_KIND
    places = found.of("place")
    if any(hits(place, row) for place in event.places if place.primary for row in places):
        total += _PRIMARY_PLACE
    elif any(hits(place, row) for place in event.places for row in places):
        total += _OTHER_PLACE
    if any(same_date(event.date, row.value) for row in found.of("date")):
        total += _SAME_DATE
    for weights in (_ROLE_WEIGHTS, _FIGURE_WEIGHTS):
        total += sum(gain for role, gain in weights.items() if any(fits(event, row) for row in found.of(role)))
    if head.type in event.types:
        total += _SAME_TYPE
    if any(similar(words, row.mention) for words in event.triggers for row in found.of("trigger")):
        total += _SAME_TRIGGER
    if event.count is not None and any(same_figure(event.count, row.value) for row in found.of("count")):
        total += _SAME_COUNT
    return total


def hits(filler: AnnotatedFiller, row: Row) -> bool:
    """Whether the words or the label of a row name what annotators marked."""
    return any(similar(name, row.mention) or similar(name, row.value) for name in filler.names)


def fits(event: AnnotatedEvent, row: Row) -> bool:
    """Whether a row is one of the annotated fillers of its role, due or not."""
    if row.role == "date":
        return same_date(event.date, row.value)
    if row.role in FIGURES:
        return any(same_figure(figure.bounds, row.value) for figure in event.figures.get(row.role, ()))
    return any(hits(filler, row) for filler in event.of(row.role))


def judge(event: AnnotatedEvent, found: FoundEvent | None, role: str) -> RoleVerdict | None:
    """What was found in one role; None where the annotation says nothing that could be judged by.

    A place counts when the most specific one is right, a toll by the main total; containers, other annotated figures
    and fillers marked optional are not wrong.
    """
    if (role == "date" and not event.date) or (role == "place" and event.primary is None):
        return None
    groups = found.fillers(role) if found is not None else []
    wrong = tuple(group for group in groups if not any(fits(event, row) for row in group))
    due = _due(event, role)
    met = [any(is_met(row) for group in groups for row in group) for _, is_met in due]
    if role == "date":  # an event has one day: what was found is right or wrong as a whole
        wrong = (tuple(row for group in groups for row in group),) if groups and not any(met) else ()
    missed = tuple(names for (names, _), ok in zip(due, met, strict=True) if not ok)
    return RoleVerdict(role, sum(met), missed, wrong)


_Due = tuple[tuple[str, ...], Callable[[Row], bool]]


def _due(event: AnnotatedEvent, role: str) -> list[_Due]:
    """What must be found in a role: the names of each filler, and whether a row is it."""
    if role == "date":
        return [((event.date,), partial(fits, event))]
    if role in FIGURES:
        figures = event.figures.get(role, ())
        main = [figure for figure in figures if figure.main] or list(figures[:1])
        if not main or main[0].optional:
            return []
        names = tuple("-".join("" if end is None else str(end) for end in figure.bounds) for figure in main)
        return [(names, lambda row: any(same_figure(figure.bounds, row.value) for figure in main))]
    if role == "place":
        return [(place.names, partial(hits, place)) for place in (event.primary,) if place is not None]
    return [(filler.names, partial(hits, filler)) for filler in event.of(role) if not filler.optional]


def score(
    annotated: Sequence[AnnotatedArticle], rows: Sequence[Row], texts: Mapping[str, str]
) -> tuple[Scores, list[Pairing]]:
    """All figures, and the pairing that they rest on; *texts* are those of the articles, which mentions stand in.

    :raises RunError: if the text of an annotated article is missing.
    """
    scores = Scores(articles=len(annotated))
    pairings = pair_events(annotated, rows)
    found = events_by_article(rows)
    for article, pairing in zip(annotated, pairings, strict=True):
        if article.id not in texts:
            raise RunError(f"the annotated article {article.id} is not among the articles")
        for row in (row for event in found.get(article.id, ()) for row in event.rows if row.mention):
            scores.grounded.add(row.mention in texts[article.id])
        if not article.events:
            scores.false_events_in_negatives += len(pairing.false)
        for event, other in pairing.pairs:
            _count_event(scores, event, other)
            for verdict in verdicts(event, other):
                tally = scores.roles[verdict.role]
                tally.right += verdict.right
                tally.wrong += len(verdict.wrong)
                tally.missed += len(verdict.missed)
        for other in pairing.false:
            _count_false(scores, other)
    return scores, pairings


def verdicts(event: AnnotatedEvent, found: FoundEvent | None) -> Iterator[RoleVerdict]:
    """The verdicts of all roles; none for background, and nothing is found where news was called background."""
    if event.background:
        return
    counted = None if found is not None and found.head.background else found
    for role in ROLES:
        verdict = judge(event, counted, role)
        if verdict is not None:
            yield verdict


def _count_event(scores: Scores, event: AnnotatedEvent, found: FoundEvent | None) -> None:
    if not event.one_annotator:
        scores.event_all.right += found is not None
        scores.event_all.missed += found is None
    if not event.background:
        is_news = found is not None and not found.head.background
        scores.event.right += is_news
        scores.event.missed += not is_news
    if found is None:
        return
    scores.type.add(found.head.type in event.types)
    scores.kind.add(found.head.kind == event.kind)
    scores.status.add(found.head.status == event.status)
    scores.background.add(found.head.background == event.background)
    scores.swapped.add(_is_swapped(event, found))
    for place in event.places:
        if place.primary and place.position is not None:
            scores.near.add(_is_near(place.position, found))


def _is_swapped(event: AnnotatedEvent, found: FoundEvent) -> bool:
    """Whether a target stands as perpetrator and a perpetrator as target, without being both."""
    perpetrators, targets = event.of("perpetrator"), event.of("target")
    both = any(similar(a, b) for p in perpetrators for t in targets for a in p.mentions for b in t.mentions)
    return (
        not both
        and any(hits(target, row) for target in targets for row in found.of("perpetrator"))
        and any(hits(perpetrator, row) for perpetrator in perpetrators for row in found.of("target"))
    )


def _is_near(position: Position, found: FoundEvent) -> bool:
    located = [row.position for row in found.of("place") if row.position is not None]
    return any(distance_km(position, other) <= NEAR_KM for other in located)


def _count_false(scores: Scores, found: FoundEvent) -> None:
    scores.event_all.wrong += 1
    if found.head.background:
        return
    scores.event.wrong += 1
    for role in ROLES:
        scores.roles[role].wrong += len(found.fillers(role))
