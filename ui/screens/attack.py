"""One attack: who says what, where sources disagree, every role with its words, and the articles themselves."""

from __future__ import annotations

from collections.abc import Iterator

import streamlit as st

from builder.model import Span
from ui import frame
from ui.evidence import Mark, anchors, passages
from ui.labels import Labels
from ui.records import Attack, AttackLine, Report


def marks(report: Report, labels: Labels) -> list[Mark]:
    """What is marked in the article's text, each place once for each part that it plays."""
    found = dict.fromkeys(_marked(report))
    return [Mark(span, group, labels.term("role", group)) for group, span in found]


def _marked(report: Report) -> Iterator[tuple[str, Span]]:
    yield from ((role.role, words.span) for role in report.roles for words in role.evidence)
    yield from (mention for claim in report.claims for mention in claim.mentions)


def show_report(report: Report, index: int, attack: Attack, labels: Labels) -> None:
    """Draw what one article says, the article beside it."""
    facts, article = st.columns([1, 1], gap="medium")
    text = report.article.text
    with facts:
        frame.html("report-head", labels, report=report)
        disputes = [conflict for conflict in attack.conflicts if conflict.article == report.article.identifier]
        if disputes:
            _section("conflicts", labels)
            frame.html("conflicts", labels, conflicts=disputes)
        _section("claims", labels)
        frame.html("claims", labels, claims=report.claims, text=text, index=index)
        show_neighbours(report, attack, labels)
        _section("roles", labels)
        frame.html("roles", labels, report=report, text=text, index=index)
    with article:
        _section("article", labels)
        show_article(report, index, labels)


def show_neighbours(report: Report, attack: Attack, labels: Labels) -> None:
    """Draw the series with its parts and what does not add up, and the attacks linked to this one."""
    unsummed = [total for total in attack.unsummed if total.article == report.article.identifier]
    parts = [neighbour for neighbour in report.neighbours if neighbour.link in {"partOf", "hasPart"}]
    others = [neighbour for neighbour in report.neighbours if neighbour not in parts]
    text = report.article.text
    if unsummed or parts:
        _section("series", labels)
        frame.html("neighbours", labels, neighbours=parts, unsummed=unsummed, text=text)
    if others:
        _section("linked", labels)
        frame.html("neighbours", labels, neighbours=others, unsummed=(), text=text)


def show_article(report: Report, index: int, labels: Labels) -> None:
    """Draw the article with its evidence marked, and the legend."""
    marked = marks(report, labels)
    sentences = [words.sentence for role in report.roles for words in role.evidence if words.sentence]
    quotes = [claim.quote for claim in report.claims if claim.quote]
    paragraphs = passages(report.article.text, [*sentences, *quotes], marked)
    wanted = {span.start for span in (*(mark.span for mark in marked), *quotes)}
    frame.html(
        "article",
        labels,
        groups=list(dict.fromkeys(mark.group for mark in marked)),
        paragraphs=paragraphs,
        anchors=anchors(paragraphs, {start: f"w{index}-{start}" for start in sorted(wanted)}),
    )


def _section(name: str, labels: Labels) -> None:
    frame.html("section", labels, title=labels(f"section.{name}"))


def _line(lines: tuple[AttackLine, ...], iri: str) -> AttackLine | None:
    return next((line for line in lines if line.iri == iri), None)


labels = frame.labels()
data = frame.open_data(labels)
iri = st.query_params.get(frame.ATTACK, "")
line = _line(data.lines(), iri)
if line is None:
    state = "attack.unknown" if iri else "attack.choose"
    frame.notice(labels(f"{state}.title"), labels(f"{state}.text", iri=frame.isolated(iri)), labels)
else:
    attack = data.attack(iri)
    places = labels("comma").join(place.words.get(labels.language) for place in line.places)
    frame.set_title(": ".join(part for part in (labels.term("type", line.attack_type), places) if part), labels)
    frame.html("attack-head", labels, line=line)
    for index, report in enumerate(attack.reports):
        show_report(report, index, attack, labels)
