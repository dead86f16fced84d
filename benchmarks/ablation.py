"""What each step of the extraction is worth: the figures on annotated articles with one step switched off at a time.

    python benchmarks/ablation.py GOLD.jsonl ARTICLES.jsonl [STEP...]

The files are described in docs/evaluation.md. Without STEP all are tried. A step is switched off by putting a function
that finds nothing in the place of the one that does the work, here and nowhere else; rows come straight from the
extraction. Prints a line for each step: F1 of events and of all roles, the differences from the whole in hundredths,
and the roles that change by half a hundredth or more.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from unittest.mock import patch

from builder.articles.inputs import read_inputs
from builder.articles.rejection import Rejection
from builder.evaluation.annotations import AnnotatedArticle, read_annotations, read_texts
from builder.evaluation.rows import rows_of_extraction
from builder.evaluation.scoring import ROLES, Scores, score
from builder.extraction import coreference
from builder.extraction.extractor import extract
from builder.extraction.frame import Incident, Linked
from builder.extraction.weights import weights
from builder.model import Article

SHOWN = 0.5  # hundredths


def nothing(*_: Any, **__: Any) -> tuple[()]:
    """Find nothing."""
    return ()


def empty_list(*_: Any, **__: Any) -> list[Any]:
    """Find nothing, as a list."""
    return []


def none(*_: Any, **__: Any) -> None:
    """Give no answer."""


def news(_: Mapping[str, float]) -> bool:
    """Take an incident for news."""
    return False


def separate(frames: list[Linked], trial: object = None, *, published: date | None = None) -> list[Incident]:
    """Make each frame that can be an incident one of its own."""
    del trial
    return GROUP_FRAMES(frames, replace(weights(), join=float("inf")), published=published)


GROUP_FRAMES = coreference.group_frames
STEPS: Mapping[str, tuple[tuple[str, object], ...]] = {
    "relative places": (("builder.extraction.syntax.find_relative_places", nothing),),
    "coreference": (("builder.extraction.extractor.group_frames", separate),),
    "background": (("builder.extraction.relevance._is_background", news),),
    "attribution": (("builder.extraction.extractor.find_attributions", nothing),),
    "casualties": (("builder.extraction.extractor.find_casualties", nothing),),
    "place of the sentence": (("builder.extraction.frames.places_of_sentence", empty_list),),
    "weapon of the sentence": (("builder.extraction.frames.weapons_of_sentence", nothing),),
    "victims as targets": (("builder.extraction.frames._victims", empty_list),),
    "lead": (
        ("builder.extraction.event_arguments._places_of_lead", nothing),
        ("builder.extraction.event_arguments._date_of_lead", empty_list),
    ),
    "attackers by kind": (("builder.extraction.event_arguments._named_by_kind", nothing),),
    "new groups": (("builder.extraction.linking.find_groups", nothing),),
    "definites": (("builder.extraction.definites.Definites.resolve", none),),
    "light verbs": (("builder.extraction.arguments.read_light_verb", none),),
    "complements": (("builder.extraction.arguments.read_complements", none),),
}


def measure(articles: list[Article], annotated: list[AnnotatedArticle], texts: Mapping[str, str]) -> Scores:
    """The figures of the extraction as it is at the moment."""
    rows = [row for article in articles for row in rows_of_extraction(extract(article))]
    return score(annotated, rows, texts)[0]


def without(step: str) -> ExitStack:
    """Switch a step off until the context is left.

    :raises AttributeError: if the function of the step has another name by now.
    """
    stack = ExitStack()
    for target, stub in STEPS[step]:
        stack.enter_context(patch(target, stub))
    return stack


def changes(whole: Scores, part: Scores) -> Iterator[str]:
    """The roles that change, with the difference of F1 in hundredths."""
    for role in ROLES:
        difference = 100 * (part.roles[role].f1 - whole.roles[role].f1)
        if abs(difference) >= SHOWN:
            yield f"{role} {difference:+.1f}"


def main(gold: Path, source: Path, steps: list[str]) -> None:
    """Measure the whole, then each step's absence."""
    if unknown := set(steps) - STEPS.keys():
        raise SystemExit(f"no such step: {', '.join(sorted(unknown))}; there are: {', '.join(STEPS)}")
    annotated, texts = read_annotations(gold), read_texts(source)
    wanted = {article.id for article in annotated}
    articles = [item for item in read_inputs([source]) if not isinstance(item, Rejection) and item.id in wanted]
    whole = measure(articles, annotated, texts)
    print(f"{'whole':<24} event {whole.event.f1:.3f}         roles {whole.all_roles.f1:.3f}", flush=True)
    for step in steps or STEPS:
        with without(step):
            part = measure(articles, annotated, texts)
        event, roles = (100 * (a.f1 - b.f1) for a, b in ((part.event, whole.event), (part.all_roles, whole.all_roles)))
        print(
            f"{step:<24} event {part.event.f1:.3f} ({event:+5.1f}) roles {part.all_roles.f1:.3f} ({roles:+5.1f})  "
            f"{', '.join(changes(whole, part))}",
            flush=True,
        )


if __name__ == "__main__":
    if len(sys.argv) < 3:
        raise SystemExit(__doc__)
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:])
