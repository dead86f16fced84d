from __future__ import annotations

from builder.model import Span
from ui.labels import Named, Words
from ui.records import ArticleText, Attack, ClaimLine, Evidence, Report, RoleLine
from ui.statements import Subject, documents, statements

GROUP = Named("كتائب الراية", "Raya Brigades", "https://x/raya")
ARMY = Named("الجيش", "", "https://x/army")
TEXT = ArticleText("https://x/one", "one", "هجوم على القاعدة", "نفت كتائب الراية.", "2023-11-03", Words(""), "")


def claim(iri: str, act: str, **given: object) -> ClaimLine:
    values: dict[str, object] = {
        "certainty": "certain",
        "outcome": "",
        "claimers": (GROUP,),
        "perpetrators": (),
        "media": (),
        "relayed_by": (),
        "mentions": (),
        "quote": Span(0, 4),
        "sentence": Span(0, 16),
        **given,
    }
    return ClaimLine(iri=iri, act=act, **values)  # type: ignore[arg-type]


def report(event: str, *claims: ClaimLine, roles: tuple[RoleLine, ...] = (), article: ArticleText = TEXT) -> Report:
    trigger = RoleLine("trigger", Words(""), (Evidence(Span(0, 4), "هجوم", Span(0, 16), "rule"),))
    return Report(event, article, "attack", "AirStrike", "occurred", False, 0.9, (trigger, *roles), claims, ())


def said_of(*reports: Report, subject: Subject = Subject.PERPETRATOR) -> list[tuple[str, bool, tuple[str, ...]]]:
    articles = documents(Attack("a", reports, (), ()))
    return [
        (one.value.ar, one.denied, tuple(speaker.ar for speaker in one.speakers))
        for one in statements(articles)
        if one.subject is subject
    ]


def test_two_mentions_of_one_article_are_one_document() -> None:
    other = ArticleText("https://x/two", "two", "هجوم", "خبر", "", Words(""), "")
    found = documents(Attack("a", (report("e1"), report("e2"), report("e3", article=other)), (), ()))
    assert [len(document.reports) for document in found] == [2, 1]
    assert [document.name for document in found] == [Words("one"), Words("two")]
    assert said_of(report("e1"), report("e2"), subject=Subject.STATUS) == [("occurred", False, ())]


def test_a_claim_of_responsibility_names_its_claimer() -> None:
    assert said_of(report("e", claim("c", "responsibility"))) == [("كتائب الراية", False, ("كتائب الراية",))]


def test_a_claim_and_its_argument_are_one_statement() -> None:
    role = RoleLine(
        "perpetrator",
        Words(GROUP.ar, GROUP.en),
        (Evidence(Span(0, 4), "هجوم", None, "rule"),),
        (("basis", "claimed"),),
        claimers=(GROUP,),
        filler=GROUP.iri,
    )
    assert len(said_of(report("e", claim("c", "responsibility"), roles=(role,)))) == 1


def test_a_denial_is_of_the_named_or_of_the_denier() -> None:
    own = report("e", claim("c", "denial"))
    other = report("e", claim("c", "denial", perpetrators=(ARMY,)))
    assert said_of(own) == [("كتائب الراية", True, ("كتائب الراية",))]
    assert said_of(other) == [("الجيش", True, ("كتائب الراية",))]
    articles = documents(Attack("a", (own,), (), ()))
    assert [one.is_of_speaker for one in statements(articles) if one.denied] == [True]


def test_an_accusation_names_the_accused_and_never_the_accuser() -> None:
    accusation = claim("c", "attribution", perpetrators=(ARMY,), certainty="uncertain")
    assert said_of(report("e", accusation)) == [("الجيش", False, ("كتائب الراية",))]
    assert said_of(report("e", claim("c", "attribution"))) == []


def test_what_is_negated_names_nobody() -> None:
    assert said_of(report("e", claim("c", "responsibility", certainty="negated"))) == []


def test_an_outcome_that_is_negated_is_denied() -> None:
    missed = claim("c", "outcome", outcome="hit", certainty="negated")
    assert said_of(report("e", missed), subject=Subject.OUTCOME) == [("hit", True, ("كتائب الراية",))]


def test_the_evidence_of_the_type_is_the_trigger() -> None:
    articles = documents(Attack("a", (report("e"),), (), ()))
    first = statements(articles)[0]
    assert (first.subject, first.words, first.surface, first.sentence) == (
        Subject.TYPE,
        Span(0, 4),
        "هجوم",
        "هجوم على القاعدة",
    )
