"""The overview: what has happened lately, who is most active, what is new, and how good the build is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import astuple

import streamlit as st

from builder.model import EntityClass, EventKind
from ui import frame
from ui.data import Data
from ui.finding import show_finder
from ui.labels import Labels
from ui.quality import quality, rejection_reasons
from ui.records import AttackLine, Figures, Thing, Toll
from ui.switches import switch
from ui.trends import Period, by_week, change, first_named, latest_period, most_frequent
from ui.views import show_weeks

PERIODS = ("30", "7", "90", "365")
MOST_ACTIVE = 8
NEWEST = 8
EXAMPLES = 5  # inputs for each reason of rejections
MOST_REASONS = 50
MOST_SERIES = 9  # in the chart; the rest is one more


def choose_period(labels: Labels) -> int:
    """Draw the choice of the period's length in days."""
    days = switch("days", PERIODS, labels, lambda days: labels("overview.days", n=days))
    return int(days)


def show_changes(lines: Sequence[AttackLine], period: Period, labels: Labels) -> None:
    """Draw the totals of the period, each with its change against the period before."""
    news = [line for line in lines if line.kind == EventKind.ATTACK and not line.background]
    changes = [
        (key, change(news, period, of))
        for key, of in (
            ("attacks", lambda line: 1),
            ("killed", lambda line: _least(line.killed)),
            ("wounded", lambda line: _least(line.wounded)),
            ("conflicts", lambda line: line.conflicts),
        )
    ]
    frame.html("changes", labels, changes=changes, period=period)


def _least(toll: Toll | None) -> int:
    return toll.low if toll else 0


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


def named_actors(line: AttackLine) -> Iterator[Thing]:
    """The perpetrators that have a name: gunmen and unknown persons are none to compare."""
    return (party.thing for party in line.parties if party.thing.kind != EntityClass.UNRESOLVED_ACTOR)


def show_period(lines: Sequence[AttackLine], days: int, labels: Labels) -> None:
    """Draw all that is about the last *days* days."""
    period = latest_period(lines, days)
    if period is None:
        st.caption(labels("timeline.undated", n=len(lines)))
        return
    within = [line for line in lines if period.holds(line.day)]
    show_changes(lines, period, labels)
    _section("weeks", labels)
    show_chart(within, labels)
    active, new = st.columns(2, gap="large")
    with active:
        _section("active", labels)
        frame.html("ranking", labels, ranking=most_frequent(within, named_actors, MOST_ACTIVE))
    with new:
        _section("new", labels)
        frame.html("new-things", labels, things=first_named(lines, named_actors, period)[:MOST_ACTIVE])
    disputed = [line for line in within if line.conflicts]
    _section("disputed", labels)
    if disputed:
        frame.html("attacks", labels, lines=disputed[:NEWEST])
    else:
        frame.html("lead", labels, text=labels("overview.none"))
    frame.html("section", labels, title=labels("overview.newest"))
    frame.html("attacks", labels, lines=within[:NEWEST])


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


def show_quality(lines: Sequence[AttackLine], data: Data, labels: Labels) -> None:
    """Draw how much is known of the attacks, what became of the inputs, and when the build was finished."""
    figures = data.figures()
    built = data.built()
    frame.html("section", labels, title=labels("quality"))
    frame.html("lead", labels, text=labels("quality.text"))
    frame.html(
        "quality",
        labels,
        quality=quality(lines),
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
lines = data.lines()
frame.html("page-title", labels, title=labels("page.overview"))
show_finder(data, labels)
if lines:
    show_period(lines, choose_period(labels), labels)
else:
    text = labels("state.no_attack.text", articles=data.figures().articles)
    frame.notice(labels("state.no_attack.title"), text, labels)
show_figures(data.figures(), labels)
show_quality(lines, data, labels)
