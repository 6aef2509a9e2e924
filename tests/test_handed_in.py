"""The files in the cells of a handed-in notebook are taken out, or a sentence says why not."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from cffi_workshop.errors import WorkshopError
from cffi_workshop.exercises.markers import source_text, stub_text
from cffi_workshop.exercises.metadata import load_exercise
from cffi_workshop.grading import notebook_submission
from cffi_workshop.notebooks.exercise_notebook import stub_notebook

from .scratch import workshop_of
from .surroundings import COMMAND, REPOSITORY, run_apart
from .tiny_workshops import one_exercise

pytestmark = pytest.mark.quick

FIBONACCI = REPOSITORY / "solutions" / "fibonacci" / "fibonacci.ipynb"


@pytest.fixture
def tiny(tmp_path):
    return load_exercise(one_exercise(tmp_path / "workshop"), "tiny")


@pytest.fixture
def handed(tmp_path):
    """Return a function that writes a notebook of the given code cells."""

    def write(*sources):
        cells = [{"cell_type": "code", "source": source, "outputs": []} for source in sources]
        path = tmp_path / "mine.ipynb"
        path.write_text(
            json.dumps({"cells": cells, "nbformat": 4, "nbformat_minor": 5, "metadata": {}})
        )
        return path

    return write


WHOLE = ("%%writefile tiny.c\nC\n", "%%writefile Makefile\nM\n", "%%writefile tiny_abi.py\nP\n")


def check(path, *options, **environment):
    """Run `workshop check fibonacci --path` on a notebook."""
    command = [*COMMAND, "check", "fibonacci", "--path", str(path), *options]
    return run_apart(command, **environment)


def changed(tmp_path, change):
    """Return fibonacci's solution notebook after `change` was applied to its list of cells."""
    book = json.loads(FIBONACCI.read_text(encoding="utf-8"))
    book["cells"] = change(book["cells"])
    path = tmp_path / "mine.ipynb"
    path.write_text(json.dumps(book), encoding="utf-8")
    return path


def first_line(cell):
    return "".join(cell["source"]).partition("\n")[0]


# What is taken out


def test_what_is_taken_out_of_a_stub_notebook_are_the_stubs(tiny, tmp_path):
    path = tmp_path / "mine.ipynb"
    path.write_text(stub_notebook(tiny))
    files = notebook_submission.files_of(tiny, path)
    assert files == {name: stub_text(tiny, name).encode() for name in tiny.editable}


def test_a_source_may_be_a_list_of_lines_or_one_text(tiny, handed):
    split = [cell.splitlines(keepends=True) for cell in WHOLE]
    assert notebook_submission.files_of(tiny, handed(*split)) == notebook_submission.files_of(
        tiny, handed(*WHOLE)
    )


@pytest.mark.parametrize(
    "cell",
    [
        "%%writefile ./tiny.c\nC",
        '%%writefile "tiny.c"\nC',
        "\n\n%%writefile tiny.c\nC\n",
        "%%writefile tiny.c  \r\nC\r\n",
        "%%file tiny.c\nC",
    ],
    ids=["a dot", "quotes", "empty lines before", "Windows line ends", "the other name"],
)
def test_a_file_is_taken_as_ipython_would_write_it(tiny, handed, cell):
    assert notebook_submission.files_of(tiny, handed(cell, *WHOLE[1:]))["tiny.c"] == b"C\n"


def test_other_cells_and_other_files_are_left_where_they_are(tiny, handed, tmp_path):
    others = ("open('ran', 'w')", "%%writefile conftest.py\nx\n", "%%writefile ../../up.c\nx\n", "")
    with notebook_submission.unpacked(tiny, handed(*WHOLE, *others)) as (folder, _):
        assert sorted(path.name for path in folder.iterdir()) == [
            "Makefile",
            "tiny.c",
            "tiny_abi.py",
        ]
    assert not folder.exists()
    assert not (Path.cwd() / "ran").exists()


def test_a_changed_header_arrives_so_that_a_remark_can_be_made(tiny, handed):
    assert (
        notebook_submission.files_of(tiny, handed(*WHOLE, "%%writefile tiny.h\nH\n"))["tiny.h"]
        == b"H\n"
    )


def test_half_a_character_is_replaced_and_does_not_stop_anything(tiny, handed):
    assert (
        notebook_submission.files_of(tiny, handed("%%writefile tiny.c\n\ud800\n", *WHOLE[1:]))[
            "tiny.c"
        ]
        == b"?\n"
    )


# What is refused


@pytest.mark.parametrize("number", range(3), ids=["tiny.c", "Makefile", "tiny_abi.py"])
def test_a_notebook_that_lacks_a_file_is_told_which(tiny, handed, number):
    cells = [cell for place, cell in enumerate(WHOLE) if place != number]
    with pytest.raises(WorkshopError) as caught:
        notebook_submission.files_of(tiny, handed(*cells))
    name = tiny.editable[number]
    assert str(caught.value).startswith(f"mine.ipynb lacks {name} of tiny; expected a cell that")
    assert f"`%%writefile {name}`" in str(caught.value)


def test_a_notebook_that_lacks_two_files_is_told_both(tiny, handed):
    with pytest.raises(WorkshopError, match=r"lacks Makefile and tiny_abi\.py of tiny"):
        notebook_submission.files_of(tiny, handed(WHOLE[0]))


def test_a_notebook_of_something_else_is_told_so(tiny, handed):
    with pytest.raises(WorkshopError, match=r"holds none of the files of tiny; expected"):
        notebook_submission.files_of(tiny, handed("%%writefile fibonacci.c\nx\n"))


def test_a_cell_that_is_empty_writes_nothing(tiny, handed):
    with pytest.raises(WorkshopError, match=r"lacks tiny\.c of tiny"):
        notebook_submission.files_of(tiny, handed("%%writefile tiny.c\n", *WHOLE[1:]))


@pytest.mark.parametrize("again", ["%%writefile tiny.c\nC\n", "%%writefile ./tiny.c\nother\n"])
def test_a_notebook_that_holds_a_file_twice_is_told_which(tiny, handed, again):
    with pytest.raises(
        WorkshopError, match=r"mine\.ipynb holds tiny\.c more than once, so it is not clear"
    ):
        notebook_submission.files_of(tiny, handed(*WHOLE, again))


@pytest.mark.parametrize("option", ["-a", "--append"])
def test_a_file_in_pieces_is_refused(tiny, handed, option):
    with pytest.raises(WorkshopError, match="puts a file together from several cells"):
        notebook_submission.files_of(tiny, handed(*WHOLE, f"%%writefile {option} tiny.c\nmore\n"))


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "it is no valid JSON"),
        (b'{"cells": [', "it is no valid JSON"),
        (b"\xff\xfe\xfa", "it is no valid JSON"),
        (b"[" * 200_000, "it is no valid JSON"),
        (b"1" * 10_000, "it is no valid JSON"),
        (b"[]", "it has no list of cells"),
        (b'{"worksheets": [{"cells": []}]}', "it has no list of cells"),
        (b'{"cells": {}}', "it has no list of cells"),
        (b'{"cells": [1]}', "a cell in it is no object"),
        (b'{"cells": [{"cell_type": "code", "source": 1}]}', "the source of a cell is no text"),
        (b'{"cells": [{"cell_type": "code", "source": [1]}]}', "the source of a cell is no text"),
    ],
    ids=lambda value: repr(value[:20]) if isinstance(value, bytes) else "",
)
def test_what_is_no_notebook_is_told_why(tiny, tmp_path, content, why):
    path = tmp_path / "mine.ipynb"
    path.write_bytes(content)
    with pytest.raises(
        WorkshopError, match=f"^mine.ipynb cannot be read as a notebook: {why}; open it in"
    ):
        notebook_submission.files_of(tiny, path)


def test_a_huge_notebook_is_refused_before_it_is_read_whole(tiny, tmp_path):
    path = tmp_path / "mine.ipynb"
    with path.open("wb") as file:
        file.truncate(50 * 1024**3)  # a hole: it takes no room
    with pytest.raises(WorkshopError, match=r"larger than 16 MB; clear its outputs"):
        notebook_submission.files_of(tiny, path)


def test_a_link_is_refused(tiny, handed, tmp_path):
    link = tmp_path / "link.ipynb"
    link.symlink_to(handed(*WHOLE))
    with pytest.raises(WorkshopError, match=r"link\.ipynb is a link; expected a notebook file"):
        notebook_submission.files_of(tiny, link)


def test_a_pipe_is_refused_and_not_waited_for(tiny, tmp_path):
    os.mkfifo(tmp_path / "pipe.ipynb")
    with pytest.raises(WorkshopError, match="no regular file; expected a notebook file"):
        notebook_submission.files_of(tiny, tmp_path / "pipe.ipynb")


# The command


def test_a_solution_notebook_gets_full_points(tmp_path):
    """Also where this process takes names for another encoding than those in the sandbox do."""
    (scratch := tmp_path / "für mich").mkdir()
    names = {"LC_ALL": "C", "PYTHONUTF8": "0"}
    run = check(FIBONACCI, "--json", TMPDIR=str(scratch), **names)
    assert (run.returncode, run.stderr) == (0, "")
    verdict = json.loads(run.stdout)
    assert verdict["passed"]
    assert verdict["path"] == "solutions/fibonacci/fibonacci.ipynb"
    assert verdict["points"] == verdict["max_points"]
    assert verdict["remarks"] == []
    assert list(scratch.iterdir()) == []


def test_a_notebook_with_a_mistake_is_told_the_cause_the_line_and_how_to_check_it_again(tmp_path):
    def subtract(cells):
        for cell in cells:
            cell["source"] = "".join(cell["source"]).replace("*current + *next", "*current - *next")
        return cells

    path = changed(tmp_path, subtract)
    run = check(path)
    assert (run.returncode, run.stderr) == (1, "")
    assert "First failure: fibo_step() turns (3, 5) into (5, 8)" in run.stdout
    assert "left      [5, -2]" in run.stdout
    assert f"workshop check fibonacci --path {path}" in " ".join(run.stdout.split())


def test_progress_is_not_kept_for_a_notebook():
    with workshop_of("fibonacci") as folder:
        command = [*COMMAND, "check", "fibonacci", "--path", str(FIBONACCI)]
        assert subprocess.run(command, cwd=folder, capture_output=True).returncode == 0
        assert not (folder.parents[1] / ".workshop" / "progress.json").exists()


def without_the_makefile(cells):
    return [cell for cell in cells if first_line(cell) != "%%writefile Makefile"]


def test_a_notebook_that_lacks_a_file_is_checked_in_part_as_a_folder_is(tmp_path):
    run = check(changed(tmp_path, without_the_makefile), "--json")
    assert (run.returncode, run.stderr) == (1, "")
    verdict = json.loads(run.stdout)
    assert {one["cause"] for one in verdict["checks"]} == {None, "missing-file"}
    assert verdict["points"] > verdict["max_points"] / 2
    assert verdict["remarks"] == [
        "mine.ipynb lacks Makefile of fibonacci; expected a cell that starts with `%%writefile "
        "Makefile` and holds the file."
    ]


def with_the_c_file_twice(cells):
    return [*cells, *(cell for cell in cells if first_line(cell) == "%%writefile fibonacci.c")]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda cells: [], "workshop: mine.ipynb holds none of the files of fibonacci; "),
        (with_the_c_file_twice, "workshop: mine.ipynb holds fibonacci.c more than once, "),
    ],
)
def test_the_command_says_in_one_sentence_what_a_notebook_lacks_or_holds_twice(
    tmp_path, change, says
):
    run = check(changed(tmp_path, change), "--json")
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr.startswith(says)
    assert run.stderr.count("\n") == 1


def test_a_notebook_that_does_not_exist_is_told_in_a_sentence(tmp_path):
    run = check(tmp_path / "none.ipynb")
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr.count("\n") == 1
    assert "none.ipynb" in run.stderr


def test_the_notebook_holds_what_the_files_hold():
    exercise = load_exercise(REPOSITORY, "fibonacci")
    files = notebook_submission.files_of(exercise, FIBONACCI)
    assert files == {name: source_text(exercise, name).encode() for name in exercise.editable}
