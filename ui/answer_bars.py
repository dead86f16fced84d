"""The chart of an answer: bars over time or by category, as the user chooses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import cycle, islice

import altair as alt
import streamlit as st

from ui import frame
from ui.answer_cells import cell
from ui.answer_chart import Chart, axes_of, chart
from ui.columns import Column, Known, is_resource
from ui.labels import Labels, Language
from ui.views import COLOURS, FONT


def show_chart(columns: Sequence[Column], known: Known, labels: Labels, key: str) -> None:
    """Draw the chart with the choice of its columns; another *key* begins anew."""
    axes = axes_of(columns)
    if axes is None:
        return
    left, middle, right = st.columns(3)
    indices = [column.index for column in axes.bars]
    bars = columns[
        left.selectbox(
            labels("answer_chart.bars"), indices, format_func=lambda index: columns[index].name, key=f"rasd-bars-{key}"
        )
    ]
    counted = [*(column.index for column in axes.numbers), *([-1] if bars in axes.days else [])]
    height = middle.selectbox(
        labels("answer_chart.height"), counted, key=f"rasd-height-{key}-{bars.index}",
        format_func=lambda index: columns[index].name if index >= 0 else labels("answer_chart.rows"),
    )  # fmt: skip
    parts = right.selectbox(
        labels("answer_chart.series"), [column.index for column in axes.categories if column is not bars], None,
        format_func=lambda index: columns[index].name, key=f"rasd-series-{key}-{bars.index}",
        placeholder=labels("answer_chart.one"),
    )  # fmt: skip
    numbers = columns[height] if height >= 0 else None
    made = chart(bars, numbers, None if parts is None else columns[parts])
    title = labels("answer_chart.sum", column=numbers.name) if numbers else labels("answer_chart.rows")
    _draw_chart(made, bars.name, title, parts is not None, known, labels)
    if made.left_out:
        st.caption(
            labels("answer_chart.left_out", n=f"{len(made.names):,}", total=f"{len(made.names) + made.left_out:,}")
        )
    if made.without:
        st.caption(labels("answer_chart.without", n=f"{made.without:,}"))


def _value_name(value: str, known: Known, labels: Labels) -> str:
    """What a value is called on an axis."""
    if not is_resource(value):
        return labels.term("type", value)
    about = cell(value, known, labels.language)
    return about.about or about.text


def _draw_chart(made: Chart, bars: str, title: str, parted: bool, known: Known, labels: Labels) -> None:
    totals: dict[str, float] = {}
    for bar in made.bars:
        totals[bar.series] = totals.get(bar.series, 0.0) + bar.value
    series = sorted(totals, key=lambda name: (not name, -totals[name], name))  # the others last
    colours = dict(zip(series, islice(cycle(COLOURS), len(series)), strict=True))
    names = {value: value if made.grain else _value_name(value, known, labels) for value in made.names}
    parts = {
        value: (_value_name(value, known, labels) if value else labels("answer_chart.other")) if parted else title
        for value in series
    }
    values = [
        {"bar": names[bar.bar], "series": parts[bar.series], "value": bar.value, "order": series.index(bar.series)}
        for bar in made.bars
    ]
    order = list(dict.fromkeys(names.values()))
    if made.grain:
        drawn = _over_time(values, order, f"{bars} ({labels(f'answer_chart.{made.grain}')})", title, labels)
    else:
        drawn = _by_category(values, order, title, labels)
    colour = alt.Color(
        "series:N", legend=None,
        scale=alt.Scale(domain=[parts[one] for one in series], range=[colours[one] for one in series]),
    )  # fmt: skip
    tooltip = [
        alt.Tooltip("bar:N", title=bars),
        *([alt.Tooltip("series:N", title=labels("chart.series"))] if parted else []),
        alt.Tooltip("value:Q", title=title, format=",~f"),
    ]
    st.altair_chart(
        drawn.encode(color=colour, order=alt.Order("order:Q"), tooltip=tooltip).configure_axis(
            labelFont=FONT, titleFont=FONT, labelLimit=220
        ),
        width="stretch",
        alt=labels("answer_chart.alt"),
    )
    if parted:
        frame.html("chart-legend", labels, series=[(parts[one], colours[one], _plain(totals[one])) for one in series])


def _plain(value: float) -> float:
    return int(value) if value.is_integer() else round(value, 3)


def _over_time(
    values: Sequence[Mapping[str, object]], names: list[str], bars: str, title: str, labels: Labels
) -> alt.Chart:
    rtl = labels.language is Language.ARABIC
    axis = alt.Axis(labelAngle=0, labelOverlap="greedy", labelBound=True)
    made: alt.Chart = _bars(values, height=300).encode(
        x=alt.X("bar:O", title=bars, scale=alt.Scale(domain=names, reverse=rtl), axis=axis),
        y=alt.Y(
            "sum(value):Q",
            title=title,
            axis=alt.Axis(orient="right" if rtl else "left", format=",~f", tickMinStep=_step(values)),
        ),
    )
    return made


def _by_category(values: Sequence[Mapping[str, object]], names: list[str], title: str, labels: Labels) -> alt.Chart:
    rtl = labels.language is Language.ARABIC
    axis = alt.Axis(format=",~f", tickCount=5, tickMinStep=_step(values))
    made: alt.Chart = _bars(values, height=26 * len(names) + 50).encode(
        y=alt.Y("bar:N", title=None, sort=names, axis=alt.Axis(orient="right" if rtl else "left")),
        x=alt.X("sum(value):Q", title=title, scale=alt.Scale(reverse=rtl), axis=axis),
    )
    return made


def _bars(values: Sequence[Mapping[str, object]], height: int) -> alt.Chart:
    made: alt.Chart = alt.Chart(alt.InlineData(values=list(values)), height=height).mark_bar()
    return made


def _step(values: Sequence[Mapping[str, object]]) -> float:
    """The least distance of two marks of an axis: counts have no halves."""
    return 1 if all(isinstance(one["value"], float) and one["value"].is_integer() for one in values) else 0
