"""Pieces of HTML, such as the content of a feed's entry, as plain lines."""

from __future__ import annotations

from lxml import etree
from lxml.html import HTMLParser, document_fromstring

# Elements that begin a new line, and those whose text is no text of the article.
_BLOCKS = frozenset(
    {
        *("address", "article", "blockquote", "br", "dd", "div", "dl", "dt", "footer", "h1", "h2", "h3", "h4", "h5"),
        *("h6", "header", "hr", "li", "main", "ol", "p", "pre", "section", "table", "td", "th", "tr", "ul"),
    }
)
_SKIPPED = frozenset(
    {
        *("audio", "button", "canvas", "figcaption", "form", "iframe", "nav", "noscript", "object", "script", "select"),
        *("style", "svg", "template", "title", "video"),
    }
)


def fragment_text(html: str) -> str:
    """The text of a piece of HTML: a line for each block that is not blank, white space single, references resolved.

    Scripts, forms, captions and embedded media are left out. Elements nested more than about 250 deep are too.
    """
    try:
        tree = document_fromstring(html, parser=HTMLParser(remove_comments=True, remove_pis=True))
    except (etree.LxmlError, ValueError):  # nothing but white space or comments; control characters
        return ""
    pieces: list[str] = []
    walk = etree.iterwalk(tree, events=("start", "end"))
    for event, element in walk:
        if event == "start":
            if element.tag in _BLOCKS:
                pieces.append("\n")
            if element.tag in _SKIPPED:
                walk.skip_subtree()
            else:
                pieces.append(_on_one_line(element.text))
        else:
            if element.tag in _BLOCKS:
                pieces.append("\n")
            pieces.append(_on_one_line(element.tail))
    lines = (" ".join(line.split()) for line in "".join(pieces).split("\n"))
    return "\n".join(filter(None, lines))


def _on_one_line(text: str | None) -> str:
    return (text or "").replace("\n", " ")
