"""One attack: who says what, where sources disagree, what it answers, and the articles themselves, fact by fact."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator, Mapping, Sequence

import streamlit as st

from builder.model import DatePrecision, EntityClass, Span
from ui import frame
from ui.data import Data
from ui.downloads import offer_selection
from ui.evidence import Mark, anchors, passages
from ui.facts import By, FactTable, Verdict, fact_table, suspects
from ui.labels import Labels
from ui.records import Attack, AttackLine, ClaimLine, Neighbour, RoleLine
from ui.statements import Document, Statement, Subject, documents, statements
from ui.switches import switch
from ui.tolls import toll_charts
from ui.views import show_query

_ANSWERS = ("retaliatesFor", "retaliatedBy")
_SERIES = ("partOf", "hasPart")
# A point for one of these is its middle: the attack may have been anywhere in it.
WIDE_PLACES = frozenset({EntityClass.COUNTRY, EntityClass.GOVERNORATE, EntityClass.REGION})
_OPPOSING = "other"  # names of reasons against a merge begin with it

# The roles of all reports of one article, each with the type of attack of its report.
Roles = Sequence[tuple[RoleLine, str]]


def anchor(statement: Statement) -> str:
    """The name of the place in an article where the words of a statement begin."""
    return "" if statement.words is None else f"w{statement.document}-{statement.words.start}"


def sections(attack: Attack, table: FactTable, has_tolls: bool) -> Iterator[str]:
    """The sections that the page has, in their order."""
    yield "facts"
    if attack.conflicts or len(table.voices) > 1:
        yield "agreement"
    if has_tolls:
        yield "tolls"
    yield "reports"
    yield "retaliation"
    if _linked(attack, _SERIES) or attack.unsummed:
        yield "series"
    if _linked(attack, None):
        yield "linked"
    if attack.merges:
        yield "merging"


def show_summary(
    line: AttackLine,
    articles: Sequence[Document],
    said: Sequence[Statement],
    names: Sequence[str],
    data: Data,
    labels: Labels,
) -> None:
    """Draw what is known of the attack over all articles, each piece with how exactly it is known."""
    precisions = {
        word
        for statement in said
        if statement.subject is Subject.DATE and (statement.earliest, statement.latest) == (line.earliest, line.latest)
        for group, word in statement.notes
        if group == "precision"
    }
    frame.html(
        "attack-summary",
        labels,
        line=line,
        articles=articles,
        outlets=len({document.name for document in articles}),
        precision=next((word for word in DatePrecision if word in precisions), ""),
        suspects=[one for one in suspects(said) if one.claimed or one.attributed],
        denials=[one for one in suspects(said) if not (one.claimed or one.attributed)],
        wide_places=WIDE_PLACES,
        known=data.things(),
        anchor=anchor,
        sections=names,
    )


def show_facts(table: FactTable, by: By, articles: Sequence[Document], labels: Labels) -> None:
    """Draw the facts by source."""
    frame.html("facts-by-source", labels, table=table, by=by, articles=articles, anchor=anchor)


def show_agreement(table: FactTable, attack: Attack, labels: Labels) -> None:
    """Draw on what the sources agree, then on what they do not, with the words of both sides."""
    verdicts = [
        (verdict, [fact.subject for fact in table.facts if fact.verdict is verdict])
        for verdict in (Verdict.AGREE, Verdict.CONFLICT, Verdict.DIFFER, Verdict.SINGLE)
    ]
    frame.html("agreement", labels, verdicts=[pair for pair in verdicts if pair[1]])
    if attack.conflicts:
        frame.html("conflicts", labels, conflicts=attack.conflicts)


def show_reports(articles: Sequence[Document], labels: Labels) -> None:
    """Draw the articles with their evidence: one beside its facts, several two by two with the facts folded up."""
    if len(articles) == 1:
        facts, text = st.columns(2, gap="medium")
        document = articles[0]
        with facts:
            frame.html("report-head", labels, article=document.article)
            frame.html("subsection", labels, title=labels("section.claims"))
            frame.html("claims", labels, claims=_claims(document), text=document.article.text, index=0)
            frame.html("subsection", labels, title=labels("section.roles"))
            frame.html("roles", labels, roles=_roles(document), text=document.article.text, index=0)
        with text:
            show_article(document, 0, labels, boxed=False)
        return
    for first in range(0, len(articles), 2):
        for place, column in enumerate(st.columns(2, gap="medium")[: len(articles) - first], first):
            document = articles[place]
            with column:
                frame.html("report-head", labels, article=document.article)
                show_article(document, place, labels, boxed=True)
                frame.html(
                    "report-details",
                    labels,
                    claims=_claims(document),
                    roles=_roles(document),
                    text=document.article.text,
                    index=place,
                )


def _claims(document: Document) -> list[ClaimLine]:
    return list({claim.iri: claim for report in document.reports for claim in report.claims}.values())


def _roles(document: Document) -> Roles:
    return [(role, report.attack_type) for report in document.reports for role in report.roles]


def show_article(document: Document, index: int, labels: Labels, *, boxed: bool) -> None:
    """Draw an article with its evidence marked, and the legend; *boxed* it scrolls by itself."""
    marked = list(dict.fromkeys(_marked(document, index, labels)))
    sentences = [words.sentence for role, _ in _roles(document) for words in role.evidence if words.sentence]
    quotes = [claim.quote for claim in _claims(document) if claim.quote]
    linked = [neighbour.quote for report in document.reports for neighbour in report.neighbours if neighbour.quote]
    paragraphs = passages(document.article.text, [*sentences, *quotes, *linked], marked)
    wanted = {span.start for span in (*(mark.span for mark in marked), *quotes, *linked)}
    frame.html(
        "article",
        labels,
        groups=list(dict.fromkeys(mark.group for mark in marked)),
        paragraphs=paragraphs,
        anchors=anchors(paragraphs, {start: f"w{index}-{start}" for start in sorted(wanted)}),
        boxed=boxed,
        title=document.article.title,
    )


def _marked(document: Document, index: int, labels: Labels) -> Iterator[Mark]:
    """What is marked in the text, each place once for each part that it plays, with the row that tells of it."""
    seen: set[tuple[Span, str]] = set()
    for number, (role, _) in enumerate(_roles(document)):
        for words in role.evidence:
            yield from _mark(words.span, role.role, f"r{index}-{number}", seen, labels)
    for number, claim in enumerate(_claims(document)):
        for party, span in claim.mentions:
            yield from _mark(span, party, f"c{index}-{number}", seen, labels)


def _mark(span: Span, group: str, target: str, seen: set[tuple[Span, str]], labels: Labels) -> Iterator[Mark]:
    if (span, group) not in seen:
        seen.add((span, group))
        yield Mark(span, group, labels.term("role", group), target)


def _linked(attack: Attack, links: Iterable[str] | None) -> bool:
    """Whether there are linked attacks by one of the *links*, or by any that is neither an answer nor a series."""
    return any(
        neighbour.link in links if links is not None else neighbour.link not in {*_ANSWERS, *_SERIES}
        for report in attack.reports
        for neighbour in report.neighbours
    )


def show_linked(
    articles: Sequence[Document], links: Sequence[str], lines: Mapping[str, AttackLine], labels: Labels
) -> None:
    """Draw the attacks that any of the articles links to this one, by the kind of the link, and who says so."""
    groups: dict[str, dict[str, list[tuple[int, Neighbour]]]] = {link: {} for link in links}
    for place, document in enumerate(articles):
        for neighbour in dict.fromkeys(one for report in document.reports for one in report.neighbours):
            if neighbour.link in groups:
                groups[neighbour.link].setdefault(neighbour.iri, []).append((place, neighbour))
    shown = [
        (link, sorted(found.items(), key=lambda pair: lines[pair[0]].day if pair[0] in lines else ""))
        for link, found in groups.items()
        if found
    ]
    frame.html("answers", labels, groups=shown, lines=lines, articles=articles)


def show_merging(attack: Attack, articles: Sequence[Document], data: Data, labels: Labels) -> None:
    """Draw why the reports were taken for one attack, and the commands that part them."""
    found = {merge.event: merge for merge in attack.merges}
    decisions = []
    for document in articles:
        for report in document.reports:
            merge = found.get(report.event)
            reasons = merge.reasons if merge else ()
            opposing = [reason for reason in reasons if reason.startswith(_OPPOSING)]
            supporting = [reason for reason in reasons if reason not in opposing]
            decisions.append((document, merge, supporting, opposing))
    frame.html("merging", labels, decisions=decisions)
    if data.choice.store is None:
        frame.html("lead", labels, text=labels("merging.endpoint"))
    with st.expander(labels("merging.split")):
        frame.html("lead", labels, text=labels("merging.split.text"))
        st.code("\n".join(_split_commands(attack, articles, data)), language="bash")


def _split_commands(attack: Attack, articles: Sequence[Document], data: Data) -> Iterator[str]:
    store = [] if data.choice.store is None else ["--store", str(data.choice.store)]
    for document in articles[1:] or articles:
        yield shlex.join(["rasd", "curate", "split", *store, "--", attack.iri, document.article.identifier])
    yield shlex.join(["rasd", "curate", "forget", *store, "--", attack.iri])


def choose_columns(articles: Sequence[Document], labels: Labels) -> By:
    """Draw the choice of what a column is; a single article is read by those who speak in it."""
    if len(articles) == 1:
        return By.SPEAKER
    return By(switch("columns", [*By], labels, lambda by: labels(f"facts.by.{by}")))


def show_attack(line: AttackLine, data: Data, labels: Labels) -> None:
    """Draw the whole page of an attack."""
    attack = data.attack(line.iri)
    articles = documents(attack)
    said = statements(articles)
    charts = toll_charts(said, articles)
    summary, files = st.container(), st.container(horizontal=True, vertical_alignment="center")
    with files:
        offer_selection(data, [line], labels)
    _section("facts", labels, labels("facts.text"))
    by = choose_columns(articles, labels)
    table = fact_table(said, articles, by, attack.conflicts, data.containers())
    names = tuple(sections(attack, table, bool(charts)))
    with summary:
        show_summary(line, articles, said, names, data, labels)
    show_facts(table, by, articles, labels)
    lines = {one.iri: one for one in data.lines()}
    if "agreement" in names:
        _section("agreement", labels)
        show_agreement(table, attack, labels)
    if charts:
        _section("tolls", labels, labels("tolls.text"))
        frame.html("tolls", labels, charts=charts, articles=articles, anchor=anchor)
    _section("reports", labels, labels("reports.text"))
    show_reports(articles, labels)
    _section("retaliation", labels)
    show_linked(articles, _ANSWERS, lines, labels)
    if "series" in names:
        _section("series", labels)
        if attack.unsummed:
            frame.html("totals", labels, totals=[(line, total) for total in attack.unsummed])
        if _linked(attack, _SERIES):
            show_linked(articles, _SERIES, lines, labels)
    if "linked" in names:
        _section("linked", labels)
        others = {one.link for report in attack.reports for one in report.neighbours} - {*_ANSWERS, *_SERIES}
        show_linked(articles, sorted(others), lines, labels)
    if attack.merges:
        _section("merging", labels, labels("merging.text"))
        show_merging(attack, articles, data, labels)
    show_query(data.description_query(line.iri), labels)


def _section(name: str, labels: Labels, lead: str = "") -> None:
    frame.html("anchored-section", labels, section=name, lead=lead)


labels = frame.labels()
data = frame.open_data(labels)
iri = st.query_params.get(frame.ATTACK, "")
line = next((line for line in data.lines() if line.iri == iri), None)
if line is None:
    state = "attack.unknown" if iri else "attack.choose"
    frame.notice(labels(f"{state}.title"), labels(f"{state}.text", iri=frame.isolated(iri)), labels, level=1)
else:
    places = labels("comma").join(place.words.get(labels.language) for place in line.places)
    frame.set_title(": ".join(part for part in (labels.term("type", line.attack_type), places) if part), labels)
    frame.html("attack-head", labels, line=line)
    show_attack(line, data, labels)
