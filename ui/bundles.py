"""The browser parts built from ``ui/components``: loading them into a page as Streamlit components."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer

BUNDLES = Path(__file__).parent / "static" / "components"

# Streamlit finds the files of a component only in a distribution that is named like its package, which rasd is not; and
# code that is given inline travels through the websocket. So the inline part loads the bundle, as a module, from the
# static files; the browser keeps it. A failure to load is shown by Streamlit in place of the component.
_LOADER = """
const bundle = import(new URL({url}, window.location.origin))
export default async (component) => (await bundle).default(component)
"""


@cache
def bundle(name: str) -> ComponentRenderer:
    """The component built from ``ui/components/src/NAME``.

    The server has to serve static files (``server.enableStaticServing``), from the folder of :mod:`ui.app`. The address
    of the bundle changes with its contents, so that a browser takes a new one after an update.

    :raises FileNotFoundError: if there is no such bundle.
    """
    base = st.get_option("server.baseUrlPath").strip("/")
    path = f"{base}/app/static/components/{name}/index.js?v={version(name)}"
    return st.components.v2.component(f"rasd_{name}", js=_LOADER.format(url=json.dumps(f"/{path.lstrip('/')}")))


def version(name: str) -> str:
    """A short digest of the bundle's files."""
    return hashlib.sha256((BUNDLES / name / "manifest.json").read_bytes()).hexdigest()[:12]
