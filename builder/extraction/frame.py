"""What one sentence tells of one incident, and incidents as frames that tell of the same."""

from __future__ import annotations

from dataclasses import dataclass, field

from builder.extraction.attribution import Attribution
from builder.extraction.casualties import Casualty
from builder.extraction.dates import DateMention
from builder.extraction.lexicon import has_article
from builder.extraction.numbers import NumberMention
from builder.extraction.slots import Slot
from builder.extraction.syntax import View
from builder.extraction.triggers import Trigger
from builder.model import Entity, EventKind, Filler, PlaceRole, Role
from builder.text.tokens import TokenKind, clitic_analyses

_TURN = 2  # tokens before a phrase that turns to something else at the beginning of a sentence (و، quotation mark)


@dataclass(frozen=True, slots=True)
class Frame:
    """What one sentence tells of one incident; without triggers it is a report on an incident told elsewhere.

    ``remark`` frames only have a speaker. ``part`` frames are counted parts of a total in the same sentence.
    ``statement_date`` says that the date is only that of the announcement.
    """

    view: View
    triggers: tuple[Trigger, ...]
    slots: tuple[Slot, ...]
    casualties: tuple[Casualty, ...] = ()
    date: DateMention | None = None
    statement_date: bool = False
    count: NumberMention | None = None
    part: bool = False
    attributions: tuple[Attribution, ...] = ()
    remark: bool = False

    @property
    def sentence(self) -> int:
        """The index of the sentence."""
        return self.view.sentence.index

    @property
    def head(self) -> Trigger | None:
        """The strongest trigger: no casualty word if there is another, then the most specific type."""
        ranked = sorted(self.triggers, key=lambda t: (t.casualty, not t.strong, t.attack_type == "Attack", t.first))
        return ranked[0] if ranked else None

    @property
    def event_date(self) -> DateMention | None:
        """The date, unless it is only that of the announcement."""
        return None if self.statement_date else self.date

    @property
    def new_topic(self) -> bool:
        """Whether the sentence opens with words that turn to something else, or tells of "another" attack."""
        phrases = self.view.phrases.values()
        turned = any(p.entry.category == "segment" and p.first <= _TURN for p in phrases)
        return turned or any(t.other for t in self.triggers)

    @property
    def reports_only(self) -> bool:
        """Whether the sentence has no attack of its own."""
        return not self.triggers


@dataclass(frozen=True, slots=True)
class Linked:
    """A frame with the entities of its slots."""

    frame: Frame
    fillers: tuple[tuple[Slot, Filler], ...]

    def entities(self, role: Role) -> list[Entity]:
        """The entities in a role; launch places are no places of the incident."""
        return [f.entity for s, f in self.fillers if s.role is role and s.place_role is not PlaceRole.LAUNCH]


@dataclass(slots=True)
class Incident:
    """Frames found to tell of one incident, in the order of the text, remarks last.

    ``odds`` is the logarithm of the odds that the frame that founded it tells of an attack
    (:mod:`builder.extraction.founding`). ``background`` is set once the article is judged as a whole.
    """

    kind: EventKind
    odds: float = 0.0
    members: list[Linked] = field(default_factory=list)
    background: bool = False

    @property
    def first_sentence(self) -> int:
        """The sentence of the frame that founded it."""
        return self.members[0].frame.sentence

    @property
    def last_sentence(self) -> int:
        """The latest sentence that tells of it."""
        return max(member.frame.sentence for member in self.members)

    def entities(self, role: Role) -> list[Entity]:
        """The entities that its frames have in a role, in the order of the text."""
        return [entity for member in self.members for entity in member.entities(role)]

    def told_in(self, sentence: int) -> bool:
        """Whether a sentence tells of it."""
        return any(member.frame.sentence == sentence for member in self.members)


def content_stems(frame: Frame, first: int, last: int) -> frozenset[str]:
    """The stems of the words of a range that carry meaning, without clitics and without function words."""
    view = frame.view
    found: set[str] = set()
    for index in range(first, min(last, len(view.tokens))):
        token = view.tokens[index]
        if token.kind is not TokenKind.WORD or view.is_function(index) or view.number(index) is not None:
            continue
        readings = view.readings[index]
        if readings:
            found.add(readings[0].entry.lemma)
            continue
        article = next((clitics for clitics in clitic_analyses(token.norm) if has_article(clitics)), None)
        found.add(article.stem if article is not None else token.norm)
    return frozenset(found)


def sentence_stems(frame: Frame) -> frozenset[str]:
    """The content stems of a frame's whole sentence."""
    return content_stems(frame, 0, len(frame.view.tokens))


def role_stems(member: Linked, role: Role) -> frozenset[str]:
    """The content stems of the words that a frame has in a role."""
    ranges = [(slot.first, slot.last) for slot, _ in member.fillers if slot.role is role]
    return frozenset(stem for words in ranges for stem in content_stems(member.frame, *words))


def incident_stems(incident: Incident) -> frozenset[str]:
    """The content stems of an incident's targets, weapons, places and triggers."""
    found: set[str] = set()
    for member in incident.members:
        ranges = [(slot.first, slot.last) for slot, _ in member.fillers]
        ranges += [(trigger.first, trigger.last) for trigger in member.frame.triggers]
        for words in ranges:
            found |= content_stems(member.frame, *words)
    return frozenset(found)
