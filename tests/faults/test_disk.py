"""Full disks, folders that may not be written to, damaged files: told in one line, and nothing is lost."""

from __future__ import annotations

import json
import os
import resource
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from builder.store.snapshots import current_snapshot
from tests.stores import make_store, quads

RASD = [sys.executable, "-c", "from builder.cli import main; main()"]
ATTACK = "قال الجيش إن انتحارياً فجر نفسه في سوق بمدينة بغداد مساء الاثنين، ما أدى إلى مقتل سبعة مدنيين. رقم {}."
TEXT = "عقد الوزراء اجتماعاً في العاصمة وناقشوا أسعار القمح والزيت والسكر مع وفد من التجار رقم {}."


def write(path: Path, first: int, last: int, text: str = TEXT) -> Path:
    """Articles of distinct texts."""
    lines = [json.dumps({"id": f"a-{n}", "title": "خبر", "text": text.format(n)}) for n in range(first, last)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def rasd(*arguments: str | Path, before: tuple[str, ...] = ()) -> subprocess.CompletedProcess[str]:
    command = [*before, *RASD, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)


def told(done: subprocess.CompletedProcess[str]) -> str:
    """The one line of an error, of a command that ended with 1."""
    assert done.returncode == 1, done.stderr
    (line,) = done.stderr.splitlines()
    assert line.startswith("rasd: "), line
    assert "internal error" not in line
    return line


FULL = """
set -e
mount -t tmpfs -o size=200m tmpfs "$DISK"
rasd() { "$PYTHON" -c 'from builder.cli import main; main()' "$@" --store "$DISK/store"; }
rasd build "$FIRST" > "$OUT/first.txt"
mount -o remount,size=$(( $(du -sk "$DISK" | cut -f1) + 400 ))k "$DISK"
code=0; rasd build "$SECOND" > "$OUT/full.txt" 2> "$OUT/full-errors.txt" || code=$?
echo $code > "$OUT/code.txt"
rasd export --format nquads | LC_ALL=C sort > "$OUT/between.nq"
mount -o remount,size=300m "$DISK"
rasd build "$SECOND" > "$OUT/second.txt"
rasd export --format nquads | LC_ALL=C sort > "$OUT/after.nq"
"""


def test_a_full_disk_stops_a_build_and_room_completes_it(tmp_path: Path) -> None:
    if os.name != "posix" or shutil.which("unshare") is None:
        pytest.skip("needs unshare, to mount a small file system for the test alone")
    may = subprocess.run(["unshare", "-m", "mount", "-t", "tmpfs", "tmpfs", str(tmp_path)], check=False)
    if may.returncode:
        pytest.skip("this user may not mount: see the test with a limit of the size of files")
    first, second = write(tmp_path / "first.jsonl", 0, 2), write(tmp_path / "second.jsonl", 2, 8, ATTACK)
    disk = tmp_path / "disk"
    disk.mkdir()
    places = {"DISK": disk, "OUT": tmp_path, "FIRST": first, "SECOND": second, "PYTHON": sys.executable}
    environment = {**os.environ, **{name: str(place) for name, place in places.items()}}
    ran = subprocess.run(["unshare", "-m", "bash", "-c", FULL], env=environment, check=False, capture_output=True)
    assert ran.returncode == 0, ran.stderr.decode()
    assert (tmp_path / "code.txt").read_text() == "1\n"
    (error,) = (tmp_path / "full-errors.txt").read_text().splitlines()
    assert error.startswith(("rasd: cannot write to the store ", "rasd: cannot publish the store ")), error
    assert "No space left on device" in error
    between = (tmp_path / "between.nq").read_text(encoding="utf-8")
    assert '"a-1"' in between, "readers go on seeing the build before"
    assert '"a-2"' not in between
    rasd("build", first, "--store", tmp_path / "calm")
    rasd("build", second, "--store", tmp_path / "calm")
    calm = rasd("export", "--format", "nquads", "--store", tmp_path / "calm").stdout
    assert (tmp_path / "after.nq").read_text(encoding="utf-8").splitlines() == sorted(calm.splitlines())


def test_a_file_that_may_not_grow_stops_a_build_and_the_next_completes_it(tmp_path: Path) -> None:
    first, second = write(tmp_path / "first.jsonl", 0, 2), write(tmp_path / "second.jsonl", 2, 8, ATTACK)
    for store in ("store", "calm"):
        assert rasd("build", first, "--store", tmp_path / store).returncode == 0
    before = quads(tmp_path / "store")

    def limited() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # the write then fails
        resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))

    done = subprocess.run(
        [*RASD, "build", str(second), "--store", str(tmp_path / "store")],
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=limited,
    )
    assert "File too large" in told(done)
    assert quads(tmp_path / "store") == before
    for store in ("store", "calm"):
        assert rasd("build", second, "--store", tmp_path / store).returncode == 0
    assert quads(tmp_path / "store") == quads(tmp_path / "calm")


def without_privileges() -> tuple[str, ...]:
    """A prefix for commands by which the permissions of files hold, also for root."""
    if os.name != "posix":
        pytest.skip("permissions are others there")
    if os.geteuid() != 0:
        return ()
    if shutil.which("setpriv") is None:
        pytest.skip("runs as root, for whom permissions do not hold, and there is no setpriv")
    return ("setpriv", "--bounding-set=-dac_override,-dac_read_search")


def test_a_store_that_may_not_be_written_is_read_and_not_built(tmp_path: Path) -> None:
    prefix = without_privileges()
    store, source = make_store(tmp_path / "store"), write(tmp_path / "in.jsonl", 0, 2)
    before = quads(store)
    subprocess.run(["chmod", "-R", "a-w", str(store)], check=True)
    try:
        assert "3 with attacks" not in rasd("status", "--store", store, before=prefix).stdout
        shown = rasd("status", "--store", store, before=prefix)
        assert (shown.returncode, shown.stderr) == (0, "")
        assert rasd("backup", tmp_path / "b.tar", "--store", store, before=prefix).returncode == 0
        assert "cannot write to the store" in told(rasd("build", source, "--store", store, before=prefix))
        assert "ermission denied" in told(rasd("build", source, "--store", store, before=prefix))
        refused = told(rasd("restore", tmp_path / "b.tar", "--store", store, "--force", before=prefix))
        assert "ermission denied" in refused
    finally:
        subprocess.run(["chmod", "-R", "u+w", str(store)], check=True)
    assert quads(store) == before
    assert rasd("build", source, "--store", store).returncode == 0


def test_a_store_that_may_not_be_read_is_told(tmp_path: Path) -> None:
    prefix = without_privileges()
    store = make_store(tmp_path / "store")
    snapshot = current_snapshot(store)
    assert snapshot is not None
    for path in (next(snapshot.glob("*.sst")), snapshot, store / "CURRENT"):
        path.chmod(0)
        try:
            assert "ermission denied" in told(rasd("status", "--store", store, before=prefix)), path
        finally:
            path.chmod(0o755)
    assert rasd("status", "--store", store, before=prefix).returncode == 0


def spoil(path: Path, step: int) -> None:
    """Change a byte of each *step*, in a file of its own: what shares it by a hard link stays whole."""
    data = bytearray(path.read_bytes())
    for place in range(step // 2, len(data), step):
        data[place] ^= 0x55
    path.unlink()
    path.write_bytes(data)


def test_a_damaged_snapshot_is_told_with_what_to_do(tmp_path: Path) -> None:
    store = make_store(tmp_path / "store")
    assert rasd("backup", tmp_path / "b", "--store", store).returncode == 0
    before = quads(store)
    snapshot = current_snapshot(store)
    assert snapshot is not None
    for path in snapshot.glob("*.sst"):
        spoil(path, 64)
    for command in (["status"], ["query", "articles"], ["export", "--format", "nquads"], ["validate"]):
        line = told(rasd(*command, "--store", store))
        assert "is damaged" in line
        assert "rasd doctor" in line
    assert rasd("doctor", "--store", store).returncode == 1
    assert "damaged" in told(rasd("backup", tmp_path / "c", "--store", store))
    assert rasd("restore", tmp_path / "b", "--store", store, "--force").returncode == 0
    assert quads(store) == before


def test_damage_that_is_met_while_reading_is_told(tmp_path: Path) -> None:
    """The index of each file is whole, so that it opens; the blocks of one are not."""
    store = tmp_path / "store"
    assert rasd("build", write(tmp_path / "in.jsonl", 0, 6, ATTACK), "--store", store).returncode == 0
    snapshot = current_snapshot(store)
    assert snapshot is not None
    met = 0
    for path in sorted(snapshot.glob("*.sst")):
        if path.stat().st_size < 20_000:
            continue
        data = path.read_bytes()
        spoiled = bytearray(data)
        for place in range(100, 8_000, 100):
            spoiled[place] ^= 0x55
        path.unlink()
        path.write_bytes(spoiled)
        done = rasd("export", "--format", "nquads", "--store", store)
        if done.returncode:
            assert "damaged" in told(done)
            assert "rasd doctor" in done.stderr
            met += 1
        path.write_bytes(data)
    assert met


def test_a_damaged_live_database_is_told_with_what_to_do(tmp_path: Path) -> None:
    store, source = make_store(tmp_path / "store"), write(tmp_path / "in.jsonl", 0, 2)
    before = quads(store)
    for path in (store / "live").glob("*.sst"):
        spoil(path, 64)
    line = told(rasd("build", source, "--store", store))
    assert "is damaged" in line
    assert "rasd doctor" in line
    assert quads(store) == before, "readers have their own files"
    assert rasd("backup", tmp_path / "b", "--store", store).returncode == 0
    assert rasd("restore", tmp_path / "b", "--store", store, "--force").returncode == 0
    assert rasd("build", source, "--store", store).returncode == 0


def test_two_builds_at_once(tmp_path: Path) -> None:
    store, source = tmp_path / "store", write(tmp_path / "in.jsonl", 0, 20)
    command = [*RASD, "build", str(source), "--store", str(store)]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    ended = [(*process.communicate(), process.returncode) for process in both]
    assert 0 in [code for _, _, code in ended]
    for _, errors, code in ended:
        assert code == 0 or errors.endswith(": wait for it, or give another --store\n"), errors
    assert rasd("build", source, "--store", store).stdout.startswith("20 read: 0 stored")
