"""Violations as text for people and as the report graph of SHACL."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Final

import pyoxigraph as ox

from builder.ontology import Language
from builder.validation.check import Violation
from builder.validation.shapes import SHACL, SHAPES
from builder.vocabulary import PREFIXES, RDF

EXAMPLES: Final = 5
_LONGEST_VALUE = 80  # code points


def to_text(violations: Sequence[Violation], language: Language, examples: int = EXAMPLES) -> str:
    """One paragraph for each shape: its message, how often it is broken, and the first nodes that break it."""
    if not violations:
        return "the graph conforms to the shapes"
    broken: dict[str, list[Violation]] = defaultdict(list)
    for violation in violations:
        broken[violation.constraint.shape].append(violation)
    total = f"{_counted(len(violations), 'violation')} of {_counted(len(broken), 'shape')}"
    return "\n\n".join([total, *(_paragraph(found, language, examples) for found in broken.values())])


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _paragraph(violations: Sequence[Violation], language: Language, examples: int) -> str:
    constraint = violations[0].constraint
    name = constraint.shape.removeprefix(SHAPES)
    lines = [f"{name} ({len(violations):,}): {constraint.messages[language]}"]
    lines += [f"  {_node(violation)}" for violation in violations[:examples]]
    if len(violations) > examples:
        lines.append(f"  and {len(violations) - examples:,} more")
    return "\n".join(lines)


def _node(violation: Violation) -> str:
    focus = violation.focus.value
    if violation.value is None:
        return focus
    value = " ".join(violation.value.value.split())
    return f"{focus}: {value if len(value) <= _LONGEST_VALUE else value[:_LONGEST_VALUE] + '…'}"


def to_turtle(violations: Sequence[Violation]) -> str:
    """The report as SHACL defines it, in Turtle."""
    prefixes = {**PREFIXES, "sh": SHACL, "shape": SHAPES}
    written = BytesIO()
    ox.serialize(_report(violations), written, format=ox.RdfFormat.TURTLE, prefixes=prefixes)
    return written.getvalue().decode("utf-8")


def _report(violations: Sequence[Violation]) -> Iterator[ox.Triple]:
    report = ox.BlankNode("report")
    yield ox.Triple(report, ox.NamedNode(RDF + "type"), _sh("ValidationReport"))
    yield ox.Triple(report, _sh("conforms"), ox.Literal(not violations))
    for number, violation in enumerate(violations):
        result = ox.BlankNode(f"result{number}")
        yield ox.Triple(report, _sh("result"), result)
        yield from _result(violation, result)


def _result(violation: Violation, result: ox.BlankNode) -> Iterator[ox.Triple]:
    constraint = violation.constraint
    parameter = "SPARQL" if constraint.parameter == "sparql" else constraint.parameter
    component = f"{parameter[0].upper()}{parameter[1:]}ConstraintComponent"
    yield ox.Triple(result, ox.NamedNode(RDF + "type"), _sh("ValidationResult"))
    yield ox.Triple(result, _sh("focusNode"), violation.focus)
    yield ox.Triple(result, _sh("sourceShape"), ox.NamedNode(constraint.shape))
    yield ox.Triple(result, _sh("sourceConstraintComponent"), _sh(component))
    yield ox.Triple(result, _sh("resultSeverity"), _sh("Violation"))
    for language, message in sorted(constraint.messages.items()):
        yield ox.Triple(result, _sh("resultMessage"), ox.Literal(message, language=language))
    if violation.value is not None:
        yield ox.Triple(result, _sh("value"), violation.value)
    if constraint.path is None:
        return
    path = ox.NamedNode(constraint.path.property)
    if constraint.path.inverse:
        inverse = ox.BlankNode(f"{result.value}path")
        yield ox.Triple(inverse, _sh("inversePath"), path)
        yield ox.Triple(result, _sh("resultPath"), inverse)
    else:
        yield ox.Triple(result, _sh("resultPath"), path)


def _sh(name: str) -> ox.NamedNode:
    return ox.NamedNode(SHACL + name)
