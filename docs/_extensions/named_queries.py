"""The directive ``named-queries``: each query of the catalogue with its meaning, parameters and columns."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import ExtensionMetadata

from builder.sparql.catalogue import Query, catalogue
from builder.sparql.parameters import Parameter


class NamedQueries(SphinxDirective):
    """All named queries, a section each, as their files describe them."""

    def run(self) -> list[nodes.Node]:
        """The sections, read as Markdown like the page around them."""
        text = "\n".join(line for query in catalogue() for line in described(query))
        return self.parse_text_to_nodes(text, allow_section_headings=True)


def described(query: Query) -> Iterator[str]:
    """The Markdown of one query."""
    yield from (f"## `{query.name}`", "", f"{query.title_en} · <bdi lang='ar'>{query.title_ar}</bdi>", "")
    yield from (query.meaning, "")
    if query.parameters:
        yield from ("| parameter | type | | meaning |", "|---|---|---|---|", *map(row, query.parameters), "")
    # On an empty store: the variables of the SELECT clause, as the library reads it.
    answer = ox.Store().query(query.text)
    assert isinstance(answer, ox.QuerySolutions), query.name
    yield from (f"Columns: {', '.join(f'`{column.value}`' for column in answer.variables)}", "")


def row(parameter: Parameter) -> str:
    """The line of a parameter in the table of its query."""
    need = "required" if parameter.required else "optional"
    if parameter.default is not None:
        need = f"default `{parameter.default}`"
    return f"| `{parameter.name}` | {parameter.type} | {need} | {parameter.meaning} |"


def setup(app: Sphinx) -> ExtensionMetadata:
    """What Sphinx calls for an extension."""
    app.add_directive("named-queries", NamedQueries)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
