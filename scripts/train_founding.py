"""Trains the weights of founding an incident (``builder/data/founding_weights.tsv``) on annotated articles.

    python scripts/train_founding.py ARTICLES.jsonl GOLD.jsonl SCORE.py > builder/data/founding_weights.tsv

ARTICLES and GOLD are in the format of the annotation guidelines, SCORE.py is their scorer. The steps before coreference
run once. A frame tells of an attack if it agrees with an annotated event by the scorer's own weight. The model is a
logistic regression with a quadratic penalty. Deterministic: full batches, no random start. Prints the table to standard
output and, for five parts of the articles held out in turn, the share of right decisions to standard error.
"""

from __future__ import annotations

import math
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from types import ModuleType
from typing import Any

from annotated import article_of, load_scorer, read_lines

from builder.extraction.coreference import kind_of
from builder.extraction.extractor import Draft, draft
from builder.extraction.founding import features
from builder.extraction.frame import Linked
from builder.model import PlaceRole

COLUMNS = ("article", "attack", "kind", "type", "status", "background", "role", "value", "mention", "lat", "long")
PENALTY = 10.0  # of the squared weights; chosen by cross-validation
RAREST = 5  # frames that a feature must be found in
SMALLEST = 0.05  # smaller weights are left out of the table
STEPS = 100  # of the optimiser
FOLDS = 5
# Alignment: what speaks for and against a frame telling of an annotated event, on the scale of the scorer's weight.
SAME_WORDS, OTHER_PLACE, OTHER_DATE, OTHER_TARGET = 1.5, -1.5, -1.0, -0.5
LEAST_WITH_WORDS, LEAST = 2.0, 2.4
HEADER = """\
# Weights of the features of a frame (extraction/founding.py): how much each speaks for the frame telling of an attack
# of its article; logarithms of odds. A feature not listed has the weight 0. Order: by feature; it has no effect.
# source: how the number was found. trained = fitted to annotated training articles (scripts/train_founding.py)."""

Example = tuple[list[str], bool]


def read(record: Mapping[str, Any]) -> Draft:
    """An article up to coreference."""
    return draft(article_of(record))


def frame_rows(member: Linked) -> Iterator[dict[str, str]]:
    """The rows of an attack of which only one frame tells."""
    frame, head = member.frame, member.frame.head

    def row(role: str, value: str, mention: str) -> dict[str, str]:
        kind = head.attack_type if head is not None else ""
        return dict(
            zip(COLUMNS, ("", "", kind_of(frame), kind, "", "false", role, value, mention, "", ""), strict=True)
        )

    for trigger in frame.triggers:
        surface = words(member, trigger.first, trigger.last)
        yield row("trigger", surface, surface)
    for slot, filler in member.fillers:
        if slot.place_role is not PlaceRole.LAUNCH:
            yield row(slot.role.value, filler.entity.label_ar, filler.mention.surface)
    for casualty in frame.casualties:
        surface = words(member, casualty.first, casualty.last)
        yield row(casualty.role.value, casualty.quantity.to_text(), surface)
    if frame.date is not None and frame.date.value.to_text():
        yield row("date", frame.date.value.to_text(), "")
    if frame.count is not None:
        yield row("count", frame.count.value.to_text(), "")


def words(member: Linked, first: int, last: int) -> str:
    """The words of a range of a frame's sentence."""
    return " ".join(token.surface for token in member.frame.view.tokens[first:last])


def spans(text: str, event: Mapping[str, Any]) -> list[tuple[int, int]]:
    """Where an event's trigger surfaces stand in a text."""
    found: list[tuple[int, int]] = []
    for surface in event.get("trigger") or []:
        start = text.find(surface)
        while start >= 0:
            found.append((start, start + len(surface)))
            start = text.find(surface, start + 1)
    return found


def aligned(one: Draft, member: Linked, events: Sequence[Mapping[str, Any]], scorer: ModuleType) -> bool:
    """Whether a frame tells of one of the annotated events."""
    text = one.article.title + "\n" + one.article.text
    told = scorer.System(list(frame_rows(member)))
    tokens = member.frame.view.tokens
    own = [(tokens[t.first].start, tokens[t.last - 1].end) for t in member.frame.triggers]
    for event in events:
        hit = any(b < end and start < e for b, e in spans(text, event) for start, end in own)
        score = scorer.weight(event, told) + contradictions(event, told, member, scorer) + SAME_WORDS * hit
        if score >= (LEAST_WITH_WORDS if hit else LEAST):
            return True
    return False


def contradictions(event: Mapping[str, Any], told: Any, member: Linked, scorer: ModuleType) -> float:
    """What speaks against a frame telling of an event: other places, another date, other targets."""
    score = 0.0
    for role, entries, loss in (
        ("place", event.get("place") or [], OTHER_PLACE),
        ("target", scorer.gold_fillers(event, "target"), OTHER_TARGET),
    ):
        found = told.by[role]
        if entries and found and not any(scorer.hits(entry, row) for entry in entries for row in found):
            score += loss
    day, dates = (event.get("date") or {}).get("value"), told.by["date"]
    if day and dates and not member.frame.statement_date:
        score += 0.0 if any(scorer.same_date(day, row["value"]) for row in dates) else OTHER_DATE
    return score


def examples(one: Draft, events: Sequence[Mapping[str, Any]], scorer: ModuleType) -> list[Example]:
    """The features of each frame with triggers, and whether it tells of an annotated event."""
    found: list[Example] = []
    for member in one.frames:
        if member.frame.triggers:
            names = features(member, kind_of(member.frame), one.article.published)
            found.append((names, aligned(one, member, events, scorer)))
    return found


def fit(data: Sequence[Example]) -> dict[str, float]:
    """The weights that make the examples most probable, less the penalty; resilient gradient ascent."""
    often = Counter(name for names, _ in data for name in set(names))
    kept = sorted(name for name, count in often.items() if count >= RAREST)
    index = {name: position for position, name in enumerate(kept)}
    rows = [([index[name] for name in names if name in index], right) for names, right in data]
    weights, step, before = [0.0] * len(kept), [0.1] * len(kept), [0.0] * len(kept)
    for _ in range(STEPS):
        slope = [-PENALTY * weight for weight in weights]
        for active, right in rows:
            error = right - 1 / (1 + math.exp(-sum([weights[i] for i in active])))
            for i in active:
                slope[i] += error
        for i, value in enumerate(slope):
            turned = value * before[i]
            step[i] = min(0.5, step[i] * 1.2) if turned > 0 else max(1e-6, step[i] * 0.5) if turned < 0 else step[i]
            before[i] = 0.0 if turned < 0 else value
            weights[i] += math.copysign(step[i], before[i]) if before[i] else 0.0
    return {name: round(weight, 2) for name, weight in zip(kept, weights, strict=True) if abs(weight) >= SMALLEST}


def main(articles_path: str, gold_path: str, score_path: str) -> None:
    """Cross-validate, train and print the table."""
    scorer = load_scorer(score_path)
    gold, records = read_lines(gold_path), {record["id"]: record for record in read_lines(articles_path)}
    data = [examples(read(records[one["id"]]), one["events"], scorer) for one in gold]
    right = total = 0
    for fold in range(FOLDS):
        model = fit([one for i, found in enumerate(data) if i % FOLDS != fold for one in found])
        for names, told in (one for found in data[fold::FOLDS] for one in found):
            right += (sum(model.get(name, 0.0) for name in names) > 0) == told
            total += 1
    print(f"right decisions on held-out articles: {right / total:.3f} of {total}", file=sys.stderr)
    print(HEADER)
    print("feature\tweight\tsource")
    for name, weight in sorted(fit([one for found in data for one in found]).items()):
        print(f"{name}\t{weight}\ttrained")


if __name__ == "__main__":
    main(*sys.argv[1:4])
