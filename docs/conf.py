"""Settings of the documentation site, which Sphinx reads: ``make docs``."""

from __future__ import annotations

import sys
from importlib.metadata import version as installed
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

sys.path.insert(0, str(Path(__file__).parent / "_extensions"))

project = "rasd"
author = "The rasd developers"
project_copyright = f"2026, {author}"
release = version = installed("rasd")

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx_click", "named_queries"]
exclude_patterns = ["_extensions"]

myst_heading_anchors = 3  # links to headings as GitHub makes them

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_default_options = {"members": True}

html_theme = "furo"
html_title = f"rasd {release}"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_copy_source = False
html_show_sphinx = False
html_theme_options = {"footer_icons": []}
html_extra_path = ["ontology.ar.html", "ontology.en.html"]  # whole pages with a style of their own


def turn_arabic_pages(app: Sphinx, name: str, template: str, context: dict[str, Any], doctree: object) -> None:
    """A page whose name ends in ``.ar`` is Arabic and read from right to left; its navigation is as everywhere."""
    del app, template, doctree
    if name.endswith(".ar"):
        context["body"] = f'<div lang="ar" dir="rtl">{context["body"]}</div>'


def setup(app: Sphinx) -> None:
    """What Sphinx calls when it has read this file."""
    app.connect("html-page-context", turn_arabic_pages)
