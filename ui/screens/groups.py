"""The groups: a list of all actors that have a name, and what is known of one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from builder.graph.entities import ACTORS
from ui import frame
from ui.actors import Actor
from ui.data import Data
from ui.labels import Labels
from ui.listing import Row, asked_entity, choose_text, show_attacks, show_facts, show_list, show_weeks_of, unknown
from ui.records import AttackLine, Party, Thing
from ui.search import matches, searchable
from ui.selection import Basis, Filter

FIGURES = ("by", "on", "said")
COLUMNS = ("listing.name", "listing.class", *(f"groups.{figure}" for figure in FIGURES))
NAMES = ("listing.name", "groups.outlet", "groups.first", "groups.last", "groups.articles")
IDENTITIES = ("groups.other", "groups.status", "groups.reason", "groups.score")
AFFILIATIONS = ("groups.member", "groups.umbrella", "groups.role", "filter.since", "filter.until", "groups.source")
LINKS = ("groups.other", "groups.kind", "groups.weight", "groups.evidence")


def count(lines: Sequence[AttackLine]) -> list[tuple[Thing, list[int]]]:
    """All named actors with the number of attacks by each, on each, and of which each speaks; the most active first."""
    things: dict[str, Thing] = {}
    counters = {figure: Counter[str]() for figure in FIGURES}
    for line in lines:
        parties = tuple(party.thing for party in line.parties)
        for figure, named in zip(FIGURES, (parties, line.targets, line.sources), strict=True):
            for thing in dict.fromkeys(named):
                if thing.kind in ACTORS:
                    things[thing.iri] = thing
                    counters[figure][thing.iri] += 1
    rows = [(thing, [counters[figure][iri] for figure in FIGURES]) for iri, thing in things.items()]
    return sorted(rows, key=lambda row: ([-number for number in row[1]], row[0].words.ar, row[0].iri))


def show_groups(lines: Sequence[AttackLine], labels: Labels) -> None:
    """Draw the list, narrowed by a search."""
    frame.html("page-title", labels, title=labels("page.groups"))
    text = choose_text(labels, labels("groups.hint"))
    found = [row for row in count(lines) if not text or matches(text, searchable((row[0].words.ar, row[0].words.en)))]
    rows: list[Row] = [(thing, labels.term("class", thing.kind), *numbers) for thing, numbers in found]
    show_list(labels("page.groups"), COLUMNS, rows, labels, key=f"groups-{text}")


def show_group(actor: Actor, lines: Sequence[AttackLine], labels: Labels) -> None:
    """Draw all that is known of one actor."""
    iri = actor.thing.iri
    own = [line for line in lines if any(party.thing.iri == iri for party in line.parties)]
    frame.html("thing-head", labels, thing=actor.thing, page="groups")
    show_weeks_of(own, labels)
    for key, wanted, holds in (
        ("claimed", Filter(actors=frozenset({iri}), basis=Basis.CLAIMED), lambda party: party.claimed),
        ("attributed", Filter(actors=frozenset({iri}), basis=Basis.ATTRIBUTED), lambda party: party.attributed),
        ("stated", None, lambda party: not party.claimed and not party.attributed),
    ):
        some = by_party(own, iri, holds)
        if some or wanted:
            show_attacks(labels(f"groups.{key}"), some, labels, key=key, wanted=wanted)
    denied = [line for line in lines if line.iri in actor.denied]
    show_attacks(labels("groups.denied"), denied, labels, key="denied")
    on = [line for line in lines if any(thing.iri == iri for thing in line.targets)]
    show_attacks(labels("groups.targeted"), on, labels, key="on", wanted=Filter(targets=frozenset({iri})))
    show_names(actor, labels)
    show_relations(actor, lines, labels)


def by_party(lines: Sequence[AttackLine], iri: str, holds: Callable[[Party], bool]) -> list[AttackLine]:
    """The attacks of which something holds for an actor as perpetrator."""
    return [line for line in lines if any(party.thing.iri == iri and holds(party) for party in line.parties)]


def show_names(actor: Actor, labels: Labels) -> None:
    """Draw by which names the actor goes, who uses them and when, and who else it may be."""
    show_facts(
        labels("groups.names"),
        NAMES,
        [(use.name, use.outlet, use.first or None, use.last or None, use.articles) for use in actor.names],
        labels,
    )
    if actor.identities:
        rows = [
            (
                one.other,
                labels.term("identity", one.status),
                labels.term("identity_reason", one.reason),
                None if one.score is None else f"{one.score:.2f}",
            )
            for one in actor.identities
        ]
        show_facts(labels("groups.identities"), IDENTITIES, rows, labels)


def show_relations(actor: Actor, lines: Sequence[AttackLine], labels: Labels) -> None:
    """Draw to whom the actor belongs, and what it has in common with others."""
    affiliations = [
        (one.member, one.umbrella, labels.term("affiliation", one.role), one.since or None, one.until or None,
         one.source or None)
        for one in actor.affiliations
    ]  # fmt: skip
    show_facts(labels("groups.affiliations"), AFFILIATIONS, affiliations, labels)
    by_iri = {line.iri: line for line in lines}
    links = [
        (
            link.other,
            labels.term("group_link", link.kind),
            f"{link.weight:g}",
            [by_iri[attack] for attack in link.attacks if attack in by_iri] or None,
        )
        for link in actor.links
    ]
    show_facts(labels("groups.links"), LINKS, links, labels, text=labels("groups.links.text"))


def show(data: Data, labels: Labels) -> None:
    """Draw the list, or the one that the address asks for."""
    iri = asked_entity()
    if not iri:
        show_groups(data.lines(), labels)
        return
    actor = data.actor(iri)
    if actor is None:
        unknown(iri, "groups", labels)
        return
    frame.set_title(actor.thing.words.get(labels.language), labels)
    show_group(actor, data.lines(), labels)


labels = frame.labels()
show(frame.open_data(labels), labels)
