"""Writing a network as GraphML, node by node and edge by edge."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import BinaryIO
from xml.sax.saxutils import XMLGenerator
from xml.sax.xmlreader import AttributesImpl

Value = str | int | float | bool | None

_NAMESPACE = "http://graphml.graphdrawing.org/xmlns"
_NODE_KEYS = {
    "label": "string",
    "label_en": "string",
    "kind": "string",
    "class": "string",
    "latitude": "double",
    "longitude": "double",
    "uncertainty_km": "double",
    "date_earliest": "string",
    "date_latest": "string",
    "status": "string",
    "background": "boolean",
    "killed_low": "int",
    "killed_high": "int",
    "wounded_low": "int",
    "wounded_high": "int",
    "reports": "int",
    "confidence": "double",
}
_EDGE_KEYS = {"label": "string", "kind": "string", "basis": "string", "weight": "double"}
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, production Char


class GraphmlWriter:
    """Writes nodes and edges as they come; identifiers of edges count from 1."""

    def __init__(self, out: BinaryIO) -> None:
        self._xml = XMLGenerator(out, encoding="utf-8", short_empty_elements=True)
        self._edges = 0

    def begin(self) -> None:
        """Open the graph, with the keys of all attributes."""
        self._xml.startDocument()
        self._start("graphml", {"xmlns": _NAMESPACE})
        for scope, keys in (("node", _NODE_KEYS), ("edge", _EDGE_KEYS)):
            for name, kind in keys.items():
                attributes = {"id": f"{scope}_{name}", "for": scope, "attr.name": name, "attr.type": kind}
                self._start("key", attributes)
                self._xml.endElement("key")
        self._line()
        self._start("graph", {"id": "rasd", "edgedefault": "directed"})

    def end(self) -> None:
        """Close the graph and the document."""
        self._line()
        self._xml.endElement("graph")
        self._xml.endElement("graphml")
        self._line()
        self._xml.endDocument()

    def node(self, iri: str, values: Mapping[str, Value]) -> None:
        """One node with those of its values that are known."""
        self._element("node", {"id": iri}, values)

    def edge(self, start: str, end: str, values: Mapping[str, Value], *, directed: bool = True) -> None:
        """One edge with those of its values that are known."""
        self._edges += 1
        attributes = {"id": f"e{self._edges}", "source": start, "target": end}
        if not directed:
            attributes["directed"] = "false"
        self._element("edge", attributes, values)

    def _element(self, name: str, attributes: dict[str, str], values: Mapping[str, Value]) -> None:
        self._line()
        self._start(name, attributes)
        for key, value in values.items():
            if value is not None:
                self._start("data", {"key": f"{name}_{key}"})
                self._xml.characters(_text(value))
                self._xml.endElement("data")
        self._xml.endElement(name)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._xml.startElement(name, AttributesImpl({key: _text(value) for key, value in attributes.items()}))

    def _line(self) -> None:
        self._xml.characters("\n")


def _text(value: Value) -> str:
    """The value as XML can hold it: without the characters that XML 1.0 has no spelling for."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return _ILLEGAL.sub("", str(value))
