"""The workshop command as a process: what it prints, its exit status, what it leaves behind."""

import errno
import json
import os
import pty
import shutil
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import click
import pytest

from cffi_workshop.authoring.stubs import generate
from cffi_workshop.cli.process import of_machine
from cffi_workshop.exercises.markers import solution_text
from cffi_workshop.exercises.metadata import load_exercise
from cffi_workshop.sandbox.scratch import PREFIX

from .surroundings import REPOSITORY, run_apart, until
from .tiny_workshops import two_exercises

HERE = Path(__file__).parent
FAKE = (sys.executable, HERE / "fake_workshop.py")
REAL = (sys.executable, "-m", "cffi_workshop")


@pytest.fixture
def root(tmp_path):
    return two_exercises(tmp_path / "workshop")


def command(root, *arguments, program=FAKE, cwd=None, **changes):
    return run_apart([*program, *arguments], cwd or root, **changes)


def write(root, text, slug="tiny"):
    (root / "exercises" / slug / "tiny.c").write_text(text)


def assert_sentence(done, *parts):
    """Exit status 2, and on stderr one line with the parts; nothing on stdout."""
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert [part for part in parts if part not in done.stderr] == []


# Where am I


def test_without_a_command_it_says_what_is_next(root):
    done = command(root, program=REAL)
    assert "0 of 2 exercises done, 0 of 6 points" in done.stdout
    assert "Next: tiny (5 minutes)" in done.stdout
    assert "workshop check tiny" in done.stdout
    assert done.returncode == 0


def test_it_works_from_any_folder_of_the_workshop(root):
    done = command(root, cwd=root / "exercises" / "wee")
    assert f"cffi-workshop in {root}" in done.stdout


def test_when_all_is_done_it_says_so(root):
    write(root, "PASS")
    write(root, "PASS", "wee")
    command(root, "check", "--all")
    assert "All exercises are done." in command(root).stdout


def test_list_shows_every_exercise_with_its_state(root):
    write(root, "PASS")
    command(root, "check", "tiny")
    words = [line.split() for line in command(root, "list", program=REAL).stdout.splitlines()]
    assert [(line[0], *line[-2:]) for line in words[1:3]] == [
        ("tiny", "done", "3/3"),
        ("wee", "untouched", "0/3"),
    ]


def test_list_calls_an_edited_exercise_stale(root):
    write(root, "PASS")
    command(root, "check", "tiny")
    write(root, "PASS, and edited")
    assert "stale: passed, but edited since" in command(root, "list").stdout


@pytest.mark.parametrize("arguments", [(), ("list",), ("check", "tiny"), ("hint",), ("doctor",)])
def test_a_terminal_that_knows_ascii_alone_is_enough(root, arguments):
    # Where no tool is found, the doctor says more and tries less.
    without = {"PATH": str(root), "CC": ""} if "doctor" in arguments else {}
    done = command(root, *arguments, PYTHONIOENCODING="ascii", LC_ALL="C", **without)
    assert done.stdout.isascii()
    assert "Traceback" not in done.stderr
    assert "broken" not in done.stderr


def test_what_is_printed_fits_a_terminal_of_40_columns(root):
    ours, theirs = pty.openpty()
    run = " ".join(map(str, FAKE))
    commands = f"{run}; {run} list; {run} hint; {run} check tiny; {run} hint; {run} hint wee"
    commands += f"; {run} --help; {run} draw --help; {run} check twiny 2>&1; {run} next 2>&1"
    environ = {**os.environ, "COLUMNS": "40", "TERM": "xterm"}
    with subprocess.Popen(["sh", "-c", commands], cwd=root, env=environ, stdout=theirs):
        os.close(theirs)
        printed = "".join(lines_from(ours))
    lines = [click.unstyle(line) for line in printed.splitlines()]
    assert "All commands: workshop --help" in lines
    assert [line for line in lines if len(line) > 40 and str(root) not in line] == []
    assert [line for line in lines if line.endswith("...") and "]..." not in line] == []


def lines_from(terminal):
    with suppress(OSError), os.fdopen(terminal, encoding="utf-8") as file:  # its end is an error
        yield from file


# Check


@pytest.mark.parametrize(
    ("text", "status"), [("PASS", 0), ("", 1), ("BROKEN", 2)], ids=["passed", "failed", "ours"]
)
def test_the_exit_status_is_that_of_the_verdict(root, text, status):
    write(root, text)
    assert command(root, "check", "tiny").returncode == status


def test_a_report_names_the_failure_and_its_likely_cause(root):
    done = command(root, "check", "tiny")
    assert "tiny_add(1, 2)" in done.stdout
    assert "b was subtracted; it has to be added." in done.stdout
    assert "\033" not in done.stdout


def test_without_a_name_the_next_exercise_is_checked(root):
    write(root, "PASS")
    command(root, "check")
    done = command(root, "check", "--json")
    assert json.loads(done.stdout)["exercise"] == "wee"


def test_without_a_name_and_with_all_done_nothing_is_checked(root):
    write(root, "PASS")
    write(root, "PASS", "wee")
    command(root, "check", "--all")
    done = command(root, "check", "--json")
    assert (done.returncode, done.stdout) == (0, "")
    assert "All exercises are done." in done.stderr


@pytest.mark.parametrize(
    "name",
    ["exercises/tiny", "./exercises/tiny/", "tiny/", "tiny/tiny.c", "exercises/tiny/not_there.py",
     "solutions/../exercises/tiny", "tiny "],
)  # fmt: skip
def test_the_folder_is_a_name_as_well(root, name):
    assert json.loads(command(root, "check", name, "--json").stdout)["exercise"] == "tiny"


def test_json_stands_alone_on_stdout(root):
    done = command(root, "check", "tiny", "--json")
    verdict = json.loads(done.stdout)
    assert (verdict["schema"], verdict["path"]) == (2, "exercises/tiny")
    assert verdict["checks"][0]["cause"] == "wrong-value"
    assert (done.returncode, done.stderr) == (1, "")


@pytest.mark.parametrize("as_json", [True, False], ids=["json", "report"])
def test_a_relative_path_is_taken_from_the_working_directory(root, as_json):
    arguments = ["check", "tiny", "--path", "wee", *["--json"] * as_json]
    done = command(root, *arguments, cwd=root / "exercises")
    assert "exercises/wee" in done.stdout


def test_a_path_outside_is_named_as_it_was_given(root, tmp_path):
    shutil.copytree(root / "exercises" / "tiny", tmp_path / "mine")
    done = command(root, "check", "tiny", "--json", "--path", "../mine")
    assert json.loads(done.stdout)["path"] == "../mine"


def test_a_source_line_outside_is_shown_from_any_folder(root, tmp_path):
    shutil.copytree(root / "exercises" / "tiny", tmp_path / "mine")
    done = command(root, "check", "tiny", "--path", "../../mine", cwd=root / "exercises")
    assert "> 3 | int tiny_add(int a, int b)" in done.stdout


def test_progress_is_kept_of_the_exercise_alone(root, tmp_path):
    shutil.copytree(root / "exercises" / "tiny", tmp_path / "mine")
    (tmp_path / "mine" / "tiny.c").write_text("PASS")
    assert command(root, "check", "tiny", "--path", tmp_path / "mine").returncode == 0
    assert "0 of 2 exercises done" in command(root).stdout
    write(root, "PASS")
    assert command(root, "check", "tiny", "--path", "exercises/tiny/").returncode == 0
    assert "1 of 2 exercises done" in command(root).stdout


def test_a_failure_of_the_checker_costs_no_progress(root):
    write(root, "PASS")
    command(root, "check", "tiny")
    write(root, "BROKEN")
    command(root, "check", "tiny")
    assert "3 of 6 points" in command(root).stdout


def test_all_exercises_are_checked_a_line_each(root):
    write(root, "PASS")
    done = command(root, "check", "--all")
    assert [line.split()[1] for line in done.stdout.splitlines()[:2]] == ["tiny", "wee"]
    assert "Next: `workshop check wee`" in done.stdout
    assert done.returncode == 1


def test_all_verdicts_are_a_json_line_each(root):
    done = command(root, "check", "--all", "--json")
    verdicts = [json.loads(line) for line in done.stdout.splitlines()]
    assert [verdict["exercise"] for verdict in verdicts] == ["tiny", "wee"]


def test_two_forms_of_a_verdict_are_not_written_at_once(root):
    done = command(root, "check", "tiny", "--json", "--format", "junit")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "workshop: Both --json and --format junit were given; leave one of them out.\n"
    )


def test_all_with_a_path_looks_for_a_folder_an_exercise(root):
    done = command(root, "check", "--all", "--json", "--path", "solutions")
    paths = [json.loads(line)["path"] for line in done.stdout.splitlines()]
    assert paths == ["solutions/tiny", "solutions/wee"]


def test_all_goes_on_after_one_that_cannot_be_checked(root):
    write(root, "NO COMPILER")
    done = command(root, "check", "--all", "--json")
    assert json.loads(done.stdout)["exercise"] == "wee"
    assert done.stderr == "workshop: No C compiler was found; install one.\n"
    assert done.returncode == 2


def test_verbose_shows_what_the_tool_said(root):
    assert "what the tool said" not in command(root, "check", "tiny").stdout
    assert "| what the tool said" in command(root, "check", "tiny", "--verbose").stdout


# Wrong usage, and what goes wrong


@pytest.mark.parametrize(
    ("arguments", "parts"),
    [
        (("check", "tinny"), ("'tinny'", "did you mean 'tiny'")),
        (("check", "tiny", "--path", "nowhere"), ("'nowhere'", "--path")),
        (("check", "tiny", "--path", "_config.yml"), ("'_config.yml' is a file",)),
        (("check", "tiny", "--all"), ("--all",)),
        (("check", "tiny", "--jsn"), ("--jsn", "--json")),
        (("check", "tiny", "--sandbox", "none"), ("none", "bubblewrap")),
        (("chekc",), ("chekc", "check")),
        (("reset",), ("NAME",)),
        (("check", "tiny", "twin"), ("(twin). See",)),
        (("check", "tiny", "--seed", "two"), ("'two' is no whole number. See",)),
        (("next",), ("No such command 'next'.", "alone says what is next")),
        (("grade",), ("'HAND-INS'",)),
        (("answers",), ("add, open, check and rebase. See",)),
        (("draw",), ("struct and array. See",)),
        (("watch", "tinny"), ("did you mean 'tiny'",)),
        (("solution", "tiny"), ("--yes",)),
        (("reset", "tiny/tiny.c"), ("'tiny/tiny.c' is one file", "`workshop reset tiny`")),
        (("check", "--path"), ("requires an argument. See", "check --help`")),
        (("explain", "_config.yml"), ("is a file", "`workshop explain < _config.yml`")),
        (
            ("explain", "python", "solutions/tiny/test_tiny.py", "-v"),
            ("`workshop explain -- python solutions/tiny/test_tiny.py -v`",),
        ),
        (("explain", "solutions/tiny/test_tiny.py"), ("-- python solutions/tiny/test_tiny.py`",)),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, tuple) else None,
)
def test_wrong_usage_is_told_in_a_sentence(root, arguments, parts):
    assert_sentence(command(root, *arguments), *parts)


def test_help_is_a_word_as_well(root):
    assert command(root, "help", "check").stdout == command(root, "check", "--help").stdout
    assert command(root, "help").stdout == command(root, "--help").stdout
    assert command(root, "help", "help").stdout == command(root, "--help").stdout


def test_a_working_folder_that_was_deleted_is_told_in_a_sentence(root):
    line = 'mkdir gone; cd gone; rmdir ../gone; exec "$@"'
    done = command(root, "-c", line, "sh", *FAKE, "list", program=("sh",))
    assert_sentence(done, "was deleted")


def test_an_unknown_key_in_the_metadata_is_told_in_a_sentence(root):
    metadata = root / "solutions" / "tiny" / "exercise.toml"
    metadata.write_text("tittle = 'x'\n" + metadata.read_text())
    assert_sentence(command(root, "check", "tiny"), "tittle", "exercise.toml")


def test_a_folder_that_was_deleted_is_told_with_the_cure(root):
    shutil.rmtree(root / "exercises" / "tiny")
    assert_sentence(command(root, "check", "tiny"), "workshop reset tiny")
    assert command(root, "reset", "tiny").returncode == 0
    assert (root / "exercises" / "tiny" / "tiny.c").is_file()


def test_a_machine_without_compiler_is_told_in_a_sentence(root):
    write(root, "NO COMPILER")
    assert_sentence(command(root, "check", "tiny", "--json"), "No C compiler")


def test_what_a_file_says_steers_no_terminal_and_has_an_end(root):
    arguments = "-a \x1b]0;owned\x07" + "x" * 100_000
    cell = {"cell_type": "code", "metadata": {}, "source": f"%%writefile {arguments}\nint x;"}
    (root / "tiny.ipynb").write_text(json.dumps({"cells": [cell]}))
    done = command(root, "check", "tiny", "--path", "tiny.ipynb")
    assert_sentence(done, r"\x1b]0;owned", "without -a")
    assert len(done.stderr) < 10_000


def test_a_mistake_of_ours_is_no_stack_trace(root):
    write(root, "CRASH")
    done = command(root, "check", "tiny")
    assert_sentence(done, "not your doing", "KeyError", "WORKSHOP_DEBUG")


@pytest.mark.parametrize(
    ("number", "told"),
    [(errno.EACCES, "Permission denied: a\\u202eb; `ls -ld`"), (errno.EROFS, "copy what is there")],
)
def test_what_the_machine_refuses_is_no_mistake_of_ours(number, told):
    says = str(of_machine(OSError(number, os.strerror(number), "a\u202eb")))
    assert told in says
    assert of_machine(FileNotFoundError(errno.ENOENT, "none")) is None


@pytest.mark.parametrize("arguments", ["list", "--help", "check --help"])
def test_a_reader_that_leaves_is_no_error(root, arguments):
    pipeline = f"{FAKE[0]} {FAKE[1]} {arguments} | true; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", pipeline], cwd=root, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("arguments", "closed", "status"),
    [
        ("list", ">&-", 0),
        ("check tiny", "<&- >&- 2>&-", 1),
        ("solution tiny", "<&-", 2),
        ("list", ">/dev/full", 2),
    ],
)
def test_a_stream_that_is_closed_or_full_is_no_mistake_of_ours(root, arguments, closed, status):
    line = f"{FAKE[0]} {FAKE[1]} {arguments} {closed}"
    done = subprocess.run(["bash", "-c", line], cwd=root, capture_output=True, text=True)
    assert done.returncode == status
    assert "broken" not in done.stderr


def test_a_folder_says_which_exercise_it_is_of(root, tmp_path):
    """`workshop check --path .` in exercises/tiny is about tiny, whatever comes next."""
    from cffi_workshop.cli.choose import slug_of

    assert slug_of(root, root / "exercises" / "tiny") == "tiny"
    assert slug_of(root, root / "elsewhere") is None
    (tmp_path / "wee").mkdir()  # as pi in /home/pi
    moved = root.rename(tmp_path / "wee" / "workshop")
    assert slug_of(moved, moved / "exercises" / "tiny") == "tiny"
    assert slug_of(moved, tmp_path / "wee" / "mine") is None


@pytest.mark.parametrize("way", ["check", "hint"])
@pytest.mark.parametrize(
    ("folder", "slug"),
    [
        ("exercises/wee", "wee"),
        ("exercises/wee/sub", "wee"),
        ("exercises/tiny", "tiny"),
        ("exercises", "tiny"),
        ("solutions/wee", "tiny"),
        (".", "tiny"),
    ],
)
def test_without_a_name_the_folder_that_somebody_stands_in_counts(root, folder, slug, way):
    """Of an exercise, that is: anywhere else it is the next one, which here is tiny."""
    (root / folder).mkdir(parents=True, exist_ok=True)
    done = command(root, way, cwd=root / folder)
    assert f"`workshop check {slug}" in done.stdout


@pytest.mark.parametrize(
    ("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)], ids=["int", "term"]
)
def test_a_check_that_is_ended_says_so_by_its_status(root, number, status):
    write(root, "SLOW")
    with subprocess.Popen(
        [*FAKE, "check", "tiny"], cwd=root, stderr=subprocess.PIPE, text=True
    ) as process:
        daemon = wait_for_pid(root / "daemon.pid")
        process.send_signal(number)
        os.kill(daemon, signal.SIGKILL)  # it holds stderr open
        errors = process.communicate(timeout=20)[1]
    assert process.returncode == status
    assert "Traceback" not in errors


def test_who_is_ended_while_a_dataclass_is_made_says_so_by_its_status(tmp_path):
    """Python would die of the signal: it remembers one that came out of an exec()."""
    (tmp_path / "ended.py").write_text(
        "from cffi_workshop.cli.process import told_in_a_sentence\n"
        "with told_in_a_sentence():\n    exec('raise KeyboardInterrupt')\n"
    )
    done = subprocess.run([sys.executable, "-m", "ended"], cwd=tmp_path, capture_output=True)
    assert (done.returncode, done.stderr) == (130, b"Interrupted.\n")


def wait_for_pid(file):
    until(lambda: file.is_file() and file.read_text())
    return int(file.read_text())


# Hints and solutions


def test_before_any_check_the_first_hint_orients(root):
    for _ in range(2):
        done = command(root, "hint", program=REAL)
        assert "tiny, hint 1 of 4\n  Look at tiny.c." in done.stdout
        assert "workshop check tiny" in done.stdout


def test_each_hint_says_more_and_the_last_one_stays(root):
    command(root, "check", "tiny")
    texts = [command(root, "hint", "tiny").stdout.splitlines()[1].strip() for _ in range(5)]
    assert texts == [
        "Look at tiny.c.",
        "C adds with +.",
        "int five = 2 + 3;",
        "return a + b;",
        "return a + b;",
    ]


def test_a_done_exercise_needs_no_hint(root):
    write(root, "PASS")
    command(root, "check", "tiny")
    assert "`workshop solution tiny`" in command(root, "hint", "tiny").stdout


def test_the_solution_is_shown_once_done_without_markers(root):
    write(root, "PASS")
    command(root, "check", "tiny")
    done = command(root, "solution", "tiny", program=REAL)
    assert "return a + b;" in done.stdout
    assert "BEGIN SOLUTION" not in done.stdout
    assert "STUB" not in done.stdout
    assert done.returncode == 0


def test_the_solution_comes_with_its_why(root):
    readme = root / "solutions" / "tiny" / "README.md"
    readme.write_text("# Tiny\n\n## Discussion\n\nSince C adds.\n\n## Else\n\nNot this.\n")
    done = command(root, "solution", "tiny", "--yes")
    assert done.stdout.rstrip().endswith("## Discussion\n\nSince C adds.")


# Reset and generating


def test_reset_puts_the_stub_back_and_names_the_backup(root):
    stub = (root / "exercises" / "tiny" / "tiny.c").read_text()
    write(root, "my work")
    done = command(root, "reset", "tiny", program=REAL)
    assert (root / "exercises" / "tiny" / "tiny.c").read_text() == stub
    backup = root / done.stdout.split()[-1].rstrip("./")
    assert (backup / "tiny.c").read_text() == "my work"


def test_reset_of_an_untouched_exercise_keeps_nothing(root):
    command(root, "reset", "tiny")
    assert "nothing had to be kept" in command(root, "reset", "tiny").stdout


def test_stubs_are_checked_without_being_written(root):
    assert command(root, "stubs", "--check", program=REAL).returncode == 0
    write(root, "edited")
    done = command(root, "stubs", "--check", program=REAL)
    assert (done.returncode, done.stdout) == (1, "not current: exercises/tiny/tiny.c\n")
    assert (root / "exercises" / "tiny" / "tiny.c").read_text() == "edited"


def test_stubs_overwrite_edits_only_by_force(root):
    write(root, "edited")
    assert_sentence(command(root, "stubs"), "exercises/tiny/tiny.c", "--force")
    assert command(root, "stubs", "--force").stdout == "wrote exercises/tiny/tiny.c\n"


def test_notebooks_that_are_missing_are_not_current(root):
    done = command(root, "notebooks", "tiny", "--check", program=REAL)
    assert "not current: exercises/tiny/tiny.ipynb" in done.stdout
    assert done.returncode == 1


# With the judge itself


@pytest.fixture
def clone(tmp_path):
    """A copy of this workshop with one exercise, as it was handed out."""
    shutil.copy(REPOSITORY / "_config.yml", tmp_path)
    for side in ("solutions", "exercises"):
        source, target = REPOSITORY / side / "fibonacci", tmp_path / side / "fibonacci"
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("*.so", "_*.c"))
    generate(tmp_path, force=True)
    return tmp_path


def solve(root, *names):
    exercise = load_exercise(root, "fibonacci")
    for name in names or exercise.editable:
        (exercise.folder / name).write_text(solution_text(exercise, name))


def test_a_newcomer_learns_what_is_to_do(clone):
    done = command(clone, "check", program=REAL)
    assert "To do: fibo_step() turns (3, 5) into (5, 8)" in done.stdout
    assert "exercises/fibonacci/fibonacci.c:" in done.stdout
    assert (done.returncode, done.stderr) == (1, "")


def test_who_has_done_all_gets_all_points_whatever_lies_around_the_workshop(clone):
    (clone / "conftest.py").write_text("raise SystemExit('somebody else wrote this')\n")
    solve(clone)
    done = command(clone, "check", "fibonacci", "--json", program=REAL)
    verdict = json.loads(done.stdout)
    assert (verdict["passed"], verdict["points"], verdict["max_points"]) == (True, 20, 20)
    assert (done.returncode, done.stderr) == (0, "")
    assert "All exercises are done." in command(clone, program=REAL).stdout


@pytest.mark.parametrize(
    ("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)], ids=["int", "term"]
)
def test_a_check_that_is_ended_gives_no_verdict_and_clears_up(
    clone, tmp_path_factory, number, status
):
    scratch = tmp_path_factory.mktemp("scratch")
    solve(clone)
    (clone / "exercises" / "fibonacci" / "fibonacci.c").write_text(ENDLESS)
    options = {
        "cwd": clone,
        "env": {**os.environ, "TMPDIR": str(scratch)},
        "stdout": subprocess.PIPE,
    }
    with subprocess.Popen([*REAL, "check", "fibonacci"], **options) as process:
        # Python's own first file there, by which it finds the folder, is nobody's to clear up.
        until(lambda: any(scratch.glob(f"{PREFIX}*")))
        process.send_signal(number)
        output = process.communicate(timeout=20)[0]
    assert (process.returncode, output) == (status, b"")
    assert list(scratch.iterdir()) == []


ENDLESS = """\
#include "fibonacci.h"

void fibo_step(int64_t *current, int64_t *next)
{
    for (volatile int64_t i = 0; *current != *next + i; i = 0) {
    }
}
"""


# Speed


def test_a_check_loads_nothing_heavy_before_the_engine(root):
    program = """
import sys
import cffi_workshop.cli.main
from cffi_workshop.learner import progress
print([name for name in ("rich", "watchfiles", "pytest", "numpy", "asyncio") if name in sys.modules])
"""
    done = command(root, "-c", program, program=(sys.executable,))
    assert done.stdout == "[]\n"
