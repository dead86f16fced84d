from __future__ import annotations

import errno
import gzip
import json
import os
import pty
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from builder.cli import cli
from builder.store.stamps import rasd_version
from builder.store.store import Store
from tests.camel_data import write_data

CALM = "عقد الوزراء اجتماعاً في العاصمة وناقشوا أسعار القمح والزيت والسكر مع وفد من التجار."
RASD = [sys.executable, "-c", "from builder.cli import main; main()"]


def rasd(*arguments: str | Path, stdin: str | None = None) -> Result:
    return CliRunner().invoke(cli, [str(argument) for argument in arguments], input=stdin)


def process(*arguments: str | Path, **more: str) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, **more}
    return subprocess.run([*RASD, *map(str, arguments)], capture_output=True, check=False, env=environment)


def line(identifier: str, **more: str) -> str:
    return json.dumps({"id": identifier, "title": "اجتماع الوزراء", "text": CALM, **more}, ensure_ascii=False)


def write(path: Path, *lines: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def state(store: Path) -> dict[str, object]:
    found: dict[str, object] = json.loads(rasd("status", "--store", store, "--format", "json").stdout)
    return found


def quads(store: Path) -> list[str]:
    with Store.open_reader(store) as reader:
        return sorted(map(str, reader.rdf))


def test_articles_go_in_and_a_second_build_is_a_no_op(tmp_path: Path) -> None:
    source, store = write(tmp_path / "in.jsonl", line("a"), line("b")), tmp_path / "store"
    first = rasd("build", source, "--store", store)
    assert (first.exit_code, first.stderr) == (0, "")
    assert first.stdout.startswith("2 read: 2 stored with 0 events (2 report no attack), 0 unchanged, 0 rejected; ")
    before = quads(store)
    second = rasd("build", source, "--store", store)
    assert second.stdout.startswith("2 read: 0 stored with 0 events (0 report no attack), 2 unchanged, 0 rejected; ")
    assert quads(store) == before


def test_a_second_build_of_the_same_input_takes_less_than_two_seconds(tmp_path: Path) -> None:
    source, store = write(tmp_path / "in.jsonl", *(line(str(number)) for number in range(100))), tmp_path / "store"
    assert process("build", source, "--store", store).returncode == 0
    seconds = []
    for _ in range(3):  # of processor time, and the best of three: the machine may have other work
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        assert process("build", source, "--store", store).returncode == 0
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        seconds.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    assert min(seconds) < 2


def test_published_and_outlet_are_defaults(tmp_path: Path) -> None:
    text = write(tmp_path / "خبر.txt", "اجتماع الوزراء", CALM)
    dated = write(tmp_path / "in.jsonl", line("a", published="2020-01-02", outlet="الجريدة"))
    rasd("build", text, dated, "--store", tmp_path / "s", "--published", "2023-10-31", "--outlet", "وكالة ما")
    found = "\n".join(quads(tmp_path / "s"))
    assert '"2020-01-02"' in found
    assert '"2023-10-31"' in found
    assert '"الجريدة"' in found
    assert '"وكالة ما"' in found


def test_standard_input(tmp_path: Path) -> None:
    done = rasd("build", "-", "--store", tmp_path / "s", stdin=f"{line('a')}\n{{\n{line('b')}\n")
    assert done.exit_code == 1
    assert done.stderr.startswith("rejected: stdin, line 2: ")
    assert done.stderr.count("\n") == 1
    assert len(list_of(state(tmp_path / "s"), "articles")) == 2


def list_of(found: dict[str, object], key: str) -> list[dict[str, str]]:
    value = found[key]
    assert isinstance(value, list)
    return value


def bad_inputs(folder: Path) -> list[str]:
    """Writes one input of each kind that gives no article, and good ones; returns the names that are rejected."""
    write(folder / "good.jsonl", line("good-1"), line("good-2"))
    folder.joinpath("empty.txt").write_bytes(b"")
    folder.joinpath("empty.jsonl").write_bytes(b"")
    folder.joinpath("binary.txt").write_bytes(bytes(range(128, 256)) * 50)
    folder.joinpath("windows.txt").write_bytes(("اجتماع الوزراء\n" + CALM).encode("cp1256"))
    with (folder / "long.jsonl").open("wb") as file:
        file.write((line("before") + "\n").encode())
        file.write(b'{"id": "x", "text": "')
        for _ in range(50):
            file.write(b"x" * 1_000_000)
        file.write(b'"}\n')
        file.write((line("after") + "\n").encode())
    write(folder / "page.html", "<html><body><nav><a href='/'>الرئيسية</a></nav></body></html>")
    write(folder / "mixed.jsonl", line("ok"), json.dumps({"id": "no-text"}), "not json", line("fine"))
    write(
        folder / "english.txt", "Ministers meet", "The ministers met in the capital and spoke about the price of wheat."
    )
    write(folder / "picture.png", "x")
    with gzip.open(folder / "cut.jsonl.gz", "wb") as packed:
        packed.write((line("zipped") + "\n").encode() * 1000)
    data = (folder / "cut.jsonl.gz").read_bytes()
    (folder / "cut.jsonl.gz").write_bytes(data[: len(data) // 2])
    return [
        "binary.txt",
        "cut.jsonl.gz",
        "empty.jsonl",
        "empty.txt",
        "english.txt",
        "long.jsonl, line 2",
        "mixed.jsonl, line 2",
        "mixed.jsonl, line 3",
        "page.html",
        "picture.png",
    ]


def test_bad_input_is_listed_and_the_rest_goes_on(tmp_path: Path) -> None:
    folder, store = tmp_path / "in", tmp_path / "store"
    folder.mkdir()
    expected = [f"in/{name}" for name in bad_inputs(folder)]
    done = rasd("build", folder, "--store", store)
    assert done.exit_code == 1
    told = [message for message in done.stderr.splitlines() if message.startswith("rejected: ")]
    warned = [message for message in done.stderr.splitlines() if message not in told]
    assert sorted(message.removeprefix("rejected: ").split(": ")[0] for message in told) == expected
    assert warned == ["warning: in/windows.txt: decoded as Windows-1256"]
    found = state(store)
    assert {article["id"] for article in list_of(found, "articles")} >= {
        "good-1", "good-2", "ok", "fine", "before", "after", "windows"
    }  # fmt: skip
    listed = [
        f"{row['input']}, line {row['line']}" if row["line"] else row["input"] for row in list_of(found, "rejected")
    ]
    assert sorted(listed) == expected
    assert all(row["reason"] for row in list_of(found, "rejected"))
    plain = rasd("status", "--store", store).stdout
    assert all(f"  {name}: " in plain for name in expected)


def test_stop_ends_at_the_first_rejection(tmp_path: Path) -> None:
    source, store = write(tmp_path / "in.jsonl", line("a"), "{}", line("b"), "{}"), tmp_path / "store"
    done = rasd("build", source, "--store", store, "--on-error", "stop")
    assert done.exit_code == 1
    assert done.stderr.startswith("rejected: in.jsonl, line 2: no text")
    assert [article["id"] for article in list_of(state(store), "articles")] == ["a"]


def test_tables_feeds_and_archives_go_in_and_addresses_of_this_machine_do_not(tmp_path: Path) -> None:
    source, store = tmp_path / "in", tmp_path / "store"
    write(source / "a.csv", "id;title;text", f"a;اجتماع الوزراء;{CALM}", "b;;")
    write(source / "b.rss", f"<rss><channel><item><guid>c</guid><title>{CALM}</title></item></channel></rss>")
    write(source / "c.warc", "WARC/1.0")
    url = "http://127.0.0.1:9/a"
    done = rasd("build", source, url, "--store", store)
    assert done.exit_code == 1
    assert [line.split(": ")[1] for line in done.stderr.splitlines()] == ["in/a.csv, line 3", "in/c.warc", url]
    assert done.stderr.splitlines()[2] == f"rejected: {url}: not fetched: 127.0.0.1 is no public address"
    assert [article["id"] for article in list_of(state(store), "articles")] == ["a", "c"]
    assert len(list_of(state(store), "rejected")) == 3
    rasd("build", url, "--store", store)
    assert len(list_of(state(store), "rejected")) == 3


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["no-such-file"],
        ["ftp://example.org/a"],
        [".", "--published", "yesterday"],
        [".", "--on-error", "explode"],
        [".", "--workers", "0"],
        [".", "--frobnicate"],
    ],
)
def test_wrong_use_is_one_line_and_2(arguments: list[str]) -> None:
    done = rasd("build", *arguments)
    assert done.exit_code == 2
    assert done.stdout == ""
    assert done.stderr.startswith("rasd build: ")
    assert done.stderr.endswith("(see rasd build --help)\n")
    assert done.stderr.count("\n") == 1


def test_a_store_that_is_being_written_is_said(tmp_path: Path) -> None:
    source, store = write(tmp_path / "in.jsonl", line("a")), tmp_path / "store"
    with Store.open_writer(store):
        done = process("build", source, "--store", store)
    assert done.returncode == 1
    assert done.stderr.decode() == f"rasd: another build is writing to {store}: wait for it, or give another --store\n"


def test_a_folder_that_is_no_store_is_left_alone(tmp_path: Path) -> None:
    source = write(tmp_path / "in.jsonl", line("a"))
    done = process("build", source, "--store", tmp_path)
    assert done.returncode == 1
    assert b"holds other files" in done.stderr
    assert b"Traceback" not in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["in.jsonl"]


def test_the_store_comes_from_the_environment(tmp_path: Path) -> None:
    source = write(tmp_path / "in.jsonl", line("a"))
    assert process("build", source, RASD_STORE=str(tmp_path / "here")).returncode == 0
    assert (tmp_path / "here" / "CURRENT").exists()


def test_ctrl_c_ends_without_a_traceback_and_keeps_what_is_stored(tmp_path: Path) -> None:
    store = tmp_path / "store"
    command = [*RASD, "build", "-", "--store", str(store)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, bufsize=0
    ) as running:
        assert running.stdin is not None
        running.stdin.write((line("a") + "\n").encode())
        wait_for(store / "UNPUBLISHED")
        time.sleep(0.5)
        running.send_signal(signal.SIGINT)
        _, errors = running.communicate(timeout=60)
    assert running.returncode == 1
    assert errors.decode().strip() == "rasd: stopped"
    assert [article["id"] for article in list_of(state(store), "articles")] == ["a"]


def wait_for(path: Path) -> None:
    end = time.monotonic() + 30
    while not path.exists():
        assert time.monotonic() < end
        time.sleep(0.05)


def read_terminal(end: int) -> str:
    """All that a process writes to a terminal until it closes it; Linux then answers with an error."""
    pieces: list[bytes] = []
    try:
        while piece := os.read(end, 4096):
            pieces.append(piece)
    except OSError as error:
        if error.errno != errno.EIO:
            raise
    return b"".join(pieces).decode()


def test_a_bar_is_shown_on_a_terminal_only(tmp_path: Path) -> None:
    source = write(tmp_path / "in.jsonl", line("a"), "{}")
    ours, theirs = pty.openpty()
    running = subprocess.Popen(
        [*RASD, "build", str(source), "--store", str(tmp_path / "s")], stderr=theirs, stdout=subprocess.PIPE
    )
    os.close(theirs)
    shown = read_terminal(ours)
    running.communicate()
    os.close(ours)
    assert "\x1b[" in shown
    assert "2 read" in shown
    assert "rejected: in.jsonl, line 2: no text" in shown
    assert "\x1b[" not in process("build", source, "--store", tmp_path / "t").stderr.decode()


def test_an_optional_step_without_its_data_or_of_no_known_name_is_wrong_use(tmp_path: Path) -> None:
    source, store = write(tmp_path / "in.jsonl", line("a")), tmp_path / "store"
    done = process("build", source, "--store", store, "--with", "camel-morphology", CAMELTOOLS_DATA=str(tmp_path))
    assert done.returncode == 2
    (message,) = done.stderr.decode().splitlines()
    assert message == (
        f"rasd: camel-morphology needs the data package morphology-db-msa-r13, which is not in {tmp_path}: install it "
        "with camel_data -i morphology-db-msa-r13, or let CAMELTOOLS_DATA name the folder that has it"
    )
    assert not store.exists()
    other = process("build", source, "--store", store, "--with", "camel-morphology,farasa")
    assert other.returncode == 2
    assert "farasa is none of camel-morphology, camel-ner" in other.stderr.decode()


def test_an_optional_step_reads_in_all_processes_and_articles_read_without_it_again(tmp_path: Path) -> None:
    text = "قال المتحدث باسم الجماعة في بيان: نحن نستهدف بالصواريخ قاعدة للجيش الأميركي في مدينة بغداد مساء الاثنين."
    source = write(tmp_path / "in.jsonl", line("a", text=text), line("b", text=text + " وانتهى البيان."))
    data, store = write_data(tmp_path / "camel"), tmp_path / "store"

    def build(*arguments: str) -> str:
        environment = {"CAMELTOOLS_DATA": str(data), "HOME": str(tmp_path)}
        done = process("build", source, "--store", store, *arguments, **environment)
        assert done.returncode == 0, done.stderr
        return done.stdout.decode().rpartition(";")[0]

    step = ("--with", "camel-morphology")
    assert build() == "2 read: 2 stored with 0 events (2 report no attack), 0 unchanged, 0 rejected"
    read = build(*step, "--workers", "2")
    assert read == "2 read: 2 stored with 2 events (0 report no attack), 0 unchanged, 0 rejected"
    assert build(*step).startswith("2 read: 0 stored with 0 events (0 report no attack), 2 unchanged")
    assert f"rasd {rasd_version()}+camel-morphology." in rasd("status", "--store", store).stdout
    assert build().startswith("2 read: 2 stored with 0 events")
