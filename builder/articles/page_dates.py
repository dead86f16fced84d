"""Dates in the visible text of Arabic pages: which line gives the day of publication."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache

from builder.resources import read_table
from builder.text.normalize import normalize_key

_LONGEST_LINE = 200  # code points
_LONGEST_LABEL = 40  # code points, white space and colon included
_DIGIT = re.compile(r"\d")
_MOST_OTHER_WORDS = 6  # of a line with a label: a place, the name of an author
_YEARS = range(1990, 2100)  # pages on the web; outside, it is a number or a Hijri year
_MONTHS = 12
_PUNCTUATION = " \t.,:;|/()[]{}«»،؛-–—_•·*@"


class Label(StrEnum):
    """What a page says of a date."""

    PUBLISHED = "published"
    UPDATED = "updated"


@dataclass(frozen=True, slots=True)
class DatedLine:
    """The Gregorian day that a line gives; ``label`` is None where the line is a date and nothing else."""

    day: date
    label: Label | None


def day_in_text(text: str) -> date | None:
    """The day of a text that is a date and nothing else, with weekday, time and Hijri date or without."""
    lines = dated_lines([text])
    return lines[0].day if len(lines) == 1 and lines[0].label is None else None


def dated_lines(texts: Iterable[str]) -> list[DatedLine]:
    """The dates of those texts that are labels with dates, or dates alone; a label may stand in a text of its own.

    A date has day, month and year: the month by one of its Gregorian names, or all in digits with the year first, or
    with the day first where it is above 12. A Hijri date is not used, since its day depends on the country. A text
    with other words is a sentence, unless they are few and stand before a label.
    """
    found: list[DatedLine] = []
    pending = ""
    for text in texts:
        if len(text) > (_LONGEST_LINE if _DIGIT.search(text) else _LONGEST_LABEL):
            pending = ""
            continue
        plain = normalize_key(text)
        line = f"{pending} {plain}".strip()
        pending = line if _label_pattern().fullmatch(line.strip(_PUNCTUATION)) else ""
        if not pending:
            found.extend(_dates(line))
    return found


def _dates(line: str) -> list[DatedLine]:
    """The dates of a line, each under the nearest label before it; none if the line is a sentence."""
    dates = [*_date_pattern().finditer(line)]
    if not dates:
        return []
    labels = [*_label_pattern().finditer(line)]
    found = []
    for match in dates:
        day = _day(match)
        label = next((label for label in reversed(labels) if label.end() <= match.start()), None)
        if day is None:
            return []
        before = line[label.end() if label else 0 : match.start()]
        if not _is_beside(before):
            return []
        found.append(DatedLine(day, _label_kinds()[label[0]] if label else None))
    author = line[: labels[0].start()] if labels else ""
    if len(author.split()) > _MOST_OTHER_WORDS or not _is_beside(line[dates[-1].end() :]):
        return []
    return found


def _is_beside(text: str) -> bool:
    """Whether words say nothing but times, weekdays and dates of the other calendar, or are labels."""
    rest = _label_pattern().sub(" ", text)
    return all(word in _beside() for word in re.findall(r"[^\W\d_]+", rest))


def _day(match: re.Match[str]) -> date | None:
    if match["month"]:
        day, month, year = int(match["day"]), _months()[match["month"]], int(match["year"])
    elif match["year_first"]:
        year, month, day = (int(part) for part in re.split(r"\D", match["year_first"]))
    else:
        day, month, year = (int(part) for part in re.split(r"\D", match["day_first"]))
        if day <= _MONTHS:  # may be the month: American pages write it first
            return None
    try:
        return date(year, month, day) if year in _YEARS else None
    except ValueError:
        return None


@cache
def _months() -> dict[str, int]:
    """Numbers of the Gregorian months by their normalised names."""
    rows = (row for row in read_table("months.tsv") if row["calendar"] == "gregorian")
    return {normalize_key(row["form"]): int(row["month"]) for row in rows}


@cache
def _label_kinds() -> dict[str, Label]:
    rows = read_table("page_labels.tsv")
    return {row["label"]: Label(row["kind"]) for row in rows if row["kind"] in set(Label)}


@cache
def _beside() -> frozenset[str]:
    words = {row["label"] for row in read_table("page_labels.tsv") if row["kind"] == "beside"}
    for row in read_table("date_words.tsv"):
        if row["kind"] == "weekday":
            words |= {normalize_key(row["form"]), normalize_key(f"ال{row['form']}")}
    for row in read_table("months.tsv"):
        if row["calendar"] == "hijri":
            words.update(normalize_key(row["form"]).split())
    return frozenset(words)


@cache
def _label_pattern() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{_alternatives(_label_kinds())})(?!\w)")


@cache
def _date_pattern() -> re.Pattern[str]:
    name = f"(?:{_alternatives(_months())})"
    second = rf"(?:\s*[/(\-]\s*{name}\s*\)?)?"  # its other name: "تشرين الأول/أكتوبر"
    return re.compile(
        rf"(?<![\d/.-])(?:(?P<day>\d{{1,2}})\s*[-/،,]?\s*(?:من\s+)?(?:شهر\s+)?(?P<month>{name}){second}"
        r"\s*[-/،,]?\s*(?:عام\s+|سنه\s+)?(?P<year>\d{4})"
        r"|(?P<year_first>\d{4}[-/.]\d{1,2}[-/.]\d{1,2})|(?P<day_first>\d{1,2}[-/.]\d{1,2}[-/.]\d{4}))(?![\d/.-])"
    )


def _alternatives(words: Iterable[str]) -> str:
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(words, key=len, reverse=True))
