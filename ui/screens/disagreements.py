"""The disagreements: reports that cannot both hold, and totals that are not the sum of their parts, for reading."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import streamlit as st

from ui import frame
from ui.data import Data
from ui.labels import Labels
from ui.listing import show_pages
from ui.records import AttackLine, Conflict, Unsummed
from ui.switches import switch

ATTACKS_A_PAGE = 20
TOTALS_A_PAGE = 30
ALL, TOTALS = "all", "totals"
SUBJECTS = ("outcome", "killed", "wounded", "count", "perpetrator", "responsibility")

Dispute = tuple[AttackLine, list[Conflict]]


def by_attack(lines: Sequence[AttackLine], conflicts: Sequence[Conflict]) -> list[Dispute]:
    """The conflicts of each attack that has any, in the order of the attacks."""
    found: dict[str, list[Conflict]] = {}
    for conflict in conflicts:
        found.setdefault(conflict.attack, []).append(conflict)
    return [(line, found[line.iri]) for line in lines if line.iri in found]


def choose_subject(numbers: Counter[str], labels: Labels) -> str:
    """Draw the choice of what is disagreed about; only what there is can be chosen."""
    options = [ALL, *(subject for subject in (*SUBJECTS, TOTALS) if numbers[subject])]

    def show(subject: str) -> str:
        if subject == ALL:
            return labels("disagreements.all")
        title = labels("disagreements.totals") if subject == TOTALS else labels.term("subject", subject)
        return f"{title} ({numbers[subject]:,})"

    return switch("subject", options, labels, show)


def show_conflicts(disputes: Sequence[Dispute], subject: str, labels: Labels) -> None:
    """Draw both sides of each conflict below the attack that it is about."""
    frame.html("counted-section", labels, title=labels("section.conflicts"), number=len(disputes), more="")
    show_pages(
        disputes, ATTACKS_A_PAGE, f"disputes-{subject}", lambda some: frame.html("disagreements", labels, disputes=some)
    )


def show_totals(totals: Sequence[tuple[AttackLine, Unsummed]], labels: Labels) -> None:
    """Draw the totals against the sums of their parts."""
    frame.html("counted-section", labels, title=labels("disagreements.totals"), number=len(totals), more="")
    frame.html("lead", labels, text=labels("disagreements.totals.text"))
    show_pages(totals, TOTALS_A_PAGE, "totals", lambda some: frame.html("totals", labels, totals=some))


def show(data: Data, labels: Labels) -> None:
    """Draw the page."""
    lines, conflicts = data.lines(), data.conflicts()
    rank = {line.iri: number for number, line in enumerate(lines)}
    totals = sorted((total for total in data.unsummed() if total.series in rank), key=lambda one: rank[one.series])
    if not conflicts and not totals:
        st.info(labels("disagreements.none"))
        return
    numbers = Counter(conflict.subject for conflict in conflicts)
    numbers[TOTALS] = len(totals)
    subject = choose_subject(numbers, labels)
    wanted = [conflict for conflict in conflicts if subject in (ALL, conflict.subject)]
    if wanted:
        show_conflicts(by_attack(lines, wanted), subject, labels)
    if totals and subject in (ALL, TOTALS):
        show_totals([(lines[rank[total.series]], total) for total in totals], labels)


labels = frame.labels()
data = frame.open_data(labels)
frame.html("page-title", labels, title=labels("page.disagreements"))
frame.html("lead", labels, text=labels("disagreements.text"))
show(data, labels)
