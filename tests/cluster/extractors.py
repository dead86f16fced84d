"""Extractions that workers load by the name of this module."""

from __future__ import annotations

import os
import signal
from pathlib import Path

from builder.extraction.extractor import extract as extract_all
from builder.model import Article, Extraction
from tests.small_extractor import extract


def extract_and_note(article: Article, notes: str) -> Extraction:
    """Extract, and leave a line with the article's id in a file."""
    with Path(notes).open("a", encoding="utf-8") as file:
        file.write(f"{article.id}\n")
    return extract(article)


def extract_or_die_once(article: Article, doomed: str, marker: str) -> Extraction:
    """The extraction of rasd; the first process that comes to the article *doomed* is killed and leaves a file."""
    if article.id == doomed:
        try:
            Path(marker).touch(exist_ok=False)
        except FileExistsError:
            return extract_all(article)
        os.kill(os.getpid(), signal.SIGKILL)
    return extract_all(article)


def extract_or_die(article: Article, doomed: str) -> Extraction:
    """Kill every process that comes to the article *doomed*."""
    if article.id == doomed:
        os.kill(os.getpid(), signal.SIGKILL)
    return extract(article)
