"""The scratch folder of a check goes, whatever was done in it, and nobody else's goes with it."""

import fcntl
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cffi_workshop.errors import WorkshopError
from cffi_workshop.files import remove_tree
from cffi_workshop.sandbox.scratch import ABANDONED_SECONDS, LOCK, PREFIX, scratch_folder, sweep

from .surroundings import REPOSITORY

HOLDS_ONE = """
import sys, tempfile
tempfile.tempdir = sys.argv[1]
from cffi_workshop.sandbox.scratch import scratch_folder
with scratch_folder() as folder:
    print(folder, flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def parent(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return tmp_path


@pytest.fixture
def other_check(parent):
    """A process that holds a scratch folder in the same place."""
    command = [sys.executable, "-c", HOLDS_ONE, str(parent)]
    with subprocess.Popen(
        command, cwd=REPOSITORY, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        process.folder = parent / Path(process.stdout.readline().strip()).name
        yield process
        process.kill()


def test_the_folder_of_a_check_that_runs_stays(parent, other_check):
    with scratch_folder() as mine:
        assert other_check.folder.is_dir()
        assert mine.is_dir()
    assert not mine.exists()


def test_a_folder_that_is_being_made_stays(parent, monkeypatch):
    """Another check may sweep at any moment: also before the lock is held."""
    hold = fcntl.flock

    def sweep_and_hold(descriptor, how):
        monkeypatch.setattr("fcntl.flock", hold)
        sweep(parent)
        hold(descriptor, how)

    monkeypatch.setattr("fcntl.flock", sweep_and_hold)
    with scratch_folder() as mine:
        assert (mine / "work").is_dir()


def test_the_folder_of_a_check_that_was_killed_is_swept_up(parent, other_check):
    other_check.kill()
    other_check.wait()
    sweep(parent)
    assert not other_check.folder.exists()


def test_a_process_number_of_another_container_does_not_count(parent, other_check):
    """It is the lock that tells, which all who share the folder see alike."""
    renamed = other_check.folder.rename(parent / f"{PREFIX}1234567-x")
    sweep(parent)
    assert renamed.is_dir()


def test_what_is_nobodys_scratch_folder_stays(parent):
    young, notes, link = (
        parent / f"{PREFIX}young",
        parent / "workshop-notes",
        parent / f"{PREFIX}link",
    )
    for folder in (young, notes):
        folder.mkdir()
    (notes / LOCK).touch()
    link.symlink_to(notes)
    sweep(parent)
    assert [path for path in (young, notes, link, notes / LOCK) if not path.exists()] == []


def test_a_folder_without_a_lock_goes_when_it_is_old(parent):
    folder = parent / f"{PREFIX}old"
    folder.mkdir()
    before = time.time() - ABANDONED_SECONDS - 60
    os.utime(folder, (before, before))
    sweep(parent)
    assert not folder.exists()


@pytest.mark.skipif(os.getuid() != 0, reason="only root can give a folder away")
def test_the_folder_of_another_user_stays(parent):
    folder = parent / f"{PREFIX}other"
    folder.mkdir()
    (folder / LOCK).touch()
    os.chown(folder, 65534, 65534)
    sweep(parent)
    assert folder.is_dir()


def deep(folder):
    inner = os.open(folder, os.O_RDONLY)
    for _ in range(3000):
        os.mkdir("d" * 100, dir_fd=inner)
        outer, inner = inner, os.open("d" * 100, os.O_RDONLY, dir_fd=inner)
        os.close(outer)
    os.close(inner)


def without_rights(folder):
    for name in ("a/b", "a/c"):
        (folder / name).mkdir(parents=True)
        (folder / name / "file").touch()
        (folder / name).chmod(0)
    (folder / "a").chmod(0)


def odd_names(folder):
    for name in (b"\xff\xfe", b"a\nb", "\u202e".encode(), b"-rf"):
        (folder / os.fsdecode(name)).mkdir()
        os.close(os.open(os.fsencode(folder) + b"/" + name + b"/\xff", os.O_CREAT | os.O_WRONLY))


def links(folder):
    (folder / "up").symlink_to("..")
    (folder / "gone").symlink_to("nowhere")
    os.mkfifo(folder / "pipe")


@pytest.mark.parametrize("fill", [deep, without_rights, odd_names, links])
def test_a_folder_goes_whatever_it_holds(tmp_path, fill):
    (tmp_path / "kept").touch()
    folder = tmp_path / "folder"
    folder.mkdir()
    fill(folder)
    remove_tree(folder)
    assert [path.name for path in tmp_path.iterdir()] == ["kept"]


def test_no_room_is_told_in_a_sentence(parent, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(parent / "not-there"))
    with (
        pytest.raises(WorkshopError, match="set TMPDIR to a folder with some room"),
        scratch_folder(),
    ):
        pass
