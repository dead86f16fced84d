"""Text of articles in one harmless line."""

from __future__ import annotations

import unicodedata


def printable(text: str) -> str:
    """One line without control characters, with which the words of an article could steer the reader's terminal."""
    return " ".join("".join(" " if unicodedata.category(letter) == "Cc" else letter for letter in text).split())
