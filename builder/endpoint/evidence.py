"""The words behind an attack, for its page: the rows of the named query ``evidence``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from builder.endpoint import whole
from builder.endpoint.answering import Answering
from builder.endpoint.binding import bound_text, limited
from builder.endpoint.thing_page import local_address
from builder.graph.iris import ID, article_iri
from builder.sparql.catalogue import find_query
from builder.sparql.results import records

MOST_QUOTATIONS: Final = 100

_ATTACK = f"{ID}attack/"
_QUERY = "evidence"


@dataclass(frozen=True, slots=True)
class Quotation:
    """A sentence with the words that it is quoted for; ``role`` is a role, or the act of a claim, by its name."""

    role: str
    value: str
    before: str
    words: str
    after: str
    article: str
    href: str
    source: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """The first quotations, and the address of all of them; none for what is no attack."""

    quotations: tuple[Quotation, ...] = ()
    address: str = ""


async def evidence(answering: Answering, iri: str) -> Evidence:
    """The evidence of an attack.

    :raises ProblemError: as :func:`builder.endpoint.whole.ask` does.
    """
    if not iri.startswith(_ATTACK):
        return Evidence()
    text = bound_text(find_query(_QUERY), [("attack", iri)])
    rows = whole.solutions(await whole.ask(answering, limited(text, MOST_QUOTATIONS)))
    quotations = tuple(
        _quotation(row["role"], row["value"], row["mention"], row["sentence"], row["article"], row["source"])
        for row in records(rows)
    )
    return Evidence(quotations, f"/api/queries/{_QUERY}?{urlencode({'attack': iri})}")


def _quotation(role: str, value: str, mention: str, sentence: str, article: str, source: str) -> Quotation:
    before, words, after = sentence.partition(mention) if mention else (sentence, "", "")
    href = local_address(article_iri(article))
    return Quotation(role, value, before, words, after, article, href, source)
