"""In which ways an answer can be looked at, told by its content."""

from __future__ import annotations

from enum import StrEnum

from ui.answer_chart import axes_of
from ui.answer_map import has_places
from ui.answer_network import default_pair, node_columns, triple_network
from ui.answers import Kind, Shown
from ui.columns import Known, columns_of


class View(StrEnum):
    """A way to look at an answer; the values stand in the address."""

    TABLE = "table"
    CHART = "chart"
    MAP = "map"
    NETWORK = "network"


def views_of(answer: Shown, known: Known) -> tuple[View, ...]:
    """The ways that the content allows; the table is always one of them, unless there are no rows at all."""
    if answer.kind is Kind.YES_OR_NO or not answer.rows:
        return ()
    columns = columns_of(answer.columns, answer.rows)
    if answer.kind is Kind.TRIPLES:
        linked = bool(triple_network(columns, known).edges)
        charted = False
    else:
        linked = default_pair(node_columns(columns, known)) is not None
        charted = axes_of(columns) is not None
    allowed = {
        View.TABLE: True,
        View.CHART: charted,
        View.MAP: has_places(columns, known),
        View.NETWORK: linked,
    }
    return tuple(view for view, allows in allowed.items() if allows)
