"""What people really hand in, and what lies among it: nothing of it ends a run or is lost."""

import io
import json
import os
import tarfile
import time
from datetime import UTC, datetime
from pathlib import Path
from unittest.mock import patch

import pytest

from cffi_workshop.cohort.book.book import Book
from cffi_workshop.cohort.hand_ins.contents import MOST_DEEP
from cffi_workshop.cohort.hand_ins.expand import MOST_REFUSED
from cffi_workshop.cohort.intake.report import report_intake
from cffi_workshop.cohort.intake.take_in import take_in
from cffi_workshop.cohort.pages.first_mistake import without_comments
from cffi_workshop.cohort.roster.roster import Roster
from cffi_workshop.cohort.roster.roster_file import read_roster
from cffi_workshop.errors import WorkshopError
from cffi_workshop.exercises.markers import solution_of
from cffi_workshop.exercises.metadata import load_exercise
from cffi_workshop.grading.beside import beside

from .courses import lay, rows_of
from .packed_hand_ins import LIBM, PEOPLE, below, box, mail, notebook, tarred, zipped
from .surroundings import EXERCISES, REPOSITORY

FIBONACCI = {
    name: solution_of((REPOSITORY / "solutions/fibonacci" / name).read_text()).encode()
    for name in load_exercise(REPOSITORY, "fibonacci").editable
}


@pytest.fixture
def taken(tmp_path):
    """Return a function that takes hand-ins in: it gives (label, exercise) -> row, files."""
    (tmp_path / "roster.csv").write_text(PEOPLE)
    roster = read_roster(tmp_path / "roster.csv")

    def take(source, people=roster):
        with Book(tmp_path / "grades") as book:
            intake = take_in(book, source, people, EXERCISES, alone=False, everything=EXERCISES)
            return rows_of(book), intake

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


@pytest.mark.parametrize("files", [LIBM, {}], ids=["graded", "nothing in it"])
def test_what_there_is_to_say_of_thousands_of_links_fits_into_a_cell(tmp_path, taken, files):
    out = io.BytesIO(tarred(files))
    with tarfile.open(fileobj=out, mode="a") as archive:
        for number in range(2000):
            link = tarfile.TarInfo(f"{number}.py")
            link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
            archive.addfile(link)
    rows, _ = taken(lay(tmp_path / "hand-ins", {"17.tar": out.getvalue()}))
    row = rows["17", "libm" if files else ""][0]
    said = " ".join([row.problem, *row.remarks])
    assert "0.py is a link; links are not followed." in said
    assert "There are 1,980 more remarks." in said
    assert len(said) < 5000


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


# Whose it is


@pytest.mark.parametrize(
    "files",
    [
        {"libm.zip": zipped(LIBM)},
        {"libm.zip": zipped(below("libm", LIBM))},
        {"libm.zip": zipped(below("final", LIBM)), "fibonacci.zip": zipped({"fibonacci.c": b""})},
    ],
    ids=["flat", "folder", "two"],
)
def test_an_archive_an_exercise_of_one_person_is_not_a_course(tmp_path, taken, files):
    rows, _ = taken(lay(tmp_path / "hand-ins" / "17", files).parent)
    assert rows["17", "libm"][1] == LIBM
    assert {label for label, _ in rows} == {"17"}


def test_archives_of_people_may_be_called_after_the_exercise(tmp_path, taken):
    files = {f"libm-{who}.zip": zipped(LIBM) for who in ("17", "18")}
    rows, _ = taken(lay(tmp_path / "hand-ins", files))
    assert set(rows) == {("17", "libm"), ("18", "libm")}


def test_of_an_archive_an_exercise_a_broken_one_costs_nobody_else(tmp_path, taken):
    course = zipped(below("17", LIBM) | below("18", LIBM))
    files = {"libm.zip": course, "fibonacci.zip": b"PK\3\4 and no more"}
    rows, intake = taken(lay(tmp_path / "hand-ins", files))
    assert rows["17", "libm"][1] == rows["18", "libm"][1] == LIBM
    assert any("fibonacci" in sentence for sentence in intake.unreadable)


def test_a_name_with_a_hyphen_is_no_team(tmp_path, taken):
    """Where not each entry begins with a team, Anna-Eve O'Neil is not Eve O'Neil."""
    files = below("Anna-Eve O'Neil_1_assignsubmission_file_", LIBM)
    files |= below("Anna Berg_2_assignsubmission_file_", LIBM)
    rows, _ = taken(lay(tmp_path / "hand-ins", files))
    assert {label for label, _ in rows} == {"17", "Anna-Eve O'Neil"}


def test_a_folder_without_a_hand_in_is_no_course(tmp_path, taken):
    source = lay(tmp_path / "hand-ins", {"README.txt": b""})
    with pytest.raises(WorkshopError, match=r"no hand-in in hand-ins: found README\.txt, expected"):
        taken(source)


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


@pytest.mark.parametrize(
    ("name", "content"),
    [("17.zip", tarred(LIBM, "w:gz")), ("17.zip", tarred(LIBM)), ("17.tar.gz", zipped(LIBM))],
    ids=["a tar.gz called zip", "a tar called zip", "a zip called tar.gz"],
)
def test_an_archive_is_known_by_its_bytes(tmp_path, taken, name, content):
    assert taken(lay(tmp_path / "hand-ins", {name: content}))[0]["17", "libm"][1] == LIBM


# What lies among the hand-ins is somebody's, or is named


def flat(before, mark="_"):
    return {f"{before}{mark}{name}": content for name, content in LIBM.items()}


@pytest.mark.parametrize("mark", ["_", "-", " - ", "."])
@pytest.mark.parametrize("who", ["17", "aberg", "Berg, Anna", "anna@example.org"])
@pytest.mark.parametrize("packed", [False, True])
def test_files_that_say_whose_they_are_need_no_folder(tmp_path, taken, who, mark, packed):
    files = flat(who, mark) | flat("mallory", mark)
    source = lay(tmp_path / "hand-ins", files)
    if packed:
        source = tmp_path / "hand-ins.zip"
        source.write_bytes(zipped(files))
    rows, intake = taken(source)
    assert rows["17", "libm"][1] == rows["mallory", "libm"][1] == LIBM
    assert intake.strangers == ["mallory"]


AMONG = {
    "people": below("17", LIBM) | below("18", LIBM),
    "git": below("libm-aberg", {**LIBM, ".git/HEAD": b""})
    | below("libm-b-celik", {**LIBM, ".git/HEAD": b""}),
    "moodle": below("Anna Berg_1_assignsubmission_file_", LIBM)
    | below("Ben Celik_2_assignsubmission_file_", LIBM),
    "canvas": flat("berganna_1_9") | flat("celikben_2_9"),
    "exercises": below("libm/17", LIBM) | below("libm/18", LIBM),
}


@pytest.mark.parametrize("layout", AMONG)
def test_what_is_nobodys_is_named_and_changes_nothing(tmp_path, taken, layout):
    files = AMONG[layout] | {"notes.txt": b"", "grades-of-last-year.csv": b""}
    rows, intake = taken(lay(tmp_path / "hand-ins", files))
    assert {label for label, _ in rows} == {"17", "18"}
    assert intake.aside == ["grades-of-last-year.csv", "notes.txt"]


@pytest.mark.parametrize("name", ["19.docx", "19.tar.zst", "19.zip.part", "li.pdf", "19.7z"])
def test_a_file_called_after_somebody_is_a_row_that_says_what_was_found(tmp_path, taken, name):
    rows, intake = taken(lay(tmp_path / "hand-ins", below("17", LIBM) | {name: b"?"}))
    found = name == "19.zip.part"
    assert (intake.aside == [name]) == found
    assert found or name in rows["19", ""][0].problem


def test_a_file_laid_beside_the_people_makes_nobody_of_them_all(tmp_path, taken):
    people = below("17", LIBM) | below("18", LIBM) | below("mallory", LIBM)
    files = people | {"Makefile": b"", "libm_abi.py": b"x = 1\n"}
    rows, intake = taken(lay(tmp_path / "hand-ins", files))
    assert {label for label, _ in rows} == {"17", "18", "mallory"}
    assert intake.aside == ["Makefile", "libm_abi.py"]


def test_a_folder_beside_those_of_the_exercises_is_named(tmp_path, taken):
    files = AMONG["exercises"] | {"fibonacci/17/fibonacci.c": b"", "feedback/a.txt": b""}
    rows, intake = taken(lay(tmp_path / "hand-ins", files))
    assert set(rows) == {("17", "libm"), ("18", "libm"), ("17", "fibonacci")}
    assert intake.aside == ["feedback"]


@pytest.mark.parametrize("kind", ["text", "link"])
def test_what_canvas_writes_of_a_text_or_an_address_is_of_that_account(tmp_path, taken, kind):
    files = flat("berganna_1_9") | {f"celikben_LATE_2_{kind}.html": b"", "lix_3_9_a.txt": b""}
    rows, _ = taken(lay(tmp_path / "hand-ins", files))
    assert rows["18", ""][0].ticket == "canvas:2"
    assert f"celikben_LATE_2_{kind}.html" in rows["18", ""][0].problem


def test_a_notebook_in_large_letters_is_a_notebook(tmp_path, taken):
    rows, _ = taken(lay(tmp_path / "hand-ins", {"17.IPYNB": notebook(LIBM), **below("18", LIBM)}))
    assert rows["17", "libm"][1] == LIBM


def without(files, *names):
    return {name: content for name, content in files.items() if name not in names}


def as_version_3(book):
    """Return a notebook as IPython wrote it until 2014."""
    cells = [{**cell, "input": cell["source"]} for cell in json.loads(book)["cells"]]
    return json.dumps({"worksheets": [{"cells": cells}], "nbformat": 3}).encode()


UNREADY = {
    "cut off": (notebook(LIBM)[:300], "", "no valid JSON"),
    "empty": (b"", "", "no valid JSON"),
    "of version 3": (as_version_3(notebook(LIBM)), "", "it has no list of cells"),
    "a list": (b"[1]", "", "it has no list of cells"),
    "with a file twice": (
        notebook({**LIBM, " libm_abi.py": LIBM["libm_abi.py"]}),
        "libm",
        "holds libm_abi.py more than once",
    ),
}


@pytest.mark.parametrize(("book", "exercise", "says"), UNREADY.values(), ids=UNREADY)
def test_a_row_says_why_a_notebook_gives_nothing(tmp_path, taken, book, exercise, says):
    rows, intake = taken(lay(tmp_path / "hand-ins", {"17.ipynb": book, **below("18", LIBM)}))
    problem = rows["17", exercise][0].problem
    assert (says in problem, "17.ipynb" in problem) == (True, True)
    assert intake.unreadable == [f"17: {problem}"]


@pytest.mark.parametrize("whole", [LIBM, {}], ids=["beside a whole one", "alone"])
@pytest.mark.parametrize("lacks", ["fibonacci_api.py", "fibonacci.c"])
def test_each_exercise_of_a_notebook_that_lacks_a_file_is_a_row(tmp_path, taken, whole, lacks):
    """Of evolve and its relatives there is none: a common name says nothing."""
    files = without(FIBONACCI, lacks)
    rows, intake = taken(lay(tmp_path / "in", {"17.ipynb": notebook({**whole, **files})}))
    assert {slug for _, slug in rows} == {"fibonacci", *["libm"] * bool(whole)}
    row, held = rows["17", "fibonacci"]
    assert (held, row.problem, intake.unreadable) == (files, "", [])
    assert any(f"lacks {lacks}" in remark for remark in row.remarks)


@pytest.mark.parametrize("lacks", LIBM)
def test_who_lacks_a_file_has_the_same_files_by_notebook_and_by_folder(tmp_path, taken, lacks):
    files = without(LIBM, lacks)
    source = lay(
        tmp_path / "in",
        {"17.ipynb": notebook(files), **below("18", files), "19/libm.ipynb": notebook(files)},
    )
    rows, _ = taken(source)
    assert [rows[who, "libm"][1] for who in ("17", "18", "19")] == [files] * 3
    assert [len(rows[who, "libm"][0].remarks) for who in ("17", "18", "19")] == [1, 0, 1]


def test_files_in_several_notebooks_are_taken_together(tmp_path, taken):
    """Of a file that several have, the most complete one gives it."""
    abi, *rest = LIBM
    source = {
        "17/a.ipynb": notebook({abi: b"old = 1\n"}),
        "17/b.ipynb": notebook({one: LIBM[one] for one in [abi, rest[0]]}),
        "17/c.ipynb": notebook({rest[1]: LIBM[rest[1]]}),
    }
    row, held = taken(lay(tmp_path / "in", source))[0]["17", "libm"]
    assert (held, row.remarks) == (LIBM, ())


def as_cell(source):
    return json.dumps({"cells": [{"cell_type": "code", "source": source}]}).encode()


@pytest.mark.parametrize("lacks", LIBM)
def test_of_several_notebooks_what_none_of_them_holds_is_told_alone(tmp_path, taken, lacks):
    """One of something else is not spoken of, with the exercise named or not."""
    files = without(LIBM, lacks)
    other = {"essay.ipynb": notebook({"essay.txt": b"x\n"})}
    apart = {f"{number}.ipynb": notebook({name: files[name]}) for number, name in enumerate(files)}
    source = lay(
        tmp_path / "in",
        {**below("17", {"a.ipynb": notebook(files), **other}), **below("18", apart | other)},
    )
    rows, _ = taken(source)
    with Book(tmp_path / "named") as book:
        libm = [load_exercise(REPOSITORY, "libm")]
        take_in(book, source, Roster([]), libm, alone=True, everything=EXERCISES)
        named = rows_of(book)
    for found in (rows, named):
        assert [found[who, "libm"][1] for who in ("17", "18")] == [files] * 2
        told = [found[who, "libm"][0].remarks for who in ("17", "18")]
        assert told == [(told[0][0],), (f"None of 0.ipynb, 1.ipynb holds {lacks} of libm.",)]
        assert told[0][0].startswith(f"a.ipynb lacks {lacks} of libm;")


@pytest.mark.parametrize("above", ["/content/", "exercises/libm/", "./mine/", "../", "~/libm/"])
def test_a_file_is_its_exercises_wherever_a_cell_writes_it(tmp_path, taken, above):
    files = {f"{above}{name}": content for name, content in LIBM.items()}
    rows, _ = taken(lay(tmp_path / "in", {"17.ipynb": notebook(files)}))
    assert {key: held for key, (_, held) in rows.items()} == {("17", "libm"): LIBM}


def test_a_file_in_the_folder_of_another_exercise_is_not_its_own(tmp_path, taken):
    """Two exercises of one notebook may have files of one name."""
    one = {f"exercises/fibonacci/{name}": content for name, content in FIBONACCI.items()}
    other = {"exercises/pi/Makefile": b"all:\n", "exercises/pi/pi_abi.py": b"x = 1\n"}
    rows, _ = taken(lay(tmp_path / "in", {"17.ipynb": notebook({**one, **other})}))
    assert rows["17", "fibonacci"][1] == FIBONACCI
    assert rows["17", "pi"][1] == {"Makefile": b"all:\n", "pi_abi.py": b"x = 1\n"}


OTHER = {**LIBM, "libm_abi.py": b"other = 1\n"}
SEVERAL = {
    "a copy of Jupyter's": ("libm.ipynb", "libm-Copy1.ipynb"),
    "a copy of a browser's": ("libm (1).ipynb", "libm.ipynb"),
    "the higher number": ("libm (10).ipynb", "libm (9).ipynb"),
    "the exercise's name": ("libm.ipynb", "a libm of mine.ipynb"),
    "any name": ("libm of mine.ipynb", "Untitled.ipynb"),
}


@pytest.mark.parametrize(("first", "second"), SEVERAL.values(), ids=SEVERAL)
def test_of_several_notebooks_of_an_exercise_one_is_taken_and_the_others_told(
    tmp_path, taken, first, second
):
    files = below("17", {first: notebook(LIBM), second: notebook(OTHER)})
    row, held = taken(lay(tmp_path / "in", files))[0]["17", "libm"]
    assert (held, row.problem) == (LIBM, "")
    assert row.remarks == (f"{first} was taken; {second} holds other contents of the same files.",)


def test_a_notebook_that_cannot_be_read_is_no_matter_beside_a_whole_one(tmp_path, taken):
    files = below("17", {"libm.ipynb": b"{", "mine.ipynb": notebook(LIBM)})
    assert taken(lay(tmp_path / "in", files))[0]["17", "libm"][1] == LIBM


def test_who_handed_in_before_and_not_now_is_told(tmp_path, taken):
    source = lay(tmp_path / "in", {**below("17", LIBM), **below("18", {**LIBM, **FIBONACCI})})
    assert taken(source)[1].kept == []
    for path in (source / "18").iterdir():
        path.unlink()
    (source / "18").rmdir()
    rows, intake = taken(source)
    assert intake.kept == ["18: libm"]  # nobody handed in fibonacci now: another day's
    assert rows["18", "libm"][1] == LIBM


def test_a_form_of_colab_ahead_of_a_magic_is_no_line_of_the_file(tmp_path, taken):
    """Colab has `#@title` and `#@markdown` there, and looks for the magic behind them."""
    cell = "#@title My script\n#@markdown ABI\n\n%%writefile libm_abi.py\nx = 1\n"
    rows, _ = taken(lay(tmp_path / "in", {"17.ipynb": as_cell(cell)}))
    assert rows["17", "libm"][1] == {"libm_abi.py": b"x = 1\n"}


@pytest.mark.parametrize("ahead", ["# My script\n", "import os\n", "%%time\n", "#@title A\n# b\n"])
def test_a_magic_that_is_not_in_the_first_line_is_told_as_that(tmp_path, taken, ahead):
    cell = f"{ahead}%%writefile ./libm_abi.py\nx = 1\n"
    rows, intake = taken(lay(tmp_path / "in", {"17.ipynb": as_cell(cell)}))
    problem = rows["17", "libm"][0].problem
    assert "`%%writefile libm_abi.py` is there, but not in the first line" in problem
    assert intake.unreadable == [f"17: {problem}"]


@pytest.mark.parametrize("above", ["", "cffi-workshop/", "a/b/"])
@pytest.mark.parametrize(
    "ours", ["solutions/libm", "solutions/libm/answers/accepted/x", "demo/libm"]
)
def test_what_a_clone_has_beside_its_exercises_is_nobodys_answer(tmp_path, taken, above, ours):
    """It is newer, and has more files: a solution was graded where a wrong answer lay beside it."""
    wrong = {"libm_abi.py": b"wrong = 1\n"}
    source = lay(
        tmp_path / "in",
        below(f"17/{above}exercises/libm", wrong) | below(f"17/{above}{ours}", LIBM),
    )
    os.utime(source / f"17/{above}exercises/libm/libm_abi.py", (1, 1))
    rows, intake = taken(source)
    assert (rows["17", "libm"][1], intake.several) == (wrong, [])


def test_a_folder_of_ones_own_may_be_called_solutions(tmp_path, taken):
    rows, _ = taken(lay(tmp_path / "in", below("17/solutions/libm", LIBM)))
    assert rows["17", "libm"][1] == LIBM


COPIES = [("17.zip", "17 (1).zip"), ("17 (2).zip", "17 (10).zip"), ("17.tar.gz", "17 (1).tar.gz"),
          ("17-1.zip", "17-2.zip"), ("17.ipynb", "17 (1).ipynb")]  # fmt: skip


@pytest.mark.parametrize(("first", "second"), COPIES)
def test_of_hand_ins_as_old_as_each_other_the_higher_number_counts(tmp_path, taken, first, second):
    def packed(name, files):
        packs = {"zip": zipped, "gz": lambda them: tarred(them, "w:gz"), "ipynb": notebook}
        return packs[name.rpartition(".")[2]](files)

    old = {**LIBM, "libm_abi.py": b"old = 1\n"}
    source = lay(tmp_path / "in", {first: packed(first, old), second: packed(second, LIBM)})
    for path in source.iterdir():
        os.utime(path, (1_700_000_000, 1_700_000_000))
    rows, intake = taken(source)
    assert rows["17", "libm"][1] == LIBM
    assert intake.doubles == [
        f"17 (Anna Berg), libm: {first} and {second} (as old as each other; {second} counts)"
    ]


def test_many_hand_ins_of_one_person_are_one_short_line(tmp_path, taken):
    copies = [f"17 ({number}).zip" for number in range(1, 41)]
    packed = {name: zipped({**LIBM, "libm_abi.py": name.encode()}) for name in copies}
    intake = taken(lay(tmp_path / "in", packed))[1]
    assert len(intake.doubles) == 1
    assert "and 34 more" in intake.doubles[0]
    assert "17 (40).zip counts" in intake.doubles[0]


BESIDE = {
    "a header": ("fibonacci.c", b'#include "pair.h"\n', "pair.h"),
    "a module": ("fibonacci_abi.py", b"from helper import pair\n", "helper.py"),
    "a module's attribute": ("fibonacci_api.py", b"import helper.pair\n", "helper.py"),
    "C in a Makefile": ("Makefile", b"all: pair.c\n\tcc pair.c\n", "pair.c"),
}


@pytest.mark.parametrize(("file", "text", "name"), BESIDE.values(), ids=BESIDE)
@pytest.mark.parametrize("way", ["folder", "archive", "files", "notebook"])
def test_a_file_of_ones_own_that_is_spoken_of_arrives_by_its_name(
    tmp_path, taken, file, text, name, way
):
    files = {**FIBONACCI, file: FIBONACCI[file] + text, name: b"x = 1", "more.h": b"", ".x.h": b""}
    source = lay(
        tmp_path / "in",
        {
            "folder": below("17/work", files),
            "archive": {"17.zip": zipped(files)},
            "files": {f"17/{name}": content for name, content in files.items()},
            "notebook": {"17.ipynb": notebook(without(files, ".x.h"))},
        }[way],
    )
    held = taken(source)[0]["17", "fibonacci"][1]
    assert {one: held[one] for one in {*held} - {*FIBONACCI}} == {name: b""}


@pytest.mark.parametrize("name", ["sub/pair.h", "-pair.h", "..", "pair.so", "test_fibonacci.py"])
def test_no_other_name_arrives(name):
    spoken = {"fibonacci.c": f'#include "{name}"\nsub pair test_fibonacci'.encode()}
    assert beside(load_exercise(REPOSITORY, "fibonacci"), spoken, [name]) == {}


def test_a_mail_that_cannot_be_read_is_told_as_one(tmp_path, taken):
    rows, _ = taken(lay(tmp_path / "in", {"17.msg": b"From: anna@example.org\n"}))
    assert "17.msg is a mail; save what is attached" in rows["17", ""][0].problem


ANNA = "=?utf-8?q?Berg=2C_Anna?= <anna@example.org>"
UNKNOWN = "Zoe <zoe@example.net>"
MAILED = {
    "by the address": ({"homework (2).eml": mail(ANNA, LIBM)}, ["17"]),
    "by the name": ({"a.EML": mail('"Berg, Anna" <private@mail.example>', LIBM)}, ["17"]),
    "by the file": ({"17.eml": mail(UNKNOWN, LIBM)}, ["17"]),
    "in a folder": ({"17/mail.eml": mail(UNKNOWN, LIBM)}, ["17"]),
    "packed": ({"a.eml": mail(ANNA, {"b.zip": zipped(below("libm", LIBM))})}, ["17"]),
    "forwarded": (
        {"17.eml": mail(UNKNOWN, {}, mail(ANNA, LIBM)), "18/x.txt": b""},
        ["17"],
    ),
    "from nobody of the roster": ({"a.eml": mail(UNKNOWN, LIBM)}, [UNKNOWN]),
    "beside what a platform wrote": (
        {
            "Eve O'Neil_5_assignsubmission_file_/x": b"",
            "Li_6_assignsubmission_file_/x": b"",
            "late.eml": mail(ANNA, LIBM),
        },
        ["17"],
    ),
    "beside folders of exercises": (
        {
            "libm/18/x": b"",
            "fibonacci/19/x": b"",
            "strings/19/x": b"",
            "late.eml": mail(ANNA, LIBM),
        },
        ["17"],
    ),
    "a box of mails": (
        {"Inbox.mbox": box(mail(ANNA, LIBM), mail("eve@example.org", LIBM), mail(ANNA, {}))},
        ["17", "20"],
    ),
    "a box of an exercise": (
        {"libm.mbox": box(mail(ANNA, LIBM), mail("eve@example.org", LIBM))},
        ["17", "20"],
    ),
}


@pytest.mark.parametrize(("files", "whose"), MAILED.values(), ids=MAILED)
def test_a_mail_is_of_its_sender_and_as_old_as_it_says(tmp_path, taken, files, whose):
    rows, _ = taken(lay(tmp_path / "in", files))
    assert sorted(who for who, slug in rows if slug == "libm" and rows[who, slug][1]) == whose
    for label in whose:
        row, handed_in = rows[label, "libm"]
        assert handed_in == LIBM
        assert row.changed == datetime(2026, 11, 20, 13, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"\0" * 9,
        b"From: =?x?q?a?= <anna@example.org>\n\n",
        mail(ANNA, {"../../libm.py": b"", ".x": b"", "IMG_1.jpg": b""}).replace(b"base64", b"x"),
        b"Content-Type: multipart/mixed; boundary=a\n\n--a\n" * 3000,
    ],
    ids=["empty", "no text", "no charset", "odd names", "deep"],
)
def test_a_mail_without_anything_for_an_exercise_is_a_row(tmp_path, taken, text):
    rows, _ = taken(lay(tmp_path / "in", {"17.eml": text, "18.zip": zipped(LIBM)}))
    assert rows["17", ""][0].problem
    assert rows["18", "libm"][1] == LIBM


NEARLY = [
    *("libm abi.py", "libm-abi.py", "Libm_Abi.PY", "libm_abi.py.txt", "libmabi.py"),
    *("libm_abi2.py", "Copy of libm_abi.py", "libm_abi.py.download"),
    *("in/libm-abi.py", "in/in/Libm_abi.py", "libm_abi_final.py", "in/anna_libm_abi.py"),
]


@pytest.mark.parametrize("name", NEARLY)
@pytest.mark.parametrize("beside", [without(LIBM, "libm_abi.py"), {}], ids=["one", "all"])
def test_a_file_that_is_nearly_called_so_is_named(tmp_path, taken, name, beside):
    source = lay(tmp_path / "in", {**below("17/libm", {**beside, name: b"x"}), **below("18", LIBM)})
    row, files = taken(source)[0]["17", "libm" if beside else ""]
    said = " ".join(row.remarks) if beside else row.problem
    assert f"libm/{name} was not taken for libm_abi.py: " in said
    assert "libm_abi.py" not in files


@pytest.fixture
def elsewhere(monkeypatch):
    """Let the clock of this machine be that of another place."""
    monkeypatch.setenv("TZ", "Asia/Kolkata")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


SENT = {
    "Sakai": (
        "Libm/Berg, Anna(aberg)/timestamp.txt",
        "Libm/Berg, Anna(aberg)/Submission attachment(s)/",
        (b"20260501101112000", b"2026-05-01T10:11:12Z", b"2026-05-01T10:11:12.345Z\n"),
    ),
    "ILIAS": ("Abgaben/Berg_Anna_aberg_4711/x.txt", "Abgaben/Berg_Anna_aberg_4711/{}_", (b"",)),
}


@pytest.mark.parametrize(
    ("beside", "ahead", "text"),
    [(beside, ahead, text) for beside, ahead, texts in SENT.values() for text in texts],
)
def test_what_a_platform_says_of_the_time_stands_over_that_of_the_files(
    tmp_path, taken, elsewhere, beside, ahead, text
):
    moment = datetime(2026, 5, 1, 10, 11, 12, tzinfo=UTC)
    ahead = ahead.format(f"{moment.astimezone():%Y%m%d%H%M%S}")
    files = {beside: text, **{f"{ahead}{name}": LIBM[name] for name in LIBM}}
    (tmp_path / "in.zip").write_bytes(zipped({**files, "Libm/18/x.py": b"", "Libm/19/x.py": b""}))
    row, found = taken(tmp_path / "in.zip")[0]["17", "libm"]
    assert (found, row.changed and row.changed.replace(microsecond=0)) == (LIBM, moment)


@pytest.mark.parametrize("text", [b"", b"soon", b"99999999999999999", b"2026", b"\xff\xfe"])
@pytest.mark.parametrize("folder", ["Submission attachment(s)/", ""])
def test_a_file_called_so_that_says_no_time_says_nothing(tmp_path, taken, text, folder):
    files = {"17/timestamp.txt": text, **below(f"17/{folder}".rstrip("/"), LIBM)}
    rows, _ = taken(lay(tmp_path / "in", {**files, **below("18", LIBM)}))
    ages = {rows[who, "libm"][0].changed.date() for who in ("17", "18")}
    assert len(ages) == 1


def test_copies_among_files_that_say_of_nobody_whose_they_are_are_told(tmp_path, taken, capsys):
    copies = {f"{Path(name).stem}({number}).py": b"x" for name in LIBM for number in (1, 2)}
    (tmp_path / "in.zip").write_bytes(zipped({**LIBM, **copies}))
    _, intake = taken(tmp_path / "in.zip")
    report_intake(intake, read_roster(tmp_path / "roster.csv"))
    assert sorted(intake.copies) == sorted(copies)
    assert "Where they are of several people, lay the files" in capsys.readouterr().out
    assert not taken(lay(tmp_path / "17", {**LIBM, "notes (1).txt": b""}))[1].copies


def test_what_is_called_otherwise_is_not_taken_for_a_file(tmp_path, taken):
    for name in (
        *("libm.py", "abi.py", "libm_abi.pyc", "README.txt", "test_libm_abi.py"),
        *("libm_abi_tests.py", "pipeline.c", "in/apple_pie.py", "libm_abi.py/x.txt"),
    ):
        rows, _ = taken(lay(tmp_path / "in", {f"17/{name}": b"x"}))
        assert "was not taken" not in rows["17", ""][0].problem


def test_a_notebook_that_has_to_do_with_nothing_is_named(tmp_path, taken):
    rows, _ = taken(lay(tmp_path / "hand-ins", {"17.ipynb": notebook({"x.py": b"x = 1"})}))
    assert rows["17", ""][0].problem == "No file of any exercise is there; found 17.ipynb."


def test_of_several_broken_hand_ins_of_one_person_none_stands_before_nothing(tmp_path, taken):
    _, intake = taken(lay(tmp_path / "hand-ins", {"17.zip": b"", "17.tar.gz": b""}))
    assert intake.doubles == ["17 (Anna Berg), of no exercise: 17.tar.gz and 17.zip"]


FRAMED = {
    "archives": {f"{who}.zip": zipped(LIBM) for who in ("17", "18", "19")},
    "notebooks": {f"{who}.ipynb": notebook(LIBM) for who in ("17", "18", "19")},
    "files": {f"{who}_{name}": LIBM[name] for who in ("17", "18", "19") for name in LIBM},
}


@pytest.mark.parametrize("files", FRAMED.values(), ids=FRAMED)
@pytest.mark.parametrize("packed", [False, True], ids=["folder", "archive"])
def test_a_folder_around_the_hand_ins_of_several_is_nobody(tmp_path, taken, files, packed):
    source = lay(tmp_path / "hand-ins", {} if packed else below("week 3", files))
    if packed:
        source = tmp_path / "course.zip"
        source.write_bytes(zipped(below("week 3", files)))
    assert set(taken(source)[0]) == {(who, "libm") for who in ("17", "18", "19")}


THREE = FRAMED["archives"]


@pytest.mark.parametrize(
    "around",
    [
        {"a/b": THREE},
        {"a": {**THREE, "notes.txt": b""}, "roster.csv": b"id\n17\n", "me.pdf": b""},
        {"a": {"b": THREE, "readme.md": b""}},
        {"libm-ws25": {"17.zip": zipped(LIBM), "18": LIBM, "19_libm_abi.py": LIBM["libm_abi.py"]}},
    ],
    ids=["in a folder", "files beside it", "in a folder with files", "of each kind"],
)
def test_the_folder_that_holds_people_is_found(tmp_path, taken, around):
    rows, intake = taken(lay(tmp_path / "hand-ins", flat_paths(around)))
    assert set(rows) == {(who, "libm") for who in ("17", "18", "19")}
    beside = [path for path in flat_paths(around) if path.endswith((".txt", ".csv", ".pdf", ".md"))]
    assert {Path(path).name for path in intake.aside} == {Path(path).name for path in beside}


def flat_paths(tree, above=""):
    """Return the files of folders in folders, by path."""
    found = {}
    for name, inside in tree.items():
        deeper = isinstance(inside, dict)
        found |= flat_paths(inside, f"{above}{name}/") if deeper else {f"{above}{name}": inside}
    return found


def test_folders_of_one_person_are_not_people(tmp_path, taken):
    work = {**below("17/src", LIBM), "17/old/a.txt": b"", "17/docs/b.md": b"", "17/x/c.zip": b""}
    assert set(taken(lay(tmp_path / "hand-ins", work))[0]) == {("17", "libm")}


def test_a_link_among_hand_ins_is_a_row(tmp_path, taken):
    source = lay(tmp_path / "hand-ins", below("17", LIBM))
    for name, target in (("18", source / "17"), ("mallory", source), ("gone", "nowhere")):
        (source / name).symlink_to(target)
    rows, intake = taken(source)
    told = {who: row.problem for (who, exercise), (row, _) in rows.items() if not exercise}
    assert told == {who: f"{who} is a link; links are not followed." for who in told}
    assert (set(told), intake.aside) == ({"18", "mallory", "gone"}, [])


def test_a_pipe_that_is_called_an_archive_is_told(tmp_path, taken):
    source = lay(tmp_path / "hand-ins", below("18", LIBM))
    os.mkfifo(source / "17.zip")
    assert "17.zip is no regular file" in taken(source)[0]["17", ""][0].problem


def test_a_folder_with_an_archive_for_each_exercise_is_of_one_person(tmp_path, taken):
    kinds = {"libm.zip": LIBM, "fibonacci.ipynb": {"fibonacci.c": b""}, "my pi.zip": {"pi.c": b""}}
    files = {
        name: (notebook if name.endswith("ipynb") else zipped)(held) for name, held in kinds.items()
    }
    rows, _ = taken(lay(tmp_path / "hand-ins", below("17", files)))
    assert set(rows) == {("17", "libm"), ("17", "fibonacci"), ("17", "pi")}


def test_a_name_of_a_file_and_a_folder_loses_no_folder(tmp_path, taken):
    (tmp_path / "course.zip").write_bytes(zipped({**below("17", LIBM), "17": b"", "18/a": b""}))
    assert taken(tmp_path / "course.zip")[0]["17", "libm"][1] == LIBM


# Rosters that spreadsheets and people write


def roster_of(tmp_path, text, encoding="utf-8"):
    path = tmp_path / "people.csv"
    path.write_bytes(text.encode(encoding))
    return [(one.id, one.name) for one in read_roster(path).people]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_the_separator_that_excel_names_is_no_row(tmp_path, encoding):
    text = 'sep=;\r\nid;name\r\n17;"Große, Änne"\r\n\r\n;\r\n'
    assert roster_of(tmp_path, text, encoding) == [("17", "Große, Änne")]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('id,name\n17,"Anna Berg\n18,Ben\n', "is no table .*see that each quotation mark"),
        ("id,name\n17," + "x" * 200_000 + "\n", "is no table"),
        ("id,name,email\n17,Berg, Anna,a@x.org\n", "row of '17 Berg Anna' has 4 cells, expected"),
        ("PK\x03\x04\x00\x00", "is a workbook of a spreadsheet program; save the table as"),
        ("id,name\n", "names nobody"),
        ("id,name\n,\n,\n", "names nobody"),
    ],
)
def test_a_roster_of_which_people_would_be_lost_is_refused(tmp_path, text, says):
    with pytest.raises(WorkshopError, match=says):
        roster_of(tmp_path, text)


def test_a_space_behind_a_separator_hides_no_quotation_mark(tmp_path):
    assert roster_of(tmp_path, '"id", "name"\n"17", "Berg, Anna"\n') == [("17", "Berg, Anna")]


def test_empty_cells_at_the_end_of_a_row_are_nothing(tmp_path):
    assert roster_of(tmp_path, "id,name\n17,Anna,,\n18,Ben,\n,,,\n") == [
        ("17", "Anna"),
        ("18", "Ben"),
    ]


# What an example shows


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ('s("_m", "#include <m.h>")  # Anna', 's("_m", "#include <m.h>")  '),
        ("x = 'a#b' + \"it's #1\" # Anna's", "x = 'a#b' + \"it's #1\" "),
        ("s = '''\n#define A 1\n''' # Anna", "s = '''\n#define A 1\n''' "),
        ('s = """\n#define A 1', 's = """\n#define A 1'),
        ("# it's Anna\nx = 1", "\nx = 1"),
    ],
)
def test_comments_are_taken_out_of_python_and_its_texts_are_left(written, shown):
    assert without_comments("libm_build.py", written) == shown


# Whose it is, where the name says more than that


@pytest.mark.parametrize(
    "name",
    [
        *("17 (1)", "17(2)", "Anna Berg (1)", "aberg-2", "libm_17", "17-libm", "aberg.libm"),
        *("Libm - Anna Berg", "Anna Berg_libm (3)", "libm aberg"),
        # A spreadsheet took the zeros of the roster away; Sakai; ILIAS.
        *("0017", "17.0", "Berg, Anna(aberg)", "Berg_Anna_aberg_1234"),
    ],
)
@pytest.mark.parametrize("kind", ["folder", "notebook", "archive"])
def test_a_copy_or_an_exercise_in_the_name_hides_nobody(tmp_path, taken, name, kind):
    files = {
        "folder": below(name, LIBM),
        "notebook": {f"{name}.ipynb": notebook(LIBM)},
        "archive": {f"{name}.zip": zipped(LIBM)},
    }[kind]
    rows, intake = taken(lay(tmp_path / "hand-ins", files | below("18", LIBM)))
    assert (set(rows), intake.strangers) == ({("17", "libm"), ("18", "libm")}, [])


@pytest.mark.parametrize(
    "name",
    [
        *("Berg_Anna_zoe_1234", "Berg_Anna_aberg_18", "Berg_aberg_1234", "Berg_Anna_Ben_aberg"),
        "17.000",  # as a thousand is written in many languages
    ],
)
def test_a_name_beside_what_is_of_somebody_else_is_no_proof(tmp_path, taken, name):
    _, intake = taken(lay(tmp_path / "hand-ins", below(name, LIBM) | below("20", LIBM)))
    assert intake.strangers == [name]


def test_a_name_that_is_somebodys_as_it_stands_is_not_looked_into(tmp_path, taken):
    (tmp_path / "more.csv").write_text("id,login\n1,anna\n2,anna-2\n3,libm-anna\n")
    source = lay(tmp_path / "hand-ins", below("anna-2", LIBM) | below("libm-anna", LIBM))
    assert set(taken(source, people=read_roster(tmp_path / "more.csv"))[0]) == {
        ("2", "libm"),
        ("3", "libm"),
    }
