"""Whom an article cites for which incident: a linear model over weak cues.

Whether a speaker is a source of an incident depends on more than whether an attack's word stands in what he says: on
how far away he speaks, on whether he speaks of it elsewhere, on how many incidents there are, and on whether the
incident is one at all. Here each party cited in the article gets, for each incident, the sum of the weights of its
features (table source_weights.tsv, trained by ``scripts/train_sources.py``). Features name grammatical and lexical
classes, never words of an article.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from builder.extraction.frame import Incident
from builder.extraction.voices import Voice
from builder.model import Argument, Filler, Role
from builder.resources import read_table

_LEAD = 3  # sentences of headline and lead
_TOLD = ("trigger", "casualty", "injury", "weapon", "responsibility", "foil")  # what words of a scope tell of
_MOST = 4  # larger counts count alike
_NEAR = 4  # sentences away; further ones count alike
_SHARED = (Role.PLACE, Role.TARGET, Role.PERPETRATOR, Role.WEAPON)
_LEAST_ALONE = -0.75  # sum of weights with which the only one who tells of an incident is still its source
_TELLING = frozenset({"tie=covers", "tie=reports"})
_COVERS, _REPORTS, _BESIDE, _AWAY = range(4)  # how near a voice is to an incident


@dataclass(frozen=True, slots=True)
class Citing:
    """A mention of a party that speaks, or through which one speaks, with the features that no incident changes.

    ``part`` is source, beside, relay or medium of the voice; ``names`` are the IRIs of what is named in its words.
    """

    sentence: int
    part: str
    filler: Filler
    voice: Voice
    names: frozenset[str]
    features: tuple[str, ...]


Cited = Mapping[str, Sequence[Citing]]  # by the IRI of the party


def find_cited(voices: Sequence[Sequence[Voice]]) -> Cited:
    """All who are cited in an article, in the order in which they first speak."""
    found: dict[str, list[Citing]] = {}
    for voice in (voice for sentence in voices for voice in sentence):
        act, common = voice.attribution.act, _of_voice(voice)
        names = frozenset(name.entry.entity.iri for name in voice.view.names(*voice.attribution.scope))
        for part, filler in _parts(voice):
            features = (f"part={part}", f"part={part}&act={act}", *common, *_of_filler(filler))
            citing = Citing(voice.view.sentence.index, part, filler, voice, names, features)
            found.setdefault(filler.entity.iri, []).append(citing)
    return found


def _parts(voice: Voice) -> Iterator[tuple[str, Filler]]:
    """Who and what speaks in a voice, each with its part."""
    if voice.source is not None:
        yield "source", voice.source
    for part, fillers in (("beside", voice.beside), ("relay", voice.relays), ("medium", voice.media)):
        yield from ((part, filler) for filler in fillers)


def _of_voice(voice: Voice) -> tuple[str, ...]:
    """The features of a voice that no incident and no filler changes."""
    said, view = voice.attribution, voice.view
    features = [f"act={said.act}"]
    if said.continued:
        features.append("continued")
    if said.negated:
        features.append("negated")
    told = {r.entry.category for i in range(*said.scope) for r in view.readings[i]} & set(_TOLD)
    features += (f"tells={category}" for category in sorted(told))
    if not told:
        features.append("tells=nothing")
    if voice.media:
        features.append("with medium")
    if voice.relays:
        features.append("with relay")
    return tuple(features)


def _of_filler(filler: Filler) -> tuple[str, ...]:
    """The features of the words of a speaker."""
    words = filler.mention.surface.split()
    return (f"class={filler.entity.entity_class.value}", f"length={min(_MOST, len(words))}")


def _nearness(citing: Citing, incident: Incident) -> tuple[int, int]:
    """How near a mention is to an incident, and the signed distance in sentences to the nearest that tells of it."""
    best = (_AWAY, min((citing.sentence - m.frame.sentence for m in incident.members), key=abs))
    for member in incident.members:
        if member.frame.sentence != citing.sentence:
            continue
        triggers = member.frame.triggers
        tier = _BESIDE
        if not triggers:
            tier = _REPORTS
        elif citing.voice.concerns(triggers):
            tier = _COVERS
        best = min(best, (tier, 0))
    return best


def _tie(nearness: tuple[int, int]) -> str:
    tier, distance = nearness
    if tier != _AWAY:
        return ("covers", "reports", "beside")[tier]
    away = min(_NEAR, abs(distance))
    return f"{'after' if distance > 0 else 'before'} {away}"


@dataclass(frozen=True, slots=True)
class Backdrop:
    """What the citations of one incident are weighed against.

    ``told`` are the other arguments of the incident.
    """

    incident: Incident
    incidents: Sequence[Incident]
    told: Sequence[Argument]


def _of_incident(scene: Backdrop, cited: Cited) -> tuple[str, ...]:
    """The features of an incident, among them those that speak against there being one."""
    incident = scene.incident
    roles = {argument.role for argument in scene.told}
    head = next((m.frame.head for m in incident.members if m.frame.head is not None), None)
    position = next(i for i, other in enumerate(scene.incidents) if other is incident)
    features = [
        "bias",
        f"type={head.attack_type if head is not None else 'none'}",
        f"kind={incident.kind.value}",
        f"roles={len(roles)}",
        f"incidents={min(_MOST, len(scene.incidents))}",
        f"position={min(_MOST, position)}",
        f"members={min(_MOST, len({m.frame.sentence for m in incident.members}))}",
        f"founded={'title' if incident.first_sentence == 0 else 'lead' if incident.first_sentence < _LEAD else 'body'}",
        f"parties={min(2 * _MOST, len(cited))}",
    ]
    features += (f"told={role.value}" for role in sorted(roles))
    features += (f"told by={a.mention.rule.partition(';')[0]}" for a in scene.told if a.role is Role.PERPETRATOR)
    return tuple(features)


def citation_features(scene: Backdrop, cited: Cited) -> Iterator[tuple[list[Citing], tuple[str, ...]]]:
    """Each party cited in the article with the mentions that lie nearest to the incident, and its features."""
    common = _of_incident(scene, cited)
    count = f"incidents={min(_MOST, len(scene.incidents))}"
    own = {role: {e.iri for e in scene.incident.entities(role)} for role in _SHARED}
    for iri, mentions in cited.items():
        near = [(_nearness(c, scene.incident), c) for c in mentions]
        ranked = sorted(near, key=lambda pair: (pair[0][0], abs(pair[0][1]), pair[0][1] < 0))
        nearness, best = ranked[0]
        chosen = [c for n, c in ranked if n == nearness]
        tie = _tie(nearness)
        features = [*common, *best.features, f"tie={tie}", f"{count}&tie={tie}"]
        features += (f"tie={tie}&{f}" for f in best.features)
        features.append("title" if best.sentence == 0 else "lead" if best.sentence < _LEAD else "body")
        covering = sum(n[0] in (_COVERS, _REPORTS) for n, _ in near)
        features.append(f"covering={min(_MOST, covering)}")
        features.append(f"speaking={min(_MOST, len(mentions))}")
        features += _elsewhere(scene, mentions, best, nearness)
        named = frozenset().union(*(c.names for c in mentions))
        for role, entities in own.items():
            if entities & best.names:
                features.append(f"shares={role.value}")
                features.append(f"shares={role.value}&tie={tie}")
            elif entities & named:
                features.append(f"shares elsewhere={role.value}")
            if iri in entities:
                features.append(f"is={role.value}")
        yield chosen, tuple(dict.fromkeys(features))


def _elsewhere(scene: Backdrop, mentions: Sequence[Citing], best: Citing, nearness: tuple[int, int]) -> Iterator[str]:
    """Whether a party speaks of other incidents, or nearer to them."""
    others = [_nearness(c, other) for other in scene.incidents if other is not scene.incident for c in mentions]
    covering = any(n[0] == _COVERS for n in others)
    nearer = any((n[0], abs(n[1])) < (nearness[0], abs(nearness[1])) for n in others)
    tie = _tie(nearness)
    if covering:
        yield "speaks of another"
        yield f"speaks of another&tie={tie}"
    if nearer:
        yield "nearer to another"
        yield f"nearer to another&tie={tie}"


class SourceRanker:
    """The trained weights; immutable after construction. *rows* have the columns feature and weight."""

    def __init__(self, rows: Iterable[Mapping[str, str]]) -> None:
        self._weights = {row["feature"]: float(row["weight"]) for row in rows}

    def kept(self, scene: Backdrop, cited: Cited) -> Iterator[Citing]:
        """The mentions of those who are sources of an incident: the sum of whose weights is above 0.

        Where that is nobody, the best of those who tell of it is dropped by a clearly lower sum only. The outlet
        through which a source speaks is kept with it.
        """
        weights = self._weights
        found = [
            (sum(weights.get(feature, 0.0) for feature in features), mentions, features)
            for mentions, features in citation_features(scene, cited)
        ]
        sources = [mentions for score, mentions, _ in found if score > 0]
        if not sources:
            telling = [one for one in found if one[0] > _LEAST_ALONE and not _TELLING.isdisjoint(one[2])]
            sources = [max(telling, key=lambda one: one[0])[1]] if telling else []
        kept = {id(c): c for mentions in sources for c in mentions}
        spoken = {id(c.voice) for c in kept.values() if c.part == "source"}
        relays = (c for mentions in cited.values() for c in mentions if c.part == "relay" and id(c.voice) in spoken)
        kept.update((id(c), c) for c in relays)
        yield from kept.values()


@cache
def source_ranker() -> SourceRanker:
    """The shipped weights, read once."""
    return SourceRanker(read_table("source_weights.tsv"))
