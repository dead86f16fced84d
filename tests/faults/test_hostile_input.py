"""Input that was made to harm: each build ends cleanly within its bound of memory, and counts what it was given.

``RASD_LONG`` adds the long cases (``make faults``).
"""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

RASD = [sys.executable, "-c", "from builder.cli import main; main()"]
# A process begins with the peak memory of the one that starts it: the tests' own would be reported for a build.
MEASURING = (
    "import resource, subprocess, sys; code = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL).returncode;"
    "print(code, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
)
TEXT = "عقد الوزراء اجتماعاً في العاصمة وناقشوا أسعار القمح والزيت والسكر مع وفد من التجار."
ATTACK = "قال الجيش إن انتحارياً فجر نفسه في سوق بمدينة بغداد مساء الاثنين، ما أدى إلى مقتل سبعة مدنيين."
LONG = bool(os.environ.get("RASD_LONG"))
MEGA = 2**20
# A build of one article takes some 170 MiB with all tables; a file with one article may have 16 MiB.
MOST_MEMORY = 600 * MEGA

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="asks the system for the memory of a process")


@dataclass(frozen=True)
class Built:
    """What a build did, its peak memory in bytes, and what the store then says."""

    code: int
    errors: str
    memory: int
    status: dict[str, object]

    @property
    def counts(self) -> tuple[int, int, int]:
        """Articles with and without attacks, and rejected inputs."""
        counts = self.status["counts"]
        assert isinstance(counts, dict)
        assert counts["read"] == counts["with_attack"] + counts["without_attack"] + counts["rejected"]
        return counts["with_attack"], counts["without_attack"], counts["rejected"]

    @property
    def reasons(self) -> list[str]:
        found = self.status["reasons"]
        assert isinstance(found, dict)
        return list(found)


def build(source: Path, store: Path) -> Built:
    """Build in a process of its own, and tell its peak memory."""
    with (store.parent / "errors.txt").open("wb") as errors:
        command = [*RASD, "build", str(source), "--store", str(store), "--log-format", "json"]
        measured = subprocess.run(
            [sys.executable, "-c", MEASURING, *command], stdout=subprocess.PIPE, stderr=errors, text=True, check=True
        )
    code, peak = map(int, measured.stdout.splitlines()[-1].split())
    told = (store.parent / "errors.txt").read_text(encoding="utf-8")
    shown = subprocess.run(
        [*RASD, "status", "--store", str(store), "--format", "json"], capture_output=True, text=True, check=True
    )
    unit = 1 if sys.platform == "darwin" else 1024
    built = Built(code, told, peak * unit, json.loads(shown.stdout))
    assert code in (0, 1), told[-2000:]
    assert "Traceback" not in told
    assert "internal error" not in told
    return built


def line(identifier: str, text: str) -> bytes:
    return json.dumps({"id": identifier, "title": "خبر", "text": text}).encode() + b"\n"


def bomb(path: Path) -> None:
    """A gzip file of about a megabyte that unpacks to a gigabyte, written in pieces."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    piece = b" " * MEGA
    with path.open("wb") as file:
        file.write(packer.compress(line("first", TEXT)))
        for _ in range(1024):
            file.write(packer.compress(piece))
        file.write(packer.compress(b"\n" + line("last", TEXT)) + packer.flush())
    assert path.stat().st_size < 2 * MEGA


def one_word(path: Path) -> None:
    with path.open("wb") as file:
        for _ in range(15):
            file.write("ب".encode() * MEGA)


def one_word_line(path: Path) -> None:
    with path.open("wb") as file:
        file.write(b'{"id": "long", "text": "')
        for _ in range(15):
            file.write("ب".encode() * MEGA)
        file.write(b'"}\n' + line("after", TEXT))


def one_word_within_the_bound(path: Path) -> None:
    path.write_bytes(line("long", "ب" * 390_000 + " في السوق") + line("after", TEXT))


def nested_page(path: Path) -> None:
    deep = 100_000
    path.write_text(f"<html><body>{'<div>' * deep}<p>{TEXT}</p>{'</div>' * deep}</body></html>", encoding="utf-8")


def nested_inline(path: Path) -> None:
    deep = 20_000  # below the bound of elements
    path.write_text(f"<html><body><article><p>{'<b>' * deep}{TEXT}</p></article></body></html>", encoding="utf-8")


def nested_json(path: Path) -> None:
    path.write_bytes(b"[" * 1_000_000 + b"\n" + b'{"a":' * 100_000 + b"\n" + line("after", TEXT))


def strange_letters(path: Path) -> None:
    """Marks that cannot be seen do not hide an attack; a control character after each letter leaves no words."""
    controls = "".join(map(chr, [*range(1, 9), *range(11, 32), *range(127, 160)]))
    bidi = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"
    marks = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u034f" + "\u064b" * 1000
    texts = [
        "".join(letter + controls[n % len(controls)] for n, letter in enumerate(ATTACK)),
        "".join(letter + bidi[n % len(bidi)] for n, letter in enumerate(ATTACK)),
        "".join(letter + marks[n % len(marks)] for n, letter in enumerate(ATTACK)),
        bidi * 10_000 + ATTACK,
        marks * 350 + ATTACK,
        "\0" + ATTACK,
    ]
    broken = [b'{"id": "s%d", "text": "%s \\ud83d %s"}\n' % (n, TEXT.encode(), TEXT.encode()) for n in range(2)]
    path.write_bytes(b"".join([*(line(f"a-{n}", text) for n, text in enumerate(texts)), *broken]))


@pytest.mark.parametrize(
    ("name", "make", "counts", "reasons"),
    [
        ("bomb.jsonl.gz", bomb, (0, 1, 1), ["read only in part"]),
        ("bomb.txt.gz", bomb, (0, 0, 1), ["file too large"]),
        ("bomb.csv.gz", bomb, (0, 0, 1), None),
        ("bomb.html.gz", bomb, (0, 0, 1), ["file too large"]),
        ("bomb.rss.gz", bomb, (0, 0, 1), ["file too large"]),
        ("bomb.warc.gz", bomb, (0, 0, 1), None),
        ("word.txt", one_word, (0, 0, 1), ["file too large"]),
        ("word.jsonl", one_word_line, (0, 1, 1), ["line too long"]),
        ("word.html", one_word, (0, 0, 1), ["file too large"]),
        ("million.jsonl", one_word_within_the_bound, (0, 2, 0), []),
        ("deep.html", nested_page, (0, 0, 1), None),
        ("inline.html", nested_inline, None, None),
        ("deep.jsonl", nested_json, (0, 1, 2), ["no valid JSON"]),
        ("letters.jsonl", strange_letters, (5, 0, 3), ["broken character", "not Arabic"]),
    ],
)
def test_it_ends_and_is_counted(
    tmp_path: Path,
    name: str,
    make: Callable[[Path], None],
    counts: tuple[int, int, int] | None,
    reasons: list[str] | None,
) -> None:
    make(tmp_path / name)
    built = build(tmp_path / name, tmp_path / "store")
    assert counts is None or built.counts == counts, built.status["rejected"]
    assert sum(built.counts) >= 1
    assert reasons is None or built.reasons == reasons
    assert built.memory < MOST_MEMORY, f"{built.memory / MEGA:.0f} MiB"


@pytest.mark.parametrize(("sentences", "counts"), [(100, (1, 0, 0)), (920, (0, 0, 1))])
def test_an_article_of_thousands_of_mentions(tmp_path: Path, sentences: int, counts: tuple[int, int, int]) -> None:
    """Eleven mentions in each sentence: a thousand are read, ten thousand rejected."""
    (tmp_path / "in.jsonl").write_bytes(line("many", " ".join([ATTACK] * sentences)))
    built = build(tmp_path / "in.jsonl", tmp_path / "store")
    assert built.counts == counts
    assert built.memory < MOST_MEMORY, f"{built.memory / MEGA:.0f} MiB"


def broken_lines(path: Path, number: int, articles: int) -> None:
    """JSON Lines of which every third is broken, and the others are a few articles again and again."""
    broken = (b'{"id": "x", "text": \n', b"\xff\xfe\x00\n", b'{"text": 7}\n')
    with gzip.open(path, "wb", compresslevel=1) as file:
        for n in range(number):
            good = line(f"a-{n % articles}", f"{TEXT} {n % articles}")
            file.write(broken[n // 3 % 3] if n % 3 == 2 else good)


@pytest.mark.parametrize("number", [30_000, 1_000_000] if LONG else [30_000])
def test_every_third_line_is_broken(tmp_path: Path, number: int) -> None:
    broken_lines(tmp_path / "in.jsonl.gz", number, articles=100)
    built = build(tmp_path / "in.jsonl.gz", tmp_path / "store")
    assert built.counts == (0, 100, number // 3)
    # The process remembers each rejection, with its line and reason, to its end; the database writes them away.
    assert built.memory < MOST_MEMORY + 1500 * number // 3, f"{built.memory / MEGA:.0f} MiB"
