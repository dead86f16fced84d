"""One selection of attacks as a table, a timeline or a map."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import cycle, islice
from urllib.parse import urlencode

import altair as alt
import streamlit as st

from ui import frame
from ui.labels import Labels, Language, Words
from ui.map import ColourBy, MapPlace, show_map
from ui.permalinks import pack
from ui.records import AttackLine, Thing
from ui.render import attack_address
from ui.switches import switch
from ui.trends import Week, by_week, every_week

LINES_A_PAGE = 50
FONT = "IBM Plex Sans Arabic"
# Told apart by people who see few colours, and seen on white and on black: Paul Tol's "muted" and "bright" schemes.
COLOURS = (
    "#4477aa", "#cc6677", "#228833", "#ddaa33", "#66ccee", "#aa3377", "#999933", "#ee7733", "#9988cc", "#44aa99",
    "#bbbbbb", "#882255",
)  # fmt: skip
VIEWS = ("table", "timeline", "map")


def choose_view(labels: Labels) -> str:
    """Draw the choice between the views."""
    return switch("view", VIEWS, labels, lambda view: labels(f"view.{view}"))


def show_table(lines: Sequence[AttackLine], selection: int, labels: Labels) -> None:
    """Draw the attacks, a page at a time; another *selection* begins at its first page."""
    place = st.container()
    pages = -(-len(lines) // LINES_A_PAGE)
    number = st.pagination(pages, key=f"rasd-page-{selection}") if pages > 1 else 1
    first = (number - 1) * LINES_A_PAGE
    with place:
        frame.html("attacks", labels, lines=lines[first : first + LINES_A_PAGE])


def show_timeline(lines: Sequence[AttackLine], labels: Labels) -> None:
    """Draw how many attacks of each type there were in each week."""
    weeks = by_week(lines, lambda line: [labels.term("type", line.attack_type)])
    show_weeks(weeks, labels)
    undated = sum(not line.day for line in lines)
    if undated:
        st.caption(labels("timeline.undated", n=undated))


def show_places(lines: Sequence[AttackLine], labels: Labels) -> None:
    """Draw the attacks on a map; one that is chosen there opens its page."""
    colour = ColourBy(
        switch("colour", [*ColourBy], labels, lambda by: labels(f"colour.{by}"), title=labels("switch.colour"))
    )
    chosen = show_map([place for line in lines for place in map_places(line)], labels, key="rasd-map", colour=colour)
    if chosen is not None:
        frame.open_address(attack_address(chosen, labels.language))


def show_query(text: str, labels: Labels) -> None:
    """Draw the query that gives the selection, folded up, with a link that opens it in the page of queries."""
    with st.expander(labels("attacks.query")):
        packed = pack(text)
        if packed is None:
            st.caption(labels("sparql.too_long"))
        else:
            address = "sparql?" + urlencode({"text": packed, frame.LANGUAGE: labels.language.value})
            st.markdown(f"[{labels('attacks.query.open')}]({address})")
        st.code(text, language="sparql", height=320)


def map_places(line: AttackLine) -> list[MapPlace]:
    """The attack at each of its places, one without a position where it has none, so that the map can count it."""
    title = " · ".join(line.titles)
    where = [place for place in line.places if place.position is not None] or line.places[:1] or (None,)
    return [_map_place(line, title, place) for place in where]


def _map_place(line: AttackLine, title: str, place: Thing | None) -> MapPlace:
    position = place.position if place else None
    return MapPlace(
        attack=line.iri,
        title=title,
        attack_type=line.attack_type,
        status=line.status,
        earliest=line.earliest,
        latest=line.latest,
        place=place.iri if place else "",
        name=place.words if place else Words(""),
        place_class=place.kind if place else "",
        latitude=position.latitude if position else None,
        longitude=position.longitude if position else None,
        uncertainty_km=position.uncertainty_km if position else None,
    )


def show_weeks(weeks: Sequence[Week], labels: Labels) -> None:
    """Draw counts by week as stacked bars, weeks without any attack too, with the meaning of the colours below."""
    totals = Counter[str]()
    for week in weeks:
        totals[week.series] += week.attacks
    series = [name for name, _ in totals.most_common()]
    colours = dict(zip(series, islice(cycle(COLOURS), len(series)), strict=True))
    mondays = [monday.isoformat() for monday in every_week(weeks)]
    values = [
        {"week": week.monday.isoformat(), "series": week.series, "attacks": week.attacks,
         "order": series.index(week.series)}
        for week in weeks
    ]  # fmt: skip
    rtl = labels.language is Language.ARABIC
    chart = (
        alt.Chart(alt.InlineData(values=values), height=260)
        .mark_bar()
        .encode(
            x=alt.X(
                "week:O",
                title=labels("chart.week"),
                scale=alt.Scale(domain=mondays, reverse=rtl),
                axis=alt.Axis(labelAngle=0, labelOverlap="greedy", labelBound=True),
            ),
            y=alt.Y(
                "sum(attacks):Q",
                title=labels("figure.attacks"),
                axis=alt.Axis(orient="right" if rtl else "left", tickMinStep=1, format="d"),
            ),
            color=alt.Color(
                "series:N", legend=None, scale=alt.Scale(domain=series, range=[colours[name] for name in series])
            ),
            order=alt.Order("order:Q"),
            tooltip=[
                alt.Tooltip("week:O", title=labels("chart.week")),
                alt.Tooltip("series:N", title=labels("chart.series")),
                alt.Tooltip("attacks:Q", title=labels("figure.attacks")),
            ],
        )
        .configure_axis(labelFont=FONT, titleFont=FONT)
    )
    st.altair_chart(chart, width="stretch", alt=labels("chart.alt"))
    # Of Vega's own legend the words are cut off where they run from right to left.
    frame.html("chart-legend", labels, series=[(name, colours[name], totals[name]) for name in series])
