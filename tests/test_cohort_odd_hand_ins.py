"""What people really hand in, and what lies among it: nothing of it ends a run or is lost."""

import io
import os
import tarfile
from pathlib import Path
from unittest.mock import patch

import pytest

from cffi_workshop.cohort.book import Book
from cffi_workshop.cohort.contents import MOST_DEEP
from cffi_workshop.cohort.expand import MOST_REFUSED
from cffi_workshop.cohort.intake import take_in
from cffi_workshop.cohort.roster import read_roster
from cffi_workshop.errors import WorkshopError
from cffi_workshop.exercises.metadata import all_exercises

from .courses import lay
from .packed_hand_ins import LIBM, PEOPLE, below, tarred, zipped
from .surroundings import REPOSITORY

KNOWN = all_exercises(REPOSITORY)


@pytest.fixture
def taken(tmp_path):
    """Return a function that takes hand-ins in: it gives (label, exercise) -> row, files."""
    (tmp_path / "roster.csv").write_text(PEOPLE)
    roster = read_roster(tmp_path / "roster.csv")

    def take(source, people=roster):
        with Book(tmp_path / "grades") as book:
            intake = take_in(book, source, people, KNOWN, alone=False, everything=KNOWN)
            rows = {
                (person.label, row.exercise): (row, book.files(row.content) if row.content else {})
                for person in book.people()
                for row in book.hand_ins(person.id)
            }
        return rows, intake

    return take


def tar_of(extended, name="libm_abi.py"):
    """Return a tar archive of LIBM whose entry `name` says something odd of itself."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for file, content in LIBM.items():
            entry = tarfile.TarInfo(file)
            entry.size, entry.pax_headers = len(content), extended if file == name else {}
            archive.addfile(entry, io.BytesIO(content))
    return out.getvalue()


# What no calendar, no text and no path has


@pytest.mark.parametrize("time", ["1e300", "inf", "nan", "-1e300", "253402300800"])
def test_a_time_that_no_calendar_has_is_no_time(tmp_path, taken, time):
    rows, _ = taken(lay(tmp_path / "hand-ins", {"17.tar": tar_of({"mtime": time})}))
    assert rows["17", "libm"][1] == LIBM


@pytest.mark.parametrize("seconds", [-(1 << 40), 1 << 40])
def test_a_file_of_such_a_time_is_graded(tmp_path, taken, seconds):
    source = lay(tmp_path / "hand-ins", below("17", LIBM))
    for name in LIBM:
        os.utime(source / "17" / name, (seconds, seconds))
    assert taken(source)[0]["17", "libm"][1] == LIBM


def test_names_that_are_no_text_are_shown_and_told_apart(tmp_path, taken):
    source = lay(tmp_path / "hand-ins", below("17", LIBM))
    for name in (b"\xff", b"\xfe"):
        lay(source / os.fsdecode(name), LIBM)
    rows, _ = taken(source)
    assert {label for label, _ in rows} == {"17", "\ufffd", "\ufffd (2)"}


def test_an_archive_of_the_course_may_have_names_that_are_no_text(tmp_path, taken):
    course = tmp_path / "course.tar"
    course.write_bytes(tarred(below("\udcff", LIBM) | below("17", LIBM)))
    rows, _ = taken(course)
    assert {label for label, _ in rows} == {"17", "\ufffd"}


@pytest.mark.parametrize("packed", [False, True])
def test_folders_without_end_are_not_followed(tmp_path, taken, packed):
    deep = below("/".join("d" * (MOST_DEEP + 1)), {"fibonacci.c": b""})
    files = {**LIBM, **deep}
    source = lay(tmp_path / "hand-ins", {"17.zip": zipped(files)} if packed else below("17", files))
    rows, _ = taken(source)
    row, found = rows["17", "libm"]
    assert found == LIBM
    assert any("folders deep; it was not looked at." in remark for remark in row.remarks)
    assert ("17", "fibonacci") not in rows


# What cannot be read


def unreadable(*names):
    """Let the system refuse to open these, as it refuses who is not root."""

    def refusing(real, named=lambda path: path.name):
        def call(path, *more, **options):
            if not isinstance(path, int) and named(Path(os.fsdecode(path))) in names:
                raise PermissionError(13, "Permission denied", path)
            return real(path, *more, **options)

        return call

    return patch.multiple(
        os,
        scandir=refusing(os.scandir),
        open=refusing(os.open),
        stat=refusing(os.stat, lambda path: path.parent.name),
    )


def test_what_may_not_be_read_is_told_and_costs_nobody_else(tmp_path, taken):
    files = below("17", LIBM) | {"18.zip": zipped(LIBM)} | below("19", LIBM)
    source = lay(tmp_path / "hand-ins", files)
    with unreadable("17", "18.zip"):
        rows, _ = taken(source)
    assert rows["17", ""][0].problem == "17 cannot be read (Permission denied)."
    assert rows["18", ""][0].problem == "18.zip cannot be read (Permission denied)."
    assert rows["19", "libm"][1] == LIBM


def test_a_folder_into_which_nobody_may_look_ends_nothing(tmp_path, taken):
    source = lay(tmp_path / "hand-ins", below("17", LIBM) | below("19", LIBM))
    with unreadable("17"):
        rows, _ = taken(source)
    assert rows["17", ""][0].problem == "17 cannot be read (Permission denied)."
    assert rows["19", "libm"][1] == LIBM


def test_a_folder_of_all_that_may_not_be_read_is_told_in_a_sentence(tmp_path, taken):
    source = lay(tmp_path / "hand-ins", below("17", LIBM))
    with unreadable("hand-ins"), pytest.raises(WorkshopError, match="make it readable, and give"):
        taken(source)


# A part that cannot be read costs nobody the rest


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("old.zip", b"PK", "old.zip is damaged or no zip archive"),
        ("old.rar", b"Rar!", "old.rar is an archive that cannot be read here"),
        ("old.tar.gz", b"", "old.tar.gz is damaged"),
    ],
)
def test_files_beside_an_archive_that_cannot_be_read_are_graded(
    tmp_path, taken, name, content, says
):
    rows, _ = taken(lay(tmp_path / "hand-ins", below("17", {**LIBM, name: content})))
    row, found = rows["17", "libm"]
    assert (found, row.problem) == (LIBM, "")
    assert any(remark.startswith(says) for remark in row.remarks)


def test_a_heap_of_archives_that_cannot_be_read_is_not_read_to_its_end(tmp_path, taken):
    files = {f"{number}.zip": b"PK" for number in range(MOST_REFUSED + 1)}
    rows, _ = taken(lay(tmp_path / "hand-ins", below("17", {**LIBM, **files})))
    assert "is damaged" in rows["17", ""][0].problem
