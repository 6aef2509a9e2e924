"""Reset: the stub is back, and whatever a learner wrote is in the backup."""

import shutil
from datetime import datetime

import pytest

from cffi_workshop.authoring.stubs import generate, outdated
from cffi_workshop.errors import WorkshopError
from cffi_workshop.grading.verdict import CheckResult, Verdict
from cffi_workshop.learner import progress
from cffi_workshop.learner.reset import reset
from cffi_workshop.notebooks.exercise_notebook import stub_notebook

pytestmark = pytest.mark.quick

NOON = datetime(2026, 11, 21, 12, 0, 0)


@pytest.fixture
def tiny(root, tiny):
    generate(root)
    (tiny.folder / "tiny.ipynb").write_text(stub_notebook(tiny))
    return tiny


def write(exercise, name, text="mine\n"):
    path = exercise.folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    return path


def files(folder):
    return sorted(
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()
    )


def test_an_edited_file_is_a_stub_again_and_kept_under_a_dated_name(tiny):
    write(tiny, "tiny.c")
    backup = reset(tiny, NOON)
    assert outdated(tiny.root) == []
    assert backup == tiny.root / ".workshop" / "backups" / "tiny-20261121-120000"
    assert files(backup) == ["tiny.c"]
    assert (backup / "tiny.c").read_text() == "mine\n"


def test_a_stub_needs_no_reset(tiny):
    assert reset(tiny, NOON) is None
    assert not (tiny.root / ".workshop" / "backups").exists()


def test_a_second_reset_has_nothing_to_do(tiny):
    write(tiny, "tiny.c")
    write(tiny, "notes/day1.txt")
    assert reset(tiny, NOON)
    assert reset(tiny, NOON) is None


def test_two_resets_in_one_second_have_a_backup_each(tiny):
    backups = []
    for text in ("first\n", "second\n", "third\n"):
        write(tiny, "tiny.c", text)
        backups.append(reset(tiny, NOON))
    assert [(backup / "tiny.c").read_text() for backup in backups] == [
        "first\n",
        "second\n",
        "third\n",
    ]
    assert len(set(backups)) == 3


def test_files_of_their_own_move_into_the_backup(tiny):
    write(tiny, "cffi.py")
    write(tiny, "notes/day1.txt")
    backup = reset(tiny, NOON)
    assert files(backup) == ["cffi.py", "notes/day1.txt"]
    assert "cffi.py" not in files(tiny.folder)
    assert not (tiny.folder / "notes").exists()


def test_a_changed_header_and_notebook_are_handed_out_anew(tiny):
    write(tiny, "tiny.h")
    write(tiny, "tiny.ipynb", "{}")
    backup = reset(tiny, NOON)
    assert files(backup) == ["tiny.h", "tiny.ipynb"]
    assert (tiny.folder / "tiny.ipynb").read_text() == stub_notebook(tiny)


PRODUCTS = [
    "libtiny.so",
    "tiny.o",
    "_tiny.cpython-311-x86_64-linux-gnu.so",
    "_tiny.c",
    "heat.png",
    "__pycache__/tiny_abi.cpython-311.pyc",
    "build/temp/tiny.txt",
]


@pytest.mark.parametrize("name", PRODUCTS)
def test_what_a_build_left_is_neither_kept_nor_moved(tiny, name):
    path = tiny.folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("made")
    assert reset(tiny, NOON) is None
    assert path.read_text() == "made"


def test_missing_files_come_back(tiny):
    (tiny.folder / "tiny.c").unlink()
    assert reset(tiny, NOON) is None
    assert outdated(tiny.root) == []


def test_a_missing_folder_comes_back(tiny):
    shutil.rmtree(tiny.folder)
    assert reset(tiny, NOON) is None
    assert outdated(tiny.root) == []


def test_a_link_in_the_place_of_a_file_is_kept_and_what_it_points_to_is_left_alone(tiny, tmp_path):
    elsewhere = tmp_path / "elsewhere.c"
    elsewhere.write_text("mine\n")
    (tiny.folder / "tiny.c").unlink()
    (tiny.folder / "tiny.c").symlink_to(elsewhere)
    backup = reset(tiny, NOON)
    assert (backup / "tiny.c").is_symlink()
    assert elsewhere.read_text() == "mine\n"
    assert outdated(tiny.root) == []
    assert not (tiny.folder / "tiny.c").is_symlink()


def test_a_folder_in_the_place_of_a_file_is_kept(tiny):
    (tiny.folder / "tiny.c").unlink()
    write(tiny, "tiny.c/part.c")
    backup = reset(tiny, NOON)
    assert files(backup) == ["tiny.c/part.c"]
    assert outdated(tiny.root) == []


def test_after_a_reset_the_exercise_is_untouched(tiny):
    write(tiny, "tiny.c")
    check = CheckResult("c-adds", "", "passed", 3, 3)
    progress.record(Verdict("tiny", "exercises/tiny", "limits", 0.1, (check,)), tiny)
    reset(tiny, NOON)
    assert progress.state(tiny) == "untouched"
    assert progress.points(tiny) == 0


def test_when_the_backup_cannot_be_written_nothing_is_changed(tiny):
    path = write(tiny, "tiny.c")
    (tiny.root / ".workshop" / "backups").write_text("in the way")
    with pytest.raises(
        WorkshopError, match=r"Cannot write a backup to \.workshop/backups: .*nothing was reset"
    ):
        reset(tiny, NOON)
    assert path.read_text() == "mine\n"
