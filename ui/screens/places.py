"""The places: a list of all where something happened, and what is known of one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from builder.graph.entities import PLACES
from builder.model import EntityClass
from ui import frame
from ui.data import Data
from ui.labels import Labels
from ui.listing import Row, asked_entity, choose_text, show_attacks, show_facts, show_list, show_weeks_of, unknown
from ui.records import AttackLine, Thing
from ui.search import matches, searchable
from ui.selection import FACETS, Filter
from ui.switches import switch
from ui.trends import most_frequent

ALL = "all"
CLASSES = (
    EntityClass.COUNTRY,
    EntityClass.GOVERNORATE,
    EntityClass.SETTLEMENT,
    EntityClass.FACILITY,
    EntityClass.REGION,
)
COLUMNS = ("listing.name", "listing.class", "places.within", "listing.attacks")
MOST_ACTIVE = 10

Containers = Mapping[str, tuple[str, ...]]


def count(lines: Sequence[AttackLine]) -> list[tuple[Thing, int]]:
    """All places that are known beyond one article, with the attacks there and in all that they contain."""
    found = most_frequent(lines, FACETS["places"], most=len(lines) * len(CLASSES) * len(CLASSES))
    return [(thing, number) for thing, number in found if thing.kind in PLACES and "#" not in thing.iri]


def containers_of(iri: str, containers: Containers, things: Mapping[str, Thing]) -> list[Thing]:
    """All that contains a place, from the nearest outwards."""
    found: dict[str, None] = {}
    waiting = [iri]
    for place in waiting:
        for container in containers.get(place, ()):
            if container not in found and container != iri:
                found[container] = None
                waiting.append(container)
    return [things[container] for container in found if container in things]


def show_places(data: Data, labels: Labels) -> None:
    """Draw the list, narrowed by class and by a search."""
    frame.html("page-title", labels, title=labels("page.places"))
    text = choose_text(labels, labels("places.hint"))
    found = count(data.lines())
    kinds = {thing.kind for thing, _ in found}
    kind = switch(
        "class",
        [ALL, *(name for name in CLASSES if name in kinds)],
        labels,
        lambda name: labels("places.all") if name == ALL else labels.term("class", name),
    )
    rows: list[Row] = [
        (thing, labels.term("class", thing.kind), nearest(thing, data), number)
        for thing, number in found
        if kind in (ALL, thing.kind) and (not text or matches(text, searchable((thing.words.ar, thing.words.en))))
    ]
    show_list(labels("page.places"), COLUMNS, rows, labels, key=f"places-{kind}-{text}")


def nearest(thing: Thing, data: Data) -> Thing | None:
    """What a place lies directly in."""
    things = data.things()
    return next((things[iri] for iri in data.containers().get(thing.iri, ()) if iri in things), None)


def perpetrators(line: AttackLine) -> Iterator[Thing]:
    """The perpetrators that have a name."""
    return (party.thing for party in line.parties if party.thing.kind != EntityClass.UNRESOLVED_ACTOR)


def show_place(place: Thing, data: Data, labels: Labels) -> None:
    """Draw all that is known of one place."""
    wanted = Filter(places=frozenset({place.iri}))
    lines = wanted.apply(data.lines())
    frame.html("thing-head", labels, thing=place, page="places")
    outside = containers_of(place.iri, data.containers(), data.things())
    if outside:
        frame.html("place-path", labels, places=outside)
    show_weeks_of(lines, labels)
    frame.html("section", labels, title=labels("places.actors"))
    frame.html("ranking", labels, ranking=most_frequent(lines, perpetrators, MOST_ACTIVE))
    show_attacks(labels("places.attacks"), lines, labels, key="there", wanted=wanted)
    inside = [
        (thing, number)
        for thing, number in count(lines)
        if place.iri in {one.iri for one in containers_of(thing.iri, data.containers(), data.things())}
    ]
    rows: list[Row] = [
        (thing, labels.term("class", thing.kind), nearest(thing, data), number) for thing, number in inside
    ]
    if rows:
        show_facts(labels("places.contains"), COLUMNS, rows, labels)


def show(data: Data, labels: Labels) -> None:
    """Draw the list, or the one that the address asks for."""
    iri = asked_entity()
    if not iri:
        show_places(data, labels)
        return
    place = data.things().get(iri)
    if place is None or place.kind not in PLACES:
        unknown(iri, "places", labels)
        return
    frame.set_title(place.words.get(labels.language), labels)
    show_place(place, data, labels)


labels = frame.labels()
show(frame.open_data(labels), labels)
