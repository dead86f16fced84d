"""The values of an answer as cells of a table: what they are called, and what leads to their pages."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import unquote

from builder.graph.iris import ID
from builder.sparql.results import shorten
from ui.answer_network import term_words
from ui.columns import Known, is_resource
from ui.connections import attack_title
from ui.labels import Language
from ui.render import attack_address, thing_address

_ATTACK = f"{ID}attack/"


@dataclass(frozen=True, slots=True)
class Cell:
    """A value as it is shown; ``whole`` is the value itself, ``about`` what it is called where it is an IRI.

    ``href`` is the address of the page about it, relative to the interface's own, or empty.
    """

    text: str
    whole: str
    about: str = ""
    href: str = ""

    @property
    def is_figure(self) -> bool:
        """Whether it is a code: then it reads from left to right, whatever stands around it."""
        return is_resource(self.whole) or not any(char.isalpha() for char in self.text)


def cell(value: str, known: Known, language: Language) -> Cell:
    """An IRI is shown by its prefix, or without what all IRIs of things begin with; all else as it is."""
    if not is_resource(value):
        return Cell(value, value)
    text = unquote(value.removeprefix(ID)) if value.startswith(ID) else shorten(value)
    if value.startswith(_ATTACK):
        line = known.attacks.get(value)
        about = attack_title(line).get(language) if line else ""
        return Cell(text, value, about, attack_address(value, language))
    if thing := known.things.get(value):
        return Cell(text, value, thing.words.get(language), thing_address(thing, language))
    about = term_words(value).get(language)
    return Cell(text, value, "" if about in (text, value) else about)
