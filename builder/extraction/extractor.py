"""The order of the steps from one article to what it says about attacks.

Reads nothing but the article and the reference data: articles can be spread over processes and machines.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from builder.errors import ArticleError
from builder.extraction.attribution import find_attributions
from builder.extraction.candidates import find_candidates
from builder.extraction.casualties import find_casualties
from builder.extraction.citing import find_cited
from builder.extraction.claims import other_citations
from builder.extraction.coreference import group_frames
from builder.extraction.event_arguments import Context
from builder.extraction.frame import Frame, Incident, Linked
from builder.extraction.frames import build_frames
from builder.extraction.incidents import build_events
from builder.extraction.linking import Linker
from builder.extraction.reading import Reader
from builder.extraction.relations import find_relations
from builder.extraction.relevance import reported
from builder.extraction.steps import NO_STEPS, Steps
from builder.extraction.syntax import View, with_relative_places
from builder.extraction.tagger import Tagger, tag, tagger
from builder.extraction.triggers import find_triggers
from builder.extraction.voices import Voice, find_voices, with_claimers
from builder.extraction.weights import Weights
from builder.model import Article, Extraction
from builder.text.document import Document, analyse

# Six times as many as the fullest of 2,400 articles about conflicts has. The time of coreference and of the ranking of
# arguments grows with their square: 300 take about a second, without a limit a long enough article takes hours.
_MOST_TRIGGERS = 300
_OFF_TOPIC = 3  # words of sport or film that make an article no report of attacks: one or two stand in any news


@dataclass(frozen=True, slots=True)
class Draft:
    """An article read sentence by sentence, before its incidents are found.

    Without triggers it has no views and no linker.
    """

    document: Document
    views: tuple[View, ...] = ()
    frames: tuple[Linked, ...] = ()
    voices: tuple[tuple[Voice, ...], ...] = ()
    linker: Linker | None = None
    notes: tuple[str, ...] = ()

    @property
    def article(self) -> Article:
        """The article that is read."""
        return self.document.article


def extract(article: Article, steps: Steps = NO_STEPS) -> Extraction:
    """All attacks, arguments and claims of one article, with the evidence of optional *steps*.

    :raises ArticleError: if the article has more than 300 words that tell of attacks.
    """
    return finish(draft(article, steps))


def draft(article: Article, steps: Steps = NO_STEPS) -> Draft:
    """The steps that read single sentences: names, dates, numbers, triggers, arguments, attribution, linking.

    :raises ArticleError: if the article has more than 300 words that tell of attacks.
    """
    document = analyse(article)
    reader = Reader(document, steps)
    if reader.off_topic >= _OFF_TOPIC:
        return Draft(document, notes=("no attack: sport or culture",))
    sentences = range(len(document.sentences))
    found = {at: find_triggers(reader.view(at)) for at in sentences if reader.may_report(at)}
    if not any(found.values()):
        return Draft(document)
    if (count := sum(map(len, found.values()))) > _MOST_TRIGGERS:
        reason = f"{count:,} words that tell of attacks, at most {_MOST_TRIGGERS}: split the article"
        raise ArticleError(reason, source=article.id)
    views = tuple(map(with_relative_places, reader.views()))
    triggers = [found.get(at, ()) for at in range(len(views))]
    attributions = [find_attributions(view) for view in views]
    frames: list[Frame] = []
    for view, reported_here, said in zip(views, triggers, attributions, strict=True):
        frames.extend(build_frames(view, reported_here, said, find_casualties(view)))
    linker = Linker(article, views)
    linked = [link_frame(frame, linker) for frame in frames]
    voices = find_voices(views, attributions, linker)
    claimed = tuple(with_claimers(member, voices[member.frame.sentence]) for member in linked)
    return Draft(document, views, claimed, tuple(map(tuple, voices)), linker)


def finish(read: Draft, weights: Weights | None = None) -> Extraction:
    """The steps that look at the whole article: coreference, then events with their claims, then relations.

    *weights* are those of coreference, the shipped ones if not given.
    """
    sentences = tuple([sentence.span for sentence in read.document.sentences])
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
    return tuple(map(with_relative_places, Reader(document, steps).views()))


def link_frame(frame: Frame, linker: Linker) -> Linked:
    """A frame with the entities of its slots."""
    fillers = tuple(
        (slot, linker.link(frame.view, (slot.first, slot.last), slot.role, slot.rule)) for slot in frame.slots
    )
    return Linked(frame, fillers)
