"""The sources: a list of all who say or publish something about attacks, and what is known of one."""

from __future__ import annotations

from ui import frame
from ui.data import Data
from ui.labels import Labels
from ui.listing import (
    Row,
    asked_entity,
    choose_text,
    entity_link,
    show_attacks,
    show_facts,
    show_list,
    show_pages,
    unknown,
)
from ui.search import matches, searchable
from ui.selection import Filter
from ui.sources import Source

COLUMNS = (
    "listing.name",
    "listing.class",
    "sources.attacks",
    "sources.alone",
    "sources.claims",
    "sources.contradicted",
)
ACTS = ("sources.act", "sources.number")
ATTACKS_A_PAGE = 10


def show_sources(found: tuple[Source, ...], labels: Labels) -> None:
    """Draw the list, narrowed by a search."""
    frame.html("page-title", labels, title=labels("page.sources"))
    frame.html("lead", labels, text=labels("sources.text"))
    text = choose_text(labels, labels("sources.hint"))
    rows: list[Row] = [
        (
            entity_link(one.thing, "sources", labels),
            labels.term("class", one.thing.kind),
            len(one.attacks),
            len(one.alone),
            sum(number for _, number in one.acts),
            len(one.contradicted),
        )
        for one in found
        if not text or matches(text, searchable((one.thing.words.ar, one.thing.words.en)))
    ]
    show_list(labels("page.sources"), COLUMNS, rows, labels, key=f"sources-{text}")


def show_source(source: Source, data: Data, labels: Labels) -> None:
    """Draw all that is known of one source."""
    lines = data.lines()
    iri = source.thing.iri
    frame.html("thing-head", labels, thing=source.thing, page="sources")
    told = [line for line in lines if line.iri in source.attacks]
    alone = [line for line in lines if line.iri in source.alone]
    if source.acts:
        rows = [(labels.term("act", act), number) for act, number in source.acts]
        show_facts(labels("sources.acts"), ACTS, rows, labels)
    show_attacks(labels("sources.attacks"), told, labels, key="told", wanted=Filter(sources=frozenset({iri})))
    show_attacks(labels("sources.alone.attacks"), alone, labels, key="alone")
    disputes = [
        (line, [conflict for conflict in source.contradicted if conflict.attack == line.iri])
        for line in lines
        if any(conflict.attack == line.iri for conflict in source.contradicted)
    ]
    title = labels("sources.conflicts")
    frame.html("counted-section", labels, title=title, number=len(source.contradicted), more="")
    if disputes:
        show_pages(
            disputes, ATTACKS_A_PAGE, "disputes", lambda some: frame.html("disagreements", labels, disputes=some)
        )
    else:
        frame.html("none", labels)


def show(data: Data, labels: Labels) -> None:
    """Draw the list, or the one that the address asks for."""
    found = data.sources()
    iri = asked_entity()
    if not iri:
        show_sources(found, labels)
        return
    source = next((one for one in found if one.thing.iri == iri), None)
    if source is None:
        unknown(iri, "sources", labels)
        return
    frame.set_title(source.thing.words.get(labels.language), labels)
    show_source(source, data, labels)


labels = frame.labels()
show(frame.open_data(labels), labels)
