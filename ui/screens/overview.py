"""The overview: what has happened lately, who is most active, what is new, and how good the build is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple

import streamlit as st

from ui import frame
from ui.data import Data
from ui.finding import show_finder
from ui.labels import Labels
from ui.quality import rejection_reasons
from ui.records import AttackLine, Figures
from ui.summary import named_actors, quality_of, summary_of
from ui.switches import switch
from ui.trends import by_week, most_frequent
from ui.views import show_weeks

PERIODS = ("30", "7", "90", "365")
NEWEST = 8
EXAMPLES = 5  # inputs for each reason of rejections
MOST_REASONS = 50
MOST_SERIES = 9  # in the chart; the rest is one more


def choose_period(labels: Labels) -> int:
    """Draw the choice of the period's length in days."""
    days = switch("days", PERIODS, labels, lambda days: labels("overview.days", n=days))
    return int(days)


def show_chart(lines: Sequence[AttackLine], labels: Labels) -> None:
    """Draw the attacks by week, by type or by actor."""
    series = switch("by", ("type", "actor"), labels, lambda name: labels(f"overview.by.{name}"))
    if series == "type":
        weeks = by_week(lines, lambda line: [labels.term("type", line.attack_type)])
    else:
        shown = {thing.iri for thing, _ in most_frequent(lines, named_actors, MOST_SERIES)}
        others = labels("overview.others")
        weeks = by_week(
            lines,
            lambda line: [
                thing.words.get(labels.language) if thing.iri in shown else others for thing in named_actors(line)
            ],
        )
    show_weeks(weeks, labels)


def show_period(data: Data, days: int, labels: Labels) -> None:
    """Draw all that is about the last *days* days."""
    found = summary_of(data, days)
    if found is None:
        st.caption(labels("timeline.undated", n=len(data.lines())))
        return
    frame.html("changes", labels, changes=found.changes, period=found.period)
    _section("weeks", labels)
    show_chart(found.within, labels)
    active, new = st.columns(2, gap="large")
    with active:
        _section("active", labels)
        frame.html("ranking", labels, ranking=found.active)
    with new:
        _section("new", labels)
        frame.html("new-things", labels, things=found.new)
    _section("disputed", labels)
    if found.disputed:
        frame.html("attacks", labels, lines=found.disputed[:NEWEST])
    else:
        frame.html("lead", labels, text=labels("overview.none"))
    frame.html("section", labels, title=labels("overview.newest"))
    frame.html("attacks", labels, lines=found.within[:NEWEST])


def _section(name: str, labels: Labels) -> None:
    """Draw the head of a part of the page, with a sentence that says what stands there."""
    frame.html("section", labels, title=labels(f"overview.{name}"))
    frame.html("lead", labels, text=labels(f"overview.means.{name}"))


def show_figures(figures: Figures, labels: Labels) -> None:
    """Draw the counts of the whole store."""
    names = ("articles", "attacks", "series", "claims", "conflicts", "without", "rejected")
    frame.html("section", labels, title=labels("figures"))
    frame.html("lead", labels, text=labels("overview.all"))
    frame.html("figures", labels, figures=list(zip(names, astuple(figures), strict=True)))


def show_quality(data: Data, labels: Labels) -> None:
    """Draw how much is known of the attacks, what became of the inputs, and when the build was finished."""
    figures = data.figures()
    built = data.built()
    frame.html("section", labels, title=labels("quality"))
    frame.html("lead", labels, text=labels("quality.text"))
    frame.html(
        "quality",
        labels,
        quality=quality_of(data),
        states=[
            ("with", figures.articles - figures.without_attack),
            ("without", figures.without_attack),
            ("rejected" if figures.rejected else "no_rejected", figures.rejected),
        ],
        all=figures.articles,
        built=built.strftime("%Y-%m-%d %H:%M") if built else "",
    )
    if figures.rejected:
        reasons = rejection_reasons(data.rejections(), EXAMPLES)
        frame.html("rejections", labels, total=figures.rejected, reasons=reasons[:MOST_REASONS])


labels = frame.labels()
data = frame.open_data(labels)
frame.html("page-title", labels, title=labels("page.overview"))
show_finder(data, labels)
if data.lines():
    show_period(data, choose_period(labels), labels)
else:
    text = labels("state.no_attack.text", articles=data.figures().articles)
    frame.notice(labels("state.no_attack.title"), text, labels)
show_figures(data.figures(), labels)
show_quality(data, labels)
