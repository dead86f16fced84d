"""The SPARQL query that gives the same attacks as a filter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from pyoxigraph import Literal, NamedNode

from builder.model import EventKind, Status
from builder.sparql.catalogue import find_query
from builder.text.normalize import normalize_key
from builder.vocabulary import PREFIXES, RASD
from ui.selection import Basis, Filter

_CLASSES = {EventKind.ATTACK.value: "rasd:AttackMention", EventKind.SERIES.value: "rasd:SeriesMention"}
_CONFLICTS = "conflicting-reports"


def selection_query(wanted: Filter) -> str:
    """A SELECT query with one row for each attack that *wanted* wants, over the union of all graphs.

    The words of a search become CONTAINS on names and headlines, which knows no other spellings: a comment says so.
    Everything else gives what :meth:`~ui.selection.Filter.apply` gives. Days are compared by subtraction, which the
    stores know that keep to XPath (Oxigraph, Jena), and SPARQL 1.1 alone does not ask for.
    """
    body = [*_attack(), *(line for part in _parts(wanted) for line in ("", *part))]
    lines = ["SELECT DISTINCT ?attack", "WHERE {", *(f"  {line}" if line else "" for line in body), "}"]
    text = "\n".join([*lines, "ORDER BY ?attack"]) + "\n"
    used = (name for name in PREFIXES if f"{name}:" in text)
    return "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in used) + "\n" + text


def _parts(wanted: Filter) -> Iterator[list[str]]:
    """One group of lines for each thing that is wanted."""
    if wanted.types or wanted.kinds:
        yield _first_report(wanted)
    if wanted.statuses:
        yield _statuses(wanted.statuses)
    if wanted.background is not None:
        yield _background(news=not wanted.background)
    if wanted.confidence:
        yield [
            "FILTER EXISTS {",
            "  ?attack rasd:describedBy/rasd:confidence ?confidence .",
            f"  FILTER (?confidence >= {wanted.confidence})",
            "}",
        ]
    if wanted.since or wanted.until:
        yield _period(wanted.since, wanted.until)
    if wanted.places:
        yield _within(wanted.places)
    for role, things in (("target", wanted.targets), ("weapon", wanted.weapons)):
        if things:
            yield _filled(role, things)
    if wanted.sources:
        yield _sources(wanted.sources)
    if wanted.actors or wanted.basis is not None:
        yield _actors(wanted.actors, wanted.basis)
    if wanted.conflicting:
        yield _conflicts()
    if words := [word for word in wanted.text.lower().split() if normalize_key(word)]:
        yield _words(words)


def _attack() -> list[str]:
    """What every line of the table is."""
    return [
        "?attack rasd:describedBy ?report .",
        f"VALUES ?class {{ {' '.join(_CLASSES.values())} }}",
        "?report a ?class .",
    ]


def _first_report(wanted: Filter) -> list[str]:
    lines = ["# the type and the kind are those of the first report, by IRI", "?attack rasd:describedBy ?first ."]
    if wanted.types:
        lines += [_values("type", (RASD + name for name in wanted.types)), "?first rasd:attackType ?type ."]
    if wanted.kinds:
        kinds = " ".join(_CLASSES[kind] for kind in sorted(wanted.kinds))
        lines += [f"VALUES ?kind {{ {kinds} }}", "?first a ?kind ."]
    return [
        *lines,
        "FILTER NOT EXISTS {",
        "  ?attack rasd:describedBy ?earlier .",
        "  FILTER (STR(?earlier) < STR(?first))",
        "}",
    ]


def _statuses(statuses: Iterable[str]) -> list[str]:
    disputed = f"rasd:{Status.DISPUTED.value}"
    return [
        "# reports that do not agree whether it happened make it disputed",
        "{",
        f"  SELECT ?attack (IF(COUNT(DISTINCT ?said) = 1, SAMPLE(?said), {disputed}) AS ?status)",
        "  WHERE { ?attack rasd:describedBy/rasd:status ?said }",
        "  GROUP BY ?attack",
        "}",
        f"FILTER (?status IN ({', '.join(str(NamedNode(RASD + status)) for status in sorted(statuses))}))",
    ]


def _background(*, news: bool) -> list[str]:
    exists = "EXISTS" if news else "NOT EXISTS"
    return [
        "# background is what every report tells as background",
        f"FILTER {exists} {{ ?attack rasd:describedBy/rasd:background false }}",
    ]


def _period(since: date | None, until: date | None) -> list[str]:
    lines = [
        "# the narrowest of its dates counts, else the day of the first article",
        "OPTIONAL {",
        "  ?attack rasd:describedBy/rasd:argument ?when .",
        "  ?when rasd:earliest ?earliest ; rasd:latest ?latest .",
        "  FILTER NOT EXISTS {",
        "    ?attack rasd:describedBy/rasd:argument ?other .",
        "    ?other rasd:earliest ?from ; rasd:latest ?to .",
        "    FILTER (",
        "      ?to - ?from < ?latest - ?earliest",
        "      || (?to - ?from = ?latest - ?earliest && ?from < ?earliest)",
        "    )",
        "  }",
        "}",
        "OPTIONAL {",
        "  SELECT ?attack (MIN(?day) AS ?published)",
        "  WHERE { ?attack rasd:describedBy/rasd:inArticle/schema:datePublished ?day }",
        "  GROUP BY ?attack",
        "}",
    ]
    if since:
        lines.append(f'FILTER (COALESCE(?latest, ?published) >= "{since.isoformat()}"^^xsd:date)')
    if until:
        lines.append(f'FILTER (COALESCE(?earliest, ?published) <= "{until.isoformat()}"^^xsd:date)')
    return lines


def _filled(role: str, things: Iterable[str]) -> list[str]:
    return [
        "FILTER EXISTS {",
        f"  {_values(role, things)}",
        "  ?attack rasd:describedBy/rasd:argument ?argument .",
        f"  ?argument rasd:role rasd:{role} ; rasd:filler ?{role} .",
        "  FILTER NOT EXISTS { ?argument rasd:placeRole rasd:launch }",
        "}",
    ]


def _within(places: Iterable[str]) -> list[str]:
    """A query of its own: in an EXISTS, Oxigraph would follow the path anew for each attack."""
    return [
        "{",
        "  SELECT DISTINCT ?attack",
        "  WHERE {",
        f"    {_values('place', places)}",
        "    ?inside rasd:within* ?place .",
        "    ?argument rasd:filler ?inside ; rasd:role rasd:place .",
        "    ?attack rasd:describedBy/rasd:argument ?argument .",
        "    FILTER NOT EXISTS { ?argument rasd:placeRole rasd:launch }",
        "  }",
        "}",
    ]


def _sources(sources: Iterable[str]) -> list[str]:
    return [
        "FILTER EXISTS {",
        f"  {_values('source', sources)}",
        "  ?attack rasd:describedBy/(^rasd:aboutEvent/rasd:claimer|rasd:inArticle/schema:publisher) ?source .",
        "}",
    ]


def _actors(actors: Iterable[str], basis: Basis | None) -> list[str]:
    chosen = [f"  {_values('actor', actors)}"] if actors else []
    match basis:
        case Basis.CLAIMED:
            return ["FILTER EXISTS {", *chosen, "  ?attack rasd:claimedBy ?actor .", "}"]
        case Basis.ATTRIBUTED:
            return ["FILTER EXISTS {", *chosen, "  ?attack rasd:attributedTo ?actor .", "}"]
        case None | Basis.DISPUTED:
            ground = ["?attack rasd:perpetratorBasis rasd:disputedPerpetrator ."] if basis else []
            return [
                *ground,
                "FILTER EXISTS {",
                *chosen,
                "  { ?attack rasd:claimedBy|rasd:attributedTo ?actor }",
                "  UNION {",
                "    ?attack rasd:describedBy/rasd:argument ?argument .",
                "    ?argument rasd:role rasd:perpetrator ; rasd:filler ?actor .",
                "    FILTER NOT EXISTS { ?argument rasd:placeRole rasd:launch }",
                "  }",
                "}",
            ]


def _conflicts() -> list[str]:
    """The named query as it is, without its comments and prefixes, which are among ours."""
    lines = [line for line in find_query(_CONFLICTS).text.splitlines() if line and not line.startswith(("#", "PREFIX"))]
    lines = [line for line in lines if not line.startswith("ORDER BY")]
    return [
        f"# the named query {_CONFLICTS}",
        "{",
        "  SELECT DISTINCT ?attack",
        "  WHERE {",
        "    {",
        *(f"      {line}" for line in lines),
        "    }",
        "  }",
        "}",
    ]


def _words(words: Iterable[str]) -> list[str]:
    lines = ["# an approximation: the search of the page also finds other spellings"]
    for word in words:
        lines += [
            "{",
            "  SELECT DISTINCT ?attack",
            "  WHERE {",
            "    { ?attack rasd:describedBy/rasd:inArticle/schema:headline ?text }",
            "    UNION { ?attack rasd:describedBy/rasd:argument/rasd:filler/skos:prefLabel ?text }",
            f"    FILTER (CONTAINS(LCASE(STR(?text)), {Literal(word)}))",
            "  }",
            "}",
        ]
    return lines


def _values(name: str, iris: Iterable[str]) -> str:
    """Escaped IRIs; what is none, out of an address that somebody wrote, stands for nothing and is left out."""
    terms = [term for iri in sorted(iris) if (term := _named(iri))]
    return f"VALUES ?{name} {{ {' '.join(map(str, terms))} }}"


def _named(iri: str) -> NamedNode | None:
    try:
        return NamedNode(iri)
    except ValueError:
        return None
