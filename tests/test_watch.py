"""Watching: real processes, real saves, and a terminal where keys are pressed."""

import os
import pty
import shutil
import signal
import subprocess
import sys
import termios
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

from cffi_workshop.authoring.stubs import generate
from cffi_workshop.exercises.markers import solution_text
from cffi_workshop.exercises.metadata import load_exercise
from cffi_workshop.watch.file_watcher import polling_reason

from .surroundings import REPOSITORY
from .tiny_workshops import two_exercises

HERE = Path(__file__).parent
PROGRAM = (sys.executable, HERE / "fake_workshop.py", "watch")
READY = "Watching exercises/"


@pytest.fixture
def root(tmp_path):
    return two_exercises(tmp_path / "workshop")


def write(root, text, slug="tiny"):
    (root / "exercises" / slug / "tiny.c").write_text(text)


class Watching:
    """A running `workshop watch`, and what it has printed so far."""

    def __init__(self, process, output, keyboard=None):
        self.process = process
        self.keyboard = keyboard
        self.text = ""
        self.reader = threading.Thread(target=self.read, args=[output], daemon=True)
        self.reader.start()

    def read(self, output):
        try:
            while chunk := os.read(output, 4096):
                self.text += chunk.decode(errors="replace").replace("\r\n", "\n")
        except OSError:  # how a terminal says that its last user is gone
            pass

    def wait_for(self, part, times=1):
        wait_until(lambda: self.text.count(part) >= times, lambda: f"no {part!r} in\n{self.text}")

    def press(self, keys):
        os.write(self.keyboard, keys.encode())

    def end(self, number=signal.SIGINT):
        self.process.send_signal(number)
        return self.status()

    def status(self):
        status = self.process.wait(timeout=20)
        if not self.keyboard:  # a terminal has no end as long as we hold it open
            self.reader.join(timeout=5)
        return status

    @property
    def checks(self):
        return self.text.count("Checking ")


def wait_until(holds, says):
    deadline = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < deadline, says()
        time.sleep(0.02)


@contextmanager
def watching(root, *arguments, program=PROGRAM, **changes):
    """Run without a terminal."""
    options = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    environ = {**os.environ, **changes}
    with subprocess.Popen([*program, *arguments], cwd=root, env=environ, **options) as process:
        yield from ended(Watching(process, process.stdout.fileno()))


@contextmanager
def at_a_terminal(root, *arguments):
    """Run at a terminal of its own."""
    ours, theirs = pty.openpty()
    environ = {**os.environ, "TAKE_TERMINAL": "1", "TERM": "xterm"}
    options = {"stdin": theirs, "stdout": theirs, "stderr": theirs, "start_new_session": True}
    try:
        with subprocess.Popen([*PROGRAM, *arguments], cwd=root, env=environ, **options) as process:
            running = Watching(process, ours, ours)
            running.terminal = theirs
            yield from ended(running)
    finally:
        os.close(theirs)
        running.reader.join(timeout=5)
        os.close(ours)


def ended(running):
    try:
        yield running
    finally:
        if running.process.poll() is None:
            running.end(signal.SIGTERM)


def is_alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def slow_check(root, running):
    """Save what makes a check hang, and return the daemon that it started meanwhile."""
    running.wait_for(READY)
    write(root, "SLOW")
    file = root / "daemon.pid"
    wait_until(lambda: file.is_file() and file.read_text(), lambda: running.text)
    return int(file.read_text())


# Saves


def test_it_checks_at_once_and_again_at_each_save(root):
    with watching(root) as running:
        running.wait_for(READY)
        write(root, "a")
        running.wait_for(READY, 2)
        write(root, "b")
        running.wait_for(READY, 3)
        assert running.checks == 3


def test_it_shows_the_report(root):
    with watching(root, "tiny") as running:
        running.wait_for("b was subtracted; it has to be added.")


def test_an_editor_that_replaces_the_file_is_noticed(root):
    with watching(root) as running:
        running.wait_for(READY)
        new = root / "exercises" / "tiny" / ".tiny.c.swap"
        new.write_text("a")
        new.replace(root / "exercises" / "tiny" / "tiny.c")
        running.wait_for(READY, 2)


def test_other_files_start_no_check(root):
    with watching(root) as running:
        running.wait_for(READY)
        (root / "exercises" / "tiny" / "notes.txt").write_text("a")
        (root / "exercises" / "tiny" / "libtiny.so").write_text("a")
        time.sleep(0.5)  # nothing happens, which can only be waited for
        write(root, "a")
        running.wait_for(READY, 2)
        assert running.checks == 2


def test_many_saves_at_once_are_few_checks(root):
    with watching(root) as running:
        running.wait_for(READY)
        for number in range(50):
            write(root, str(number))
        write(root, "PASS")
        running.wait_for("On to wee")
        assert running.checks < 10


def test_polling_notices_saves_as_well(root):
    with watching(root, "--poll") as running:
        running.wait_for(READY)
        write(root, "a")
        running.wait_for(READY, 2)


def test_the_variable_of_watchfiles_is_heeded(root):
    with watching(root, WATCHFILES_FORCE_POLLING="1") as running:
        running.wait_for(READY)
        write(root, "a")
        running.wait_for(READY, 2)


def test_saving_another_exercise_turns_to_it(root):
    with watching(root, "tiny") as running:
        running.wait_for("Watching exercises/tiny")
        write(root, "a", "wee")
        running.wait_for("Watching exercises/wee")


def test_the_judge_itself_sees_what_was_saved(tmp_path):
    root = tmp_path
    shutil.copy(REPOSITORY / "_config.yml", root)
    for side in ("solutions", "exercises"):
        source, target = REPOSITORY / side / "fibonacci", root / side / "fibonacci"
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("*.so", "_*.c"))
    generate(root, force=True)
    exercise = load_exercise(root, "fibonacci")
    with watching(root, program=(sys.executable, "-m", "cffi_workshop", "watch")) as running:
        running.wait_for("To do: fibo_step()")
        (exercise.folder / "fibonacci.c").write_text(solution_text(exercise, "fibonacci.c"))
        running.wait_for("✓ fibo_step() turns (3, 5) into (5, 8)")


# Moving on


def test_it_moves_on_when_an_exercise_is_done_and_ends_after_the_last(root):
    with watching(root) as running:
        running.wait_for("Watching exercises/tiny")
        write(root, "PASS")
        running.wait_for("Watching exercises/wee")
        write(root, "PASS", "wee")
        assert running.status() == 0
        assert "All exercises are done." in running.text


def test_an_exercise_that_was_asked_for_is_kept_while_it_passes(root):
    write(root, "PASS")
    with watching(root, "tiny") as running:
        running.wait_for("Watching exercises/tiny")
        write(root, "broken for now")
        running.wait_for("Watching exercises/tiny", 2)
        write(root, "PASS")
        running.wait_for("Watching exercises/wee")


def test_a_machine_that_cannot_check_is_told_and_watched_on(root):
    write(root, "NO COMPILER")
    with watching(root) as running:
        running.wait_for("No C compiler was found")
        write(root, "a")
        running.wait_for("tiny_add(1, 2)")


# Cancelling


def test_a_save_cancels_the_check_that_runs_and_leaves_no_process(root):
    with watching(root) as running:
        daemon = slow_check(root, running)
        write(root, "a")
        running.wait_for(READY, 2)
        assert not is_alive(daemon)


@pytest.mark.parametrize(
    ("number", "status"),
    [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)],
    ids=["int", "term", "hup"],
)
def test_ending_the_watch_ends_its_check(root, number, status):
    with watching(root) as running:
        daemon = slow_check(root, running)
        assert running.end(number) == status
        assert not is_alive(daemon)
        assert "Traceback" not in running.text


# Keys


def test_keys_give_hint_and_list(root):
    with at_a_terminal(root) as running:
        running.wait_for("h hint")
        running.press("h")
        running.wait_for("Look at tiny.c.")
        running.press("l")
        running.wait_for("untouched")


def test_enter_checks_again(root):
    with at_a_terminal(root) as running:
        running.wait_for(READY)
        running.press("\r")
        running.wait_for(READY, 2)


def test_reset_asks_first(root):
    write(root, "my work")
    with at_a_terminal(root) as running:
        running.wait_for(READY)
        running.press("r")
        running.wait_for("[y/N]")
        running.press("n")
        running.wait_for("Nothing was changed.")
        assert (root / "exercises" / "tiny" / "tiny.c").read_text() == "my work"


def test_reset_keeps_a_backup_and_checks_the_stub(root):
    write(root, "my work")
    with at_a_terminal(root) as running:
        running.wait_for(READY)
        running.press("ry")
        running.wait_for("Your files are in .workshop/backups/")
        running.wait_for("Checking tiny", 2)
        assert "TODO 1" in (root / "exercises" / "tiny" / "tiny.c").read_text()


def test_an_arrow_key_is_no_command(root):
    with at_a_terminal(root) as running:
        running.wait_for(READY)
        running.press("\033[D")
        running.press("h")
        running.wait_for("hint 1 of 4")
        assert running.process.poll() is None


@pytest.mark.parametrize(
    ("leave", "status"),
    [
        (lambda running: running.press("q"), 0),
        (lambda running: running.press("\x04"), 0),
        (lambda running: running.press("\x03"), 130),
        (lambda running: running.process.send_signal(signal.SIGTERM), 143),
    ],
    ids=["q", "ctrl-d", "ctrl-c", "term"],
)
def test_the_terminal_is_as_before_whichever_way_it_ends(root, leave, status):
    with at_a_terminal(root) as running:
        before = termios.tcgetattr(running.terminal)
        running.wait_for(READY)
        assert termios.tcgetattr(running.terminal) != before
        leave(running)
        assert running.status() == status
        assert termios.tcgetattr(running.terminal) == before


def test_quitting_amid_a_check_leaves_no_process(root):
    with at_a_terminal(root) as running:
        daemon = slow_check(root, running)
        running.press("q")
        assert running.status() == 0
        assert not is_alive(daemon)


def test_ctrl_z_hands_the_terminal_back(root):
    with at_a_terminal(root) as running:
        before = termios.tcgetattr(running.terminal)
        running.wait_for(READY)
        running.process.send_signal(signal.SIGTSTP)
        wait_until(lambda: termios.tcgetattr(running.terminal) == before, lambda: running.text)
        running.process.send_signal(signal.SIGCONT)
        wait_until(lambda: termios.tcgetattr(running.terminal) != before, lambda: running.text)
        running.press("h")
        running.wait_for("hint 1 of 4")


# File systems


@pytest.mark.parametrize(
    ("mounts", "reason"),
    [
        ("/dev/sda / ext4 rw 0 0\n", None),
        ("/dev/sda / ext4 rw 0 0\nC: {0} 9p rw 0 0\n", "9p at {0}"),
        ("server:/ {0} nfs4 rw 0 0\n", "nfs4 at {0}"),
        ("me@host: {0} fuse.sshfs rw 0 0\n", "fuse.sshfs at {0}"),
        ("server:/ {0} nfs rw 0 0\ntmpfs {0}/inner tmpfs rw 0 0\n", None),
        ("server:/ {0}/else nfs rw 0 0\n", None),
    ],
    ids=["local", "wsl", "nfs", "sshfs", "local-inside", "elsewhere"],
)
def test_a_file_system_that_announces_no_saves_is_named(tmp_path, mounts, reason):
    place = tmp_path / "place"
    (place / "inner").mkdir(parents=True)
    table = tmp_path / "mounts"
    table.write_text(mounts.format(place))
    found = polling_reason(place / "inner", table)
    assert found == (reason and reason.format(place))


def test_a_mount_point_with_a_space_is_understood(tmp_path):
    place = tmp_path / "my place"
    place.mkdir()
    (tmp_path / "mounts").write_text(
        f"C: {str(place).replace(' ', chr(92) + '040')} drvfs rw 0 0\n"
    )
    assert polling_reason(place, tmp_path / "mounts") == f"drvfs at {place}"


def test_without_a_table_of_mounts_nothing_is_polled(tmp_path):
    assert polling_reason(tmp_path, tmp_path / "none") is None
