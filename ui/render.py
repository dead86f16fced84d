"""HTML for what Streamlit has no element for; every value is escaped by the template engine."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from builder.graph.entities import ACTORS, PLACES
from builder.graph.iris import ID
from builder.model import EntityClass
from ui.labels import Labels, Language
from ui.records import Thing

_PAGES: Mapping[str, str] = {EntityClass.NEWS_OUTLET: "sources", EntityClass.UNNAMED_SOURCE: "sources"}
_FILTERS: Mapping[str, str] = {EntityClass.TARGET: "target", EntityClass.WEAPON: "weapon"}
"""The parameter of the page of attacks for the classes that have no page of their own."""

TEMPLATES = Path(__file__).with_name("templates")


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def attack_address(iri: str, language: Language) -> str:
    """The permalink of an attack, relative to the interface's own address."""
    return "attack?" + urlencode({"attack": iri, "lang": language.value})


def thing_address(thing: Thing, language: Language) -> str:
    """The address of what is known of an entity, relative to the interface's own.

    Targets and weapons have no page, but are filters of the attacks. Empty for what has no name and belongs to one
    article, gunmen or a house: nothing else can be told of that.
    """
    name = thing.iri.removeprefix(ID)
    if thing.kind in ACTORS:
        return "groups?" + urlencode({"id": name, "lang": language.value})
    if "#" in thing.iri:
        return ""
    if page := "places" if thing.kind in PLACES else _PAGES.get(thing.kind):
        return f"{page}?" + urlencode({"id": name, "lang": language.value})
    parameter = _FILTERS.get(thing.kind, "actor")
    return "attacks?" + urlencode({parameter: name, "lang": language.value})


def render(template: str, labels: Labels, **values: object) -> str:
    """The HTML of ``ui/templates/TEMPLATE.html``.

    Templates know ``t`` (labels), ``term``, ``name`` (of words in the language), ``lang``
    ``address`` (of an attack) and ``thing_address`` beside *values*.

    :raises jinja2.TemplateNotFound: if there is no such template.
    :raises jinja2.UndefinedError: if the template asks for a value that is not given.
    """
    language = labels.language
    known: Mapping[str, Callable[..., str] | str] = {
        "t": labels,
        "term": labels.term,
        "name": lambda words: words.get(language),
        "thing_address": lambda thing: thing_address(thing, language),
        "address": lambda iri: attack_address(iri, language),
        "lang": language.value,
    }
    return _environment().get_template(f"{template}.html").render(**known, **values)
