"""Lines of attacks for tests of what is made of them."""

from __future__ import annotations

from ui.labels import Words
from ui.records import AttackLine, Party, Thing
from ui.search import searchable


def thing(iri: str, ar: str = "", en: str = "", kind: str = "") -> Thing:
    """An entity; its Arabic name is its IRI unless given."""
    return Thing(iri, kind, Words(ar or iri, en))


def party(of: Thing, *, claimed: bool = False, attributed: bool = False) -> Party:
    """A perpetrator who denies nothing."""
    return Party(of, claimed, attributed, denies=False)


def attack(iri: str, **given: object) -> AttackLine:
    """An attack of which only *given* is known; its text for searches is made of the names and headlines."""
    values: dict[str, object] = {
        "kind": "attack",
        "attack_type": "AirStrike",
        "status": "occurred",
        "background": False,
        "earliest": "",
        "latest": "",
        "published": "",
        "places": (),
        "wider": (),
        "parties": (),
        "basis": "",
        "targets": (),
        "weapons": (),
        "sources": (),
        "titles": (),
        "articles": 1,
        "confidence": 0.5,
        "killed": None,
        "wounded": None,
        "conflicts": 0,
        "search": searchable(()),
    }
    line = AttackLine(iri=iri, **{**values, **given})  # type: ignore[arg-type]
    things = (*line.places, *line.wider, *line.targets, *(one.thing for one in line.parties))
    names = (name for one in things for name in (one.words.ar, one.words.en))
    return AttackLine(
        **{field: getattr(line, field) for field in AttackLine.__slots__ if field != "search"},
        search=searchable((*names, *line.titles)),
    )
