"""What is marked in the text of an article: the words for each role, and for those who speak."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from builder.model import Span
from ui import frame
from ui.evidence import Mark, anchors, passages
from ui.labels import Labels
from ui.records import ArticleText, Report


def marks(reports: Sequence[Report], labels: Labels) -> list[Mark]:
    """The marks of several reports of one article, each place once for each part that it plays."""
    found = dict.fromkeys(mention for report in reports for mention in _mentions(report))
    return [Mark(span, group, labels.term("role", group)) for group, span in found]


def _mentions(report: Report) -> Iterator[tuple[str, Span]]:
    yield from ((role.role, words.span) for role in report.roles for words in role.evidence)
    yield from (mention for claim in report.claims for mention in claim.mentions)


def show_article(article: ArticleText, reports: Sequence[Report], index: int, labels: Labels) -> None:
    """Draw an article with the evidence of *reports* marked, and the legend.

    Links to ``#wINDEX-START`` lead to the words that begin at that code point.
    """
    marked = marks(reports, labels)
    sentences = [
        words.sentence for report in reports for role in report.roles for words in role.evidence if words.sentence
    ]
    quotes = [claim.quote for report in reports for claim in report.claims if claim.quote]
    paragraphs = passages(article.text, [*sentences, *quotes], marked)
    wanted = {span.start for span in (*(mark.span for mark in marked), *quotes)}
    frame.html(
        "article",
        labels,
        boxed=False,
        groups=list(dict.fromkeys(mark.group for mark in marked)),
        paragraphs=paragraphs,
        anchors=anchors(paragraphs, {start: f"w{index}-{start}" for start in sorted(wanted)}),
    )
