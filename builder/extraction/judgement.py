"""What type of attack an incident was: a log-linear model over what its frames say.

Two sorts of evidence add up. *Votes* are for the types that triggers, weapons and attackers imply, by where and how
they are told; their weights are those of any type (``*``) and of the type itself. *Signs* are words of the lexicon and
facts of the incident as a whole, each of which may speak for or against every type. Only types with a vote are
possible: what nobody names is not guessed. The weights stand in ``type_weights.tsv``, made by
``scripts/train_types.py``.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass

from builder.extraction.agreement import frame_types
from builder.extraction.classification import GUNMEN, SUICIDE_BOMBER
from builder.extraction.frame import Frame, Incident, Linked
from builder.extraction.weights import ANY_TYPE, type_weights
from builder.model import Role
from builder.reference.weapons import weapon_classes

_GENERAL = "Attack"
_LEAD = 2  # the last sentence that counts as lead
_SECOND, _THIRD = 1, 2  # positions of frames among those that tell of an attack
_NEAR = 6  # tokens between a trigger's main word and a word that goes with it
_PARTS = 4  # shares of votes are told by quarters
_AGENT_TYPES = {SUICIDE_BOMBER: "SuicideBombing", GUNMEN: "Shooting"}
_SORTS = {"agent": "agent", "weapon": "weapon", "weapon-weak": "weapon", "trigger": "trigger"}

Votes = Mapping[str, set[str]]
_Word = tuple[str, str, bool]  # sort, value in the lexicon, whether it stands near a trigger


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for the type of an incident: votes by the type that they are for, and signs, each once."""

    votes: Votes
    signs: frozenset[str]

    def scores(self, weights: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
        """The sum of the weights for each type that has a vote; *weights* by feature, then type."""
        found = dict.fromkeys(self.votes, 0.0)
        for kind, names in self.votes.items():
            for name in names:
                row = weights.get(name, {})
                found[kind] += row.get(ANY_TYPE, 0.0) + row.get(kind, 0.0)
        for name in self.signs:
            for kind, weight in weights.get(name, {}).items():
                if kind in found:
                    found[kind] += weight
        return found


def judge_type(incident: Incident) -> str:
    """The most probable of the types that an incident has votes for."""
    return most_probable(evidence_of(incident).scores(type_weights()))


def most_probable(scores: Mapping[str, float]) -> str:
    """The type with the highest score, of equals the first by name; the general one if there is none."""
    return min(scores, key=lambda kind: (-round(scores[kind], 6), kind), default=_GENERAL)


def evidence_of(incident: Incident) -> Evidence:
    """All that speaks for or against types of an incident."""
    told = [member for member in incident.members if member.frame.triggers]
    attacks = [m for m in told if any(not t.casualty for t in m.frame.triggers)]
    words = [_words(member.frame) for member in told]
    votes: dict[str, set[str]] = defaultdict(set)
    counts = Counter(kind for member in attacks for kind in frame_types(member))
    named = (
        *_shares(counts),
        *_positions(attacks),
        *_manners(attacks),
        *_word_votes(told, words),
        *_weapon_votes(incident),
    )
    for kind, name in named:
        votes[kind].add(f"vote: {name}")
    signs = {"bias", f"kind={incident.kind.value}"}
    if len(told) == 1:
        signs.add("one frame")
    if not attacks:
        signs.add("no attack")
    if counts.keys() == {_GENERAL}:
        signs.add("only general")
    if len(counts.keys() - {_GENERAL}) > 1:
        signs.add("several types")
    signs.update(_word_signs(words, attacks))
    signs.update(_argument_signs(incident))
    return Evidence(votes, frozenset(signs))


def _shares(counts: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    """How large a part of the frames names a type, among all and among those that name one in particular."""
    total = sum(counts.values())
    specific = total - counts.get(_GENERAL, 0)
    for kind, count in counts.items():
        yield kind, "told"
        yield kind, f"share={_PARTS * count // total}"
        if count > 1:
            yield kind, "twice"
        if kind != _GENERAL:
            yield kind, f"specific share={_PARTS * count // specific}"


def _positions(attacks: Sequence[Linked]) -> Iterator[tuple[str, str]]:
    """Where in the article and among the frames of the incident a type is named."""
    specific = next((m for m in attacks if frame_types(m) != {_GENERAL}), None)
    first: set[str] = set()
    for order, member in enumerate(attacks):
        types = frame_types(member)
        names = ["first" if order == 0 else "second" if order == _SECOND else "later"]
        if member is specific:
            names.append("first specific")
        if member.frame.sentence == 0:
            names.append("headline")
        if member.frame.sentence <= _LEAD:
            names.append("lead")
        names += [f"with {role.value}" for role in (Role.PLACE, Role.TARGET) if member.entities(role)]
        if member.frame.casualties:
            names.append("with casualties")
        for kind in types:
            for name in names:
                yield kind, name
        first = first or types
        for kind in types - first:
            yield kind, "not first"


def _manners(attacks: Sequence[Linked]) -> Iterator[tuple[str, str]]:
    """How the triggers name a type: as a verb, a definite noun, several, or the main word of a frame."""
    for order, member in enumerate(attacks):
        head, types = member.frame.head, frame_types(member)
        for trigger in member.frame.triggers:
            if trigger.casualty or trigger.attack_type not in types:
                continue  # a general word beside a weapon means the attack with that weapon
            manner = "verb" if trigger.verb else "definite" if trigger.definite else "indefinite"
            yield trigger.attack_type, manner
            if order == 0:
                yield trigger.attack_type, f"first {manner}"
            if trigger is head:
                yield trigger.attack_type, "first head" if order == 0 else "head"
            if trigger.several:
                yield trigger.attack_type, "several"
            if trigger.foiled:
                yield trigger.attack_type, "foiled"


def _word_votes(told: Sequence[Linked], words: Sequence[Sequence[_Word]]) -> Iterator[tuple[str, str]]:
    """The types that other words of the sentences imply; deaths imply an attack at least."""
    for order, (member, found) in enumerate(zip(told, words, strict=True)):
        if all(trigger.casualty for trigger in member.frame.triggers):
            yield _GENERAL, "victims"
        for sort, value, near in found:
            implied = _implied(sort, value)
            if not implied:
                continue
            name = "beside" if sort == "trigger" else sort
            yield implied, name
            if near:
                yield implied, f"{name} near"
            if order == 0:
                yield implied, f"{name} first"


def _implied(sort: str, value: str) -> str:
    """The type that a word implies, empty where it implies none."""
    if sort == "trigger":
        return value
    if sort == "agent":
        return _AGENT_TYPES.get(value, "")
    weapon = weapon_classes().get(value)
    return weapon.attack_type if weapon is not None else ""


def _weapon_votes(incident: Incident) -> Iterator[tuple[str, str]]:
    """The types that the weapons imply which the frames have as arguments."""
    classes = weapon_classes()
    for weapon in _weapons(incident):
        if weapon in classes and classes[weapon].attack_type:
            yield classes[weapon].attack_type, "weapon used"


def _weapons(incident: Incident) -> Iterator[str]:
    """The ids of the weapons that the frames have as arguments."""
    for entity in incident.entities(Role.WEAPON):
        yield entity.iri.rsplit("/", 1)[-1]


def _words(frame: Frame) -> tuple[_Word, ...]:
    """The words of a sentence for weapons, attackers and attacks; a phrase counts as one word.

    The frame's own triggers do not count as attacks.
    """
    view = frame.view
    heads = [trigger.head for trigger in frame.triggers]
    own = {index for trigger in frame.triggers for index in range(trigger.first, trigger.last)}
    taken: dict[str, int] = {}
    found: list[_Word] = []
    for index, readings in enumerate(view.readings):
        phrase = view.phrases.get(index)
        if (phrase is None and not readings) or view.date(index) is not None:
            continue
        near = any(abs(index - head) <= _NEAR for head in heads)
        whole = _SORTS.get(phrase.entry.category) if phrase is not None else None
        if phrase is not None and whole is not None and _is_free(index, whole, taken, own):
            taken[whole] = phrase.last
            found.append((whole, phrase.entry.value, near))
        for reading in readings:
            sort = _SORTS.get(reading.entry.category)
            if sort is not None and _is_free(index, sort, taken, own) and reading.is_verb == view.is_verb(index):
                found.append((sort, reading.entry.value, near))
    return tuple(found)


def _is_free(index: int, sort: str, taken: Mapping[str, int], own: Container[int]) -> bool:
    """Whether a word belongs to no phrase of a sort, which *taken* has the ends of, and to no trigger of the frame."""
    return index >= taken.get(sort, 0) and (sort != "trigger" or index not in own)


def _word_signs(words: Sequence[Sequence[_Word]], attacks: Sequence[Linked]) -> Iterator[str]:
    """The lemmas of the first triggers, and words for attackers and weapons in all sentences."""
    for trigger in attacks[0].frame.triggers if attacks else ():
        if not trigger.casualty:
            yield f"first trigger={trigger.lemma}"
    for found in words:
        for sort, value, near in found:
            if sort != "trigger":
                yield f"{sort}={value}"
                if near:
                    yield f"near {sort}={value}"


def _argument_signs(incident: Incident) -> Iterator[str]:
    """What is known of the arguments: classes of the parties, weapons, and whether victims are counted."""
    for member in incident.members:
        for slot, filler in member.fillers:
            if slot.role in (Role.PERPETRATOR, Role.TARGET):
                yield f"{slot.role.value}={filler.entity.entity_class.value}"
            if slot.role is Role.PERPETRATOR:
                yield "perpetrator"
        for casualty in member.frame.casualties:
            yield f"figure={casualty.role.value}"
    for weapon in _weapons(incident):
        yield f"weapon used={weapon}"
