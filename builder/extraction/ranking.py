"""Which words of an article are targets, perpetrators, places and weapons of an incident: a sum of weak cues.

The rules of syntax find what stands in a position of the clause; they do not weigh that a phrase is vague, far away,
told of another incident, or the only armed party of the article. Here each candidate near an incident
(:mod:`builder.extraction.candidates`) gets the sum of the weights of its features (table argument_weights.tsv, trained
by ``scripts/train_arguments.py``): the rule that gave it, its head's class in the lexicon, the kind of its name, the
stems of its words and of those around it, where it stands to the triggers, and what else the rules gave the incident.

What a claim names as perpetrator is kept whatever its sum.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from builder.extraction.candidates import PARTIES, PLACES, WEAPONS, Candidate, Candidates, Position, bucket
from builder.extraction.frame import Incident, Linked
from builder.extraction.syntax import View
from builder.extraction.words import Range
from builder.model import Argument, Entity, EntityClass, Link, PlaceRole, Role
from builder.reference.entries import HitKind
from builder.resources import read_table

RANKED = (*PARTIES, *PLACES, *WEAPONS)
_NEAR = 3  # sentences between a phrase and the nearest sentence of its incident
_MOST_INCIDENTS = 4
_TRIGGER_NEAR = 6  # tokens
_MOST_BETWEEN = 3  # candidates between a phrase and the trigger; more count alike
_NO_RULE = "none"
_SURE = 0.65  # rank of rules of syntax; what they give is dropped by a clear sum only
_TRUST = 1.0
_BEST = "best"
_CLASH = "ArmedClash"


@dataclass(frozen=True, slots=True)
class Scene:
    """An incident among the incidents of its article, with the arguments that the rules gave it, by position.

    ``kin`` counts the keys and the heads' stems of those arguments, ``around`` the places that they lie in; ``foreign``
    are the entities in each role of the other incidents. ``type`` is that of its first trigger, ``told`` has the
    sentences of its triggers, all of its sentences if it has none, and ``here`` its frames by sentence; ``named`` are
    the positions of the arguments in each role that are names; ``clauses`` keeps the clauses that were asked for.
    """

    incident: Incident
    incidents: Sequence[Incident]
    given: Mapping[Role, Mapping[Position, Argument]]
    kin: Mapping[Role, Mapping[str, int]]
    around: Mapping[str, int]
    foreign: Mapping[Role, frozenset[str]]
    type: str
    told: frozenset[int]
    here: Mapping[int, Sequence[Linked]]
    named: Mapping[Role, frozenset[Position]]
    clauses: dict[Position, Range] = field(default_factory=dict)

    def clause(self, view: View, head: int) -> Range:
        """The clause around a trigger's main word, which every candidate of its sentence is compared with."""
        position = (view.sentence.index, head)
        known = self.clauses.get(position)
        if known is None:
            known = self.clauses[position] = view.clause(head)
        return known


def make_scene(
    incident: Incident, incidents: Sequence[Incident], arguments: Iterable[Argument], candidates: Candidates
) -> Scene:
    """The scene of an incident with the arguments that its rules give the roles of *candidates*.

    Of several arguments at one position the surest counts. Launch places are left out.
    """
    given: dict[Role, dict[Position, Argument]] = {role: {} for role in candidates.roles}
    for argument in arguments:
        if argument.role not in given or argument.place_role is PlaceRole.LAUNCH:
            continue
        position = candidates.position(argument)
        if position is not None:
            known = given[argument.role].get(position)
            if known is None or known.confidence < argument.confidence:
                given[argument.role][position] = argument
    kin: dict[Role, Counter[str]] = {}
    around: Counter[str] = Counter()
    for role, of_role in given.items():
        members = [candidates.at(position, argument) for position, argument in of_role.items()]
        kin[role] = Counter(name for member in members for name in (member.key, f"head:{member.stem}"))
        around.update(holder for member in members for holder in member.holders)
    others = [other for other in incidents if other is not incident]
    foreign = {role: frozenset(e.iri for other in others for e in other.entities(role)) for role in given}
    told = frozenset(m.frame.sentence for m in incident.members if m.frame.triggers)
    here: dict[int, list[Linked]] = {}
    for linked in incident.members:
        here.setdefault(linked.frame.sentence, []).append(linked)
    named = {role: frozenset(at for at, a in of_role.items() if _is_named(a)) for role, of_role in given.items()}
    return Scene(
        incident, incidents, given, kin, around, foreign, _type(incident), told or frozenset(here), here, named
    )


def relation_features(candidate: Candidate, scene: Scene, candidates: Candidates) -> list[str]:
    """What ties a phrase to an incident: sentence, triggers, other roles; the same for every role."""
    incident, sentence = scene.incident, candidate.sentence
    features = [f"type={scene.type}", f"type={scene.type}&category={candidate.categories[0]}"]
    if candidate.entity is not None:
        features.append(f"type={scene.type}&level={candidate.entity.entity_class.value}")
    features += (f"kind={incident.kind.value}", f"incidents={min(_MOST_INCIDENTS, len(scene.incidents))}")
    away, later = min([(abs(sentence - at), at > sentence) for at in scene.told])
    tie = [f"sentences={bucket(away)}{'<' if later else ''}"]
    here = scene.here.get(sentence, ())
    tie += _trigger_features(candidate, scene, here, candidates)
    features += tie
    combined = (*tie[:2], *(t for t in tie[2:] if t.startswith("frame=")))
    features += (f"category={candidate.categories[0]}&{t}" for t in combined)
    features += (f"name={candidate.name}&{t}" for t in combined)
    if len(scene.incidents) == 1:
        features += (f"only&{f}" for f in (tie[0], f"category={candidate.categories[0]}", f"name={candidate.name}"))
    for member in here:
        for figure in member.frame.casualties:
            if figure.who is not None and _overlap(figure.who, candidate.words):
                features.append(f"figure={figure.role.value}")
    if candidate.entity is not None:
        features += _place_features(candidate, scene)
    return features


def _place_features(candidate: Candidate, scene: Scene) -> Iterator[str]:
    """How a place lies to the places that the rules gave the incident, and whether something came from it."""
    if candidate.key in scene.around:
        yield "holds a given place"
    if any(holder in scene.kin[Role.PLACE] for holder in candidate.holders):
        yield "in a given place"
    if any(
        slot.place_role is PlaceRole.LAUNCH and _overlap((slot.first, slot.last), candidate.words)
        for member in scene.here.get(candidate.sentence, ())
        for slot, _ in member.fillers
    ):
        yield "launch"


def _trigger_features(candidate: Candidate, scene: Scene, here: Sequence[Linked], candidates: Candidates) -> list[str]:
    """The distance to the nearest trigger of the incident in the sentence, and what stands between."""
    triggers = [t for member in here for t in member.frame.triggers]
    if not triggers:
        return []
    head, view = candidate.head, candidates.views[candidate.sentence]
    trigger = min(triggers, key=lambda t: min(abs(t.first - head), abs(t.last - 1 - head)))
    distance = head - trigger.last + 1 if head >= trigger.last else head - trigger.first
    side = "+" if distance > 0 else "-" if distance < 0 else "="
    features = [f"distance={side}{bucket(abs(distance))}", f"frame={trigger.frame}{side}"]
    first, last = scene.clause(view, trigger.head)
    features += (f"verb={trigger.verb}{side}", f"clause={first <= head < last}")
    features += (f"trigger={trigger.lemma}{side}", f"trigger={trigger.lemma}{side}&category={candidate.categories[0]}")
    if abs(distance) <= _TRIGGER_NEAR:
        features.append(f"near trigger={trigger.lemma}{side}")
    if any(t.first <= head < t.last for t in triggers):
        features.append("in trigger")
    between = range(min(trigger.last, head + 1), max(trigger.first, head))
    rivals = sum(first in between for first in candidates.firsts.get(candidate.sentence, ()))
    features.append(f"between={side}{min(_MOST_BETWEEN, rivals)}")
    features.append(f"verbs={min(2, sum(view.is_verb(i) for i in between))}")
    features.append(f"commas={min(2, sum(view.is_comma(i) for i in between))}")
    others = (
        t.head
        for other in scene.incidents
        if other is not scene.incident
        for member in other.members
        if member.frame.sentence == candidate.sentence
        for t in member.frame.triggers
    )
    if any(abs(other - head) < abs(trigger.head - head) for other in others):
        features.append("nearer to another")
    return features


def role_features(candidate: Candidate, scene: Scene, role: Role) -> list[str]:
    """What depends on the role: the rule that gave the phrase, its other roles, and the rivals it has."""
    position = (candidate.sentence, candidate.words[0])
    argument = scene.given[role].get(position)
    rule = argument.mention.rule.split(";")[0] if argument is not None else _NO_RULE
    features = [f"rule={rule}"]
    features += (f"category={candidate.categories[0]}&rule={rule}", f"name={candidate.name}&rule={rule}")
    if candidate.entity is not None:
        features.append(f"level={candidate.entity.entity_class.value}&rule={rule}")
    for member in scene.here.get(candidate.sentence, ()):
        features += (
            f"other role={slot.role.value}:{slot.rule}"
            for slot, _ in member.fillers
            if slot.role is not role and _overlap((slot.first, slot.last), candidate.words)
        )
    if _given_elsewhere(candidate, scene, role):
        features.append("role in another incident")
    if candidate.key in scene.foreign[role]:
        features.append("entity of another incident")
    for other in scene.given:
        own = other is role and argument is not None
        for kind, name in (("key", candidate.key), ("head", f"head:{candidate.stem}")):
            if scene.kin[other].get(name, 0) > own:
                features.append(f"same {kind} as {other.value}")
    features += _rival_features(candidate, scene, role)
    return features


def _rival_features(candidate: Candidate, scene: Scene, role: Role) -> Iterator[str]:
    """How many other phrases the rules gave the role, and how many of them are names."""
    position = (candidate.sentence, candidate.words[0])
    given = position in scene.given[role]
    rivals = len(scene.given[role]) - given
    named = len(scene.named[role]) - (position in scene.named[role])
    own = "vague" if candidate.vague else "named" if candidate.name == HitKind.ACTOR.value else "other"
    yield f"{own}&rivals={min(2, rivals)}"
    yield f"{own}&named rivals={min(2, named)}"
    if not given:
        yield f"{_NO_RULE}&rivals={min(2, rivals)}"


def _given_elsewhere(candidate: Candidate, scene: Scene, role: Role) -> bool:
    return any(
        slot.role is role and _overlap((slot.first, slot.last), candidate.words)
        for other in scene.incidents
        if other is not scene.incident
        for member in other.members
        if member.frame.sentence == candidate.sentence
        for slot, _ in member.fillers
    )


def _is_named(argument: Argument) -> bool:
    unnamed = (EntityClass.UNRESOLVED_ACTOR, EntityClass.TARGET)
    return isinstance(argument.filler, Entity) and argument.filler.entity_class not in unnamed


def _type(incident: Incident) -> str:
    head = next((m.frame.head for m in incident.members if m.frame.head is not None), None)
    return head.attack_type if head is not None else "none"


def _overlap(one: Range, other: Range) -> bool:
    return one[0] < other[1] and other[0] < one[1]


class Ranker:
    """The trained weights; immutable after construction. *rows* have the columns role, feature and weight."""

    def __init__(self, rows: Iterable[Mapping[str, str]]) -> None:
        self._weights: dict[Role, dict[str, float]] = {role: {} for role in RANKED}
        for row in rows:
            self._weights[Role(row["role"])][row["feature"]] = float(row["weight"])

    def kept(self, scene: Scene, candidates: Candidates) -> dict[tuple[Role, Position], float]:
        """The sums of the candidates that are arguments, by role and position.

        Those above 0, and those that are not far below and have a reason to be kept; where a role has none, the best of
        those that a rule gave and that is not too far below. Outside of clashes a phrase that is both target and
        perpetrator is only what it has the larger sum for.
        """
        sums: dict[Role, dict[Position, float]] = {role: {} for role in candidates.roles}
        for role, candidate, argument, score in self.scores(scene, candidates):
            score += _TRUST * _reasons(candidate, argument, scene)
            sums[role][candidate.sentence, candidate.words[0]] = score
        if candidates.roles == PARTIES and scene.type != _CLASH:
            target, perpetrator = (sums[role] for role in PARTIES)
            for position in target.keys() & perpetrator.keys():
                if target[position] > 0 and perpetrator[position] > 0:
                    weaker = min(target, perpetrator, key=lambda of_role: of_role[position])
                    del weaker[position]
        return {
            (role, position): score
            for role, of_role in sums.items()
            for least in (self._least(role, of_role, scene),)
            for position, score in of_role.items()
            if score > 0 or (position in scene.given[role] and score >= least)
        }

    def _least(self, role: Role, sums: Mapping[Position, float], scene: Scene) -> float:
        """From what sum on a phrase of a rule is kept though it is not above 0: the best one, if no phrase is above."""
        given = max((score for position, score in sums.items() if position in scene.given[role]), default=math.inf)
        if any(score > 0 for score in sums.values()):
            return math.inf
        return max(-self._weights[role].get(_BEST, 0.0), given)

    def scores(self, scene: Scene, candidates: Candidates) -> Iterator[tuple[Role, Candidate, Argument | None, float]]:
        """Each candidate in each role with the argument that a rule made of it, and its sum: above 0 it is kept."""
        for position, candidate in near_candidates(scene, candidates):
            known = candidates.sums.get(position)
            if known is None:
                known = tuple(self._sum(role, candidate.features) for role in candidates.roles)
                candidates.sums[position] = known
            relation = relation_features(candidate, scene, candidates)
            for role, own in zip(candidates.roles, known, strict=True):
                score = own + self._sum(role, relation) + self._sum(role, role_features(candidate, scene, role))
                yield role, candidate, scene.given[role].get(position), score

    def _sum(self, role: Role, features: Iterable[str]) -> float:
        weights = self._weights[role]
        return sum([weights[feature] for feature in features if feature in weights])


def _reasons(candidate: Candidate, argument: Argument | None, scene: Scene) -> int:
    """How many reasons there are to keep what a rule gave.

    They are a sure rule of syntax, a place that holds a given one, and a name that no table has, of which the features
    know little.
    """
    if argument is None:
        return 0
    new = isinstance(argument.filler, Entity) and argument.filler.link is Link.NEW
    return (argument.confidence >= _SURE) + (candidate.key in scene.around) + new


def near_candidates(scene: Scene, candidates: Candidates) -> Iterator[tuple[Position, Candidate]]:
    """The candidates near an incident, and those that its rules gave; places only in sentences that tell of it."""
    given = {position: argument for of_role in scene.given.values() for position, argument in of_role.items()}
    near = {member.frame.sentence for member in scene.incident.members}
    if candidates.roles != PLACES:
        near = {at for told in near for at in range(told - _NEAR, told + _NEAR + 1)}
    for position in (*candidates.ranges, *(p for p in given if p not in candidates.ranges)):
        if position[0] in near or position in given:
            yield position, candidates.at(position, given.get(position))


def scene_features(
    scene: Scene, candidates: Candidates
) -> Iterator[tuple[Role, Candidate, Argument | None, tuple[str, ...]]]:
    """Each candidate near an incident with its features in each role."""
    for position, candidate in near_candidates(scene, candidates):
        relation = relation_features(candidate, scene, candidates)
        for role in candidates.roles:
            own = role_features(candidate, scene, role)
            yield role, candidate, scene.given[role].get(position), (*candidate.features, *relation, *own)


def confidence(score: float) -> float:
    """The confidence of an argument with a score above 0: the logistic function of it, no calibrated probability."""
    return round(1 / (1 + math.exp(-score)), 2)


@cache
def ranker() -> Ranker:
    """The shipped weights, read once."""
    return Ranker(read_table("argument_weights.tsv"))
