"""A process that has everything loaded and forks a build for each line of standard input, so that many can be killed.

A line in is a JSON object (store, generation, articles, workers); lines out are ``pid N``, then what the build tells of
itself (``event NAME``, ``done ARTICLE``), then ``ended STATUS``. Each build is a process group of its own.
"""

from __future__ import annotations

import json
import logging
import os
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from builder.articles.rejection import Rejection
from builder.model import Article
from builder.pipeline import BuildOptions, build

WEEKDAYS = ("الاثنين", "الثلاثاء", "الأربعاء", "الخميس")
TEXT = (
    "قال الجيش إن انتحارياً فجر نفسه في سوق بمدينة {place} مساء {day}، ما أدى إلى مقتل {killed} مدنيين. "
    "وأعلن تنظيم داعش مسؤوليته عن الهجوم في بيان. {outlet}."
)


def articles(generation: int, number: int) -> Iterator[Article | Rejection]:
    """Articles of which several tell of one attack; all of a generation name its outlet. The last input is rejected."""
    outlet = f"نشرة {generation}"
    for n in range(number):
        words = {"place": ("بغداد", "حلب")[n % 2], "day": WEEKDAYS[(n + generation) % 4], "killed": 3 + n % 5}
        yield Article(f"a-{n}", "انفجار في سوق", TEXT.format(**words, outlet=outlet), date(2018, 5, 10), outlet)
    yield Rejection("in/bad.jsonl", generation, "no text")


class _Events(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        _say("event", record.getMessage())


def _say(*words: object) -> None:
    os.write(1, (" ".join(map(str, words)) + "\n").encode())


def _run(asked: dict[str, object]) -> None:
    os.setsid()
    log = logging.getLogger("builder")
    log.handlers = [_Events()]
    log.setLevel(logging.DEBUG)
    build(
        articles(int(str(asked["generation"])), int(str(asked["articles"]))),
        Path(str(asked["store"])),
        BuildOptions(workers=int(str(asked["workers"]))),
        inputs=["in"],
        progress=lambda step: _say("done", step.name),
    )


def main() -> None:
    """Fork builds until standard input ends."""
    from builder.assembly import assemble, load_reference
    from builder.extraction.extractor import extract

    load_reference()
    first = next(articles(0, 1))
    assert isinstance(first, Article)
    assert assemble(extract(first)).own
    _say("ready")
    child = 0
    for line in sys.stdin:
        if child:  # only now, so that its id is nobody else's while it may be killed
            os.waitpid(child, 0)
        child = os.fork()
        if not child:
            _run(json.loads(line))
            os._exit(0)
        _say("pid", child)
        ended = os.waitid(os.P_PID, child, os.WEXITED | os.WNOWAIT)
        _say("ended", ended.si_status if ended else 0)


if __name__ == "__main__":
    main()
