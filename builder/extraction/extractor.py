"""The order of the steps from one article to what it says about attacks.

Reads nothing but the article and the reference data: articles can be spread over processes and machines.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from builder.extraction.attribution import find_attributions
from builder.extraction.candidates import find_candidates
from builder.extraction.casualties import find_casualties
from builder.extraction.citing import find_cited
from builder.extraction.claims import other_citations
from builder.extraction.coreference import group_frames
from builder.extraction.dates import find_dates
from builder.extraction.event_arguments import Context
from builder.extraction.frame import Frame, Incident, Linked
from builder.extraction.frames import build_frames
from builder.extraction.incidents import build_events
from builder.extraction.line import Line
from builder.extraction.linking import Linker
from builder.extraction.numbers import find_numbers
from builder.extraction.relations import find_relations
from builder.extraction.relevance import reported
from builder.extraction.steps import NO_STEPS, Steps
from builder.extraction.syntax import View, view_sentence, with_relative_places
from builder.extraction.tagger import Tagger, tag, tagger
from builder.extraction.triggers import find_triggers
from builder.extraction.voices import Voice, find_voices, with_claimers
from builder.extraction.weights import Weights
from builder.model import Article, Extraction
from builder.reference.gazetteer import Hit, gazetteer
from builder.reference.places import Meaning, dateline, disambiguate
from builder.text.document import Document, analyse

_OFF_TOPIC = 3  # words of sport or film that make an article no report of attacks: one or two stand in any news


@dataclass(frozen=True, slots=True)
class Draft:
    """An article read sentence by sentence, before its incidents are found."""

    article: Article
    views: tuple[View, ...]
    frames: tuple[Linked, ...] = ()
    voices: tuple[tuple[Voice, ...], ...] = ()
    linker: Linker | None = None
    notes: tuple[str, ...] = ()


def extract(article: Article, steps: Steps = NO_STEPS) -> Extraction:
    """All attacks, arguments and claims of one article, with the evidence of optional *steps*."""
    return finish(draft(article, steps))


def draft(article: Article, steps: Steps = NO_STEPS) -> Draft:
    """The steps that read single sentences: names, dates, numbers, triggers, arguments, attribution, linking."""
    views = read_sentences(analyse(article), steps)
    if _off_topic(views):
        return Draft(article, views, notes=("no attack: sport or culture",))
    triggers = [find_triggers(view) for view in views]
    if not any(triggers):
        return Draft(article, views)
    views = tuple(map(with_relative_places, views))
    attributions = [find_attributions(view) for view in views]
    frames: list[Frame] = []
    for view, found, said in zip(views, triggers, attributions, strict=True):
        frames.extend(build_frames(view, found, said, find_casualties(view)))
    linker = Linker(article, views)
    linked = [link_frame(frame, linker) for frame in frames]
    voices = find_voices(views, attributions, linker)
    claimed = tuple(with_claimers(member, voices[member.frame.sentence]) for member in linked)
    return Draft(article, views, claimed, tuple(map(tuple, voices)), linker)


def finish(read: Draft, weights: Weights | None = None) -> Extraction:
    """The steps that look at the whole article: coreference, then events with their claims, then relations.

    *weights* are those of coreference, the shipped ones if not given.
    """
    sentences = tuple(view.sentence.span for view in read.views)
    if read.linker is None:
        return Extraction(read.article, sentences, notes=read.notes)
    incidents = incidents_of(read, weights)
    if not incidents:
        return Extraction(read.article, sentences, citations=other_citations((), read.voices))
    events = build_events(incidents, context_of(read, read.linker, incidents))
    relations = find_relations(events, incidents, read.voices)
    citations = other_citations(events, read.voices)
    return Extraction(read.article, sentences, events, relations, citations=citations)


def incidents_of(read: Draft, weights: Weights | None = None) -> list[Incident]:
    """The incidents that an article reports; *weights* as for :func:`finish`."""
    grouped = group_frames(read.frames, weights, published=read.article.published)
    return reported(grouped, read.views, read.article)


def context_of(read: Draft, linker: Linker, incidents: Sequence[Incident], model: Tagger | None = None) -> Context:
    """What the building of events needs of the whole article, once its incidents are known.

    *model* is the tagger, the shipped one if not given.
    """
    tags = tag(read.views, read.frames, model or tagger())
    candidates = find_candidates(read.views, read.voices, linker.localities, tags)
    return Context(read.article, read.views, read.voices, linker, incidents, candidates, find_cited(read.voices))


def view_document(document: Document, steps: Steps = NO_STEPS) -> tuple[View, ...]:
    """Every sentence with all that is known of its words."""
    return tuple(map(with_relative_places, read_sentences(document, steps)))


def read_sentences(document: Document, steps: Steps = NO_STEPS) -> tuple[View, ...]:
    """Every sentence with its words, names, dates and numbers, without relative places.

    The place of a dateline is no name of its sentence.
    """
    text = document.normalized
    hits = [hit for hit in gazetteer().find(text) if hit.certain]
    datelined = dateline(text, hits, len(document.article.title) + 1)
    meanings = disambiguate(text, hits, gazetteer(), datelined)
    home = next((meaning.entry.entity for hit, meaning in zip(hits, meanings, strict=True) if hit in datelined), None)
    names = [(hit, meaning) for hit, meaning in zip(hits, meanings, strict=True) if hit not in datelined]
    views: list[View] = []
    position = 0
    for sentence in document.sentences:
        while position < len(names) and names[position][0].span.start < sentence.span.start:
            position += 1
        inside: list[tuple[Hit, Meaning]] = []
        while position < len(names) and names[position][0].span.start < sentence.span.end:
            inside.append(names[position])
            position += 1
        line = Line(sentence.tokens)
        dates = find_dates(sentence, document.article.published, line)
        numbers = find_numbers(sentence, dates, line)
        first = bool(datelined) and sentence.span.contains(datelined[0].span)
        views.append(
            view_sentence(sentence, inside, dates, numbers, reported_from=home if first else None, steps=steps)
        )
    return tuple(views)


def link_frame(frame: Frame, linker: Linker) -> Linked:
    """A frame with the entities of its slots."""
    fillers = tuple(
        (slot, linker.link(frame.view, (slot.first, slot.last), slot.role, slot.rule)) for slot in frame.slots
    )
    return Linked(frame, fillers)


def _off_topic(views: tuple[View, ...]) -> bool:
    """Whether many words tell of sport or film and can tell of nothing else (دورية is a patrol as well as a league)."""
    words = (readings for view in views for readings in view.readings if readings)
    return sum(all(r.entry.category == "sport" for r in readings) for readings in words) >= _OFF_TOPIC
