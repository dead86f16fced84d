"""Keeps annotations of articles apart from their texts: only positions and labels are stored.

    python scripts/standoff.py pack GOLD.jsonl ARTICLES.jsonl[.gz] > annotations/NAME.jsonl
    python scripts/standoff.py unpack annotations/NAME.jsonl ARTICLES.jsonl[.gz] DIRECTORY

``pack`` writes for each annotated article its identifier, a digest of its text and its events, in which each surface
is a pair of positions in code points in title, line feed and text (the first occurrence; ``[start, end)``). ``unpack``
writes ``gold.jsonl`` and ``articles.jsonl`` into a directory, as ``rasd evaluate`` and the training scripts read them.
Articles that are not in ARTICLES, or have another text there, are left out and counted on standard error. A surface
that is not in its article stops ``pack``.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections.abc import Callable, Iterator
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

_DIGEST = 16  # hexadecimal digits: enough to see that a text is another one
_SURFACES = frozenset({"trigger", "mentions", "claimer", "perpetrator"})  # keys with lists of surfaces
_LISTS_OF_SURFACES = frozenset({"sources", "optional_sources"})
_OF_READER = frozenset({"quote", "medium", "notes", "name_en", "by_source", "who"})  # words: not kept


def lines(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a JSON Lines file, compressed or not."""
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as file:
        yield from map(json.loads, file)


def text_of(record: dict[str, Any]) -> str:
    """Title, line feed and text."""
    return f"{record.get('title') or ''}\n{record['text']}"


def digest(text: str) -> str:
    """A short digest of a text."""
    return sha256(text.encode("utf-8")).hexdigest()[:_DIGEST]


def mapped(value: Any, convert: Callable[[Any], Any], key: str = "") -> Any:
    """A part of an annotation with all surfaces converted; what a reader wrote in own words is left out."""
    if isinstance(value, dict):
        return {k: mapped(v, convert, k) for k, v in value.items() if k not in _OF_READER}
    if isinstance(value, list) and key in _LISTS_OF_SURFACES:
        return [[convert(surface) for surface in source] for source in value]
    if isinstance(value, list) and key in _SURFACES and not any(isinstance(v, dict) for v in value):
        return [convert(surface) for surface in value]
    return [mapped(v, convert) for v in value] if isinstance(value, list) else value


def position(text: str, identifier: str, surface: str) -> list[int]:
    """Where a surface first stands."""
    start = text.find(surface)
    if start < 0 or not surface:
        raise SystemExit(f"{identifier}: not in the article: {surface!r}")
    return [start, start + len(surface)]


def surface(text: str, span: list[int]) -> str:
    """The words at a position."""
    return text[span[0] : span[1]]


def pack(gold: str, articles: str) -> None:
    """Print the annotations without text, in the order of *gold*."""
    texts = {record["id"]: text_of(record) for record in lines(Path(articles))}
    for entry in lines(Path(gold)):
        text = texts[entry["id"]]
        events = mapped(entry["events"], partial(position, text, entry["id"]))
        relations = mapped(entry.get("relations") or [], lambda given: given)
        record = {"id": entry["id"], "digest": digest(text), "events": events, "relations": relations}
        print(json.dumps(record, ensure_ascii=False, separators=(",", ":")))


def unpack(annotations: str, articles: str, directory: str) -> None:
    """Write annotations with their surfaces beside their articles."""
    records = {record["id"]: record for record in lines(Path(articles))}
    target = Path(directory)
    target.mkdir(parents=True, exist_ok=True)
    written = missing = 0
    with (
        (target / "gold.jsonl").open("w", encoding="utf-8") as gold,
        (target / "articles.jsonl").open("w", encoding="utf-8") as texts,
    ):
        for entry in lines(Path(annotations)):
            record = records.get(entry["id"])
            if record is None or digest(text_of(record)) != entry["digest"]:
                missing += 1
                continue
            events = mapped(entry["events"], partial(surface, text_of(record)))
            gold.write(json.dumps({**entry, "events": events}, ensure_ascii=False) + "\n")
            texts.write(json.dumps(record, ensure_ascii=False) + "\n")
            written += 1
    print(f"{written} articles, {missing} not found or changed", file=sys.stderr)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["pack", gold_path, articles_path]:
            pack(gold_path, articles_path)
        case ["unpack", annotations_path, articles_path, directory_path]:
            unpack(annotations_path, articles_path, directory_path)
        case _:
            raise SystemExit(__doc__)
