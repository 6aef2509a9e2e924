"""`workshop grade` goes on where it was ended: by a kill, a full disk, or what hangs."""

import contextlib
import itertools
import os
import random
import signal
import sqlite3
import subprocess
import time

import pytest

from cffi_workshop.cohort.book.book import Book
from cffi_workshop.cohort.book.book_rows import content_hash
from cffi_workshop.cohort.engines.outcome import Outcome
from cffi_workshop.cohort.points.gradebook import write_tables
from cffi_workshop.cohort.progress import Progress
from cffi_workshop.errors import WorkshopError

from .courses import LIBM, WRONG, grade, lay, table, verdicts
from .scratch import workshop_of
from .surroundings import COMMAND, REPOSITORY, not_here, replace_in, run_apart, running


@pytest.fixture
def four(tmp_path):
    for number in range(4):
        files = dict(WRONG if number % 2 else LIBM)
        files["libm_api.py"] += f"\n# {number}\n"
        lay(tmp_path / f"hand-ins/s{number}", files)
    return tmp_path / "hand-ins"


def start(hand_ins, into, *more):
    return subprocess.Popen(
        [*COMMAND, "grade", str(hand_ins), "--into", str(into), "--seed", "7", *more],
        cwd=REPOSITORY,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY / "src"), "TMPDIR": str(into.parent)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def ended(process):
    _, errors = process.communicate(timeout=300)
    return process.returncode, errors


WHAT_IS_SAID = "content, seed, settled, json_remove(verdict, '$.duration_s')"


def test_a_run_that_is_killed_at_any_moment_goes_on(four, tmp_path):
    """kill -9, ten times; then the book is that of a run that nobody disturbed."""
    assert ended(start(four, tmp_path / "undisturbed")) == (0, "")
    moments = random.Random(5)
    for number in range(10):
        process = start(four, tmp_path / "killed")
        if number:  # the first one may not even have a book yet
            process.stdout.readline()
        time.sleep(moments.uniform(0, 0.8))
        process.kill()
        process.communicate()
    assert ended(start(four, tmp_path / "killed")) == (0, "")
    said = [verdicts(tmp_path / name, WHAT_IS_SAID) for name in ("killed", "undisturbed")]
    assert said[0] == said[1]
    assert len(said[0]) == 4
    assert_nothing_is_left(tmp_path)
    tables = [
        (tmp_path / name / "gradebook.csv").read_bytes() for name in ("killed", "undisturbed")
    ]
    assert tables[0] == tables[1]


def assert_nothing_is_left(folder):
    end = time.monotonic() + 60
    while (found := running(f"TMPDIR={folder}")) and time.monotonic() < end:
        time.sleep(0.1)
    assert found == []
    assert [path.name for path in folder.iterdir() if path.name.startswith("workshop-")] == []


def two_fast_and_two_slow(folder):
    """Two that are graded first, and two that keep the run busy for longer than any machine is."""
    sleepy = {**LIBM, "libm_abi.py": "import time\ntime.sleep(8)\n" + LIBM["libm_abi.py"]}
    for name, files, first in (("a", LIBM, "01234567"), ("b", sleepy, "89abcdef")):
        for number in range(2):
            texts = numbered_until(files, name + str(number), first)
            lay(folder / f"{name}{number}", texts)
    return folder


def numbered_until(files, mark, first):
    """Return files with a comment that gives them a place among the others: the book's order."""
    for number in itertools.count():
        texts = {**files, "libm_api.py": f"{files['libm_api.py']}# {mark} {number}\n"}
        content = content_hash("libm", {name: text.encode() for name, text in texts.items()})
        if content[0] in first:
            return texts


def test_what_was_said_to_be_graded_is_in_the_book_after_a_kill(tmp_path):
    process = start(
        two_fast_and_two_slow(tmp_path / "hand-ins"), tmp_path / "grades", "--jobs", "1"
    )
    while process.poll() is None and in_the_book(tmp_path / "grades") < 2:
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    said, errors = process.communicate(timeout=300)
    assert process.returncode == 130
    assert errors.strip() == "Interrupted."
    *_, told, where, written = said.splitlines()
    graded = int(told.split()[0])
    assert 2 <= graded == len(verdicts(tmp_path / "grades")) < 4
    assert where == "What is graded is in the book; the same command goes on from there."
    assert written.endswith("hold what is graded so far.")
    rows = (tmp_path / "grades" / "gradebook.csv").read_text().splitlines()
    assert sum(",12," in row for row in rows) == graded
    assert_nothing_is_left(tmp_path)


def test_a_run_that_is_interrupted_tells_what_the_book_has(capsys):
    """Ctrl-C may come when a verdict is written down, and not yet told."""
    lacking = [4]
    with contextlib.suppress(KeyboardInterrupt), Progress(lambda: lacking[0]):
        lacking[0] = 2
        raise KeyboardInterrupt
    assert "2 of 4 graded" in capsys.readouterr().out


def in_the_book(grades):
    with contextlib.suppress(sqlite3.OperationalError):  # it is not there yet
        return len(verdicts(grades))
    return 0


def mounted(command, size, into):
    """Run a command where `into` is a small file system of its own.

    Skip where that is not allowed.
    """
    script = f'mount -t tmpfs -o size={size} tmpfs "$1" && shift && exec "$@"'
    apart = ["unshare", "--user", "--map-root-user", "--mount"]
    tried = run_apart([*apart, "sh", "-c", script, "sh", str(into), *command])
    if "unshare" in tried.stderr or "mount:" in tried.stderr:
        not_here(f"a mount of one's own is not allowed here: {tried.stderr}")
    return tried


def test_a_full_disk_ends_in_a_sentence(four, tmp_path):
    (tmp_path / "grades").mkdir()
    command = [*COMMAND, "grade", four, "--into", tmp_path / "grades", "--sandbox", "limits"]
    done = mounted(list(map(str, command)), "48k", tmp_path / "grades")
    assert done.returncode == 2
    assert "full" in done.stderr or "No space left" in done.stderr
    assert done.stderr.count("\n") == 1


def test_what_the_disk_says_is_told_where_sqlite_has_ended_the_change_itself(tmp_path):
    says = r"cannot be used \(database or disk is full\)"
    with Book(tmp_path / "grades") as book:
        book.rows("PRAGMA max_page_count = 1")
        with pytest.raises(WorkshopError, match=says):
            book.set("note", "x" * (1 << 20))


def test_tables_that_cannot_be_written_whole_leave_those_of_before(tmp_path):
    def disk_is_full():
        raise OSError("the disk is full")
        yield

    tables = {tmp_path / name for name in ("gradebook.csv", "checks.csv", "gradebook.json")}
    for each in tables:
        each.write_text("of before")
    with pytest.raises(OSError, match="full"):
        write_tables(tmp_path, disk_is_full(), None, [], [])
    assert {*tmp_path.iterdir()} == tables
    assert {each.read_text() for each in tables} == {"of before"}


def test_a_target_that_cannot_be_written_ends_in_a_sentence(four, tmp_path):
    (tmp_path / "grades").mkdir()
    command = [*COMMAND, "grade", four, "--into", tmp_path / "grades", "--sandbox", "limits"]
    done = mounted(list(map(str, command)), "1m,ro", tmp_path / "grades")
    assert (done.returncode, done.stdout) == (2, "")
    assert "cannot be written (Read-only file system); copy what is there" in done.stderr


def test_a_target_that_is_a_file_ends_in_a_sentence(tmp_path):
    (tmp_path / "grades").touch()
    says = r"\(File exists\); see that it leads to a folder, or"
    with pytest.raises(WorkshopError, match=says), Book(tmp_path / "grades"):
        pass


@pytest.mark.parametrize("is_folder", [True, False], ids=["a folder", "a link to nowhere"])
def test_a_book_that_is_no_file_is_told_as_that(tmp_path, is_folder):
    book = tmp_path / "book.sqlite"
    book.mkdir() if is_folder else book.symlink_to("/nowhere/at/all")
    with (
        pytest.raises(WorkshopError, match="cannot be opened; see that it is a file"),
        Book(tmp_path),
    ):
        pass


def attempts(grades):
    with contextlib.closing(sqlite3.connect(grades / "book.sqlite")) as book:
        rows = book.execute(
            "SELECT label, attempts, settled FROM verdict JOIN hand_in USING (content)"
            " JOIN person ON person = person.id"
        )
        return {label: (count, settled) for label, count, settled in rows}


def test_what_hangs_is_tried_once_more_alone(tmp_path):
    # It allows itself one second of the processor, so that nobody waits for the three of the
    # sandbox.
    slow = (
        "from resource import RLIMIT_CPU, getrlimit, setrlimit\n"
        "setrlimit(RLIMIT_CPU, (1, getrlimit(RLIMIT_CPU)[1]))\nwhile True:\n    pass\n"
    )
    lay(tmp_path / "hand-ins/slow", {**LIBM, "libm_abi.py": slow})
    lay(tmp_path / "hand-ins/right", LIBM)
    done = grade(tmp_path / "hand-ins", "--into", tmp_path / "grades")
    assert done.returncode == 0
    assert attempts(tmp_path / "grades")["slow"] == (2, 1)
    assert {row["id"]: row["libm"] for row in table(tmp_path / "grades/gradebook.csv")} == {
        "right": "12",
        "slow": "6",
    }


@pytest.mark.parametrize(
    ("status", "cause", "again"),
    [
        ("failed", "timeout", True),
        ("failed", "tampering", True),
        ("grader-error", None, True),
        ("failed", "wrong-value", False),
        ("passed", None, False),
    ],
)
def test_what_the_machine_may_have_done_is_tried_once_more(status, cause, again):
    verdict = {"checks": [{"status": status, "cause": cause}]}
    assert Outcome(verdict).doubtful == again


def test_a_failure_of_ours_is_charged_to_nobody(tmp_path):
    lay(tmp_path / "hand-ins/anna", LIBM)
    with workshop_of("libm") as folder:
        root = folder.parents[1]
        replace_in(
            root / "solutions/libm/test_libm.py", "binding.declares()", "binding.declares(); 1 / 0"
        )
        done = grade(tmp_path / "hand-ins", "--into", tmp_path / "grades", root=root)
    assert done.returncode == 2
    assert (
        "anna, libm: the checker failed, which is nobody's fault but ours (abi-declares:"
        in done.stderr
    )
    row = table(tmp_path / "grades/gradebook.csv")[0]
    assert (row["libm"], row["percent"]) == ("", "")
    assert row["notes"].startswith("libm: The checker failed.")
    assert verdicts(tmp_path / "grades", "attempts, settled") == [(2, 1)]
