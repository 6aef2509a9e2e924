"""What is handed in and what is laid out of the collection are the same files."""

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cffi_workshop.authoring.answer_files import lay_out
from cffi_workshop.authoring.answer_intake import keep_answer, look_at, with_files
from cffi_workshop.authoring.answers import Answer, find_answer
from cffi_workshop.exercises.markers import solution_of, solution_text, source_text

from .surroundings import REPOSITORY

pytestmark = pytest.mark.quick


@pytest.fixture
def hand_in(tiny, tmp_path):
    folder = tmp_path / "hand-in"
    folder.mkdir()
    for name in tiny.editable:
        (folder / name).write_text(solution_text(tiny, name))
    return folder


def collect(exercise, folder, **given):
    """Take a folder into the collection; return where the answer is laid out again."""
    looked = look_at(exercise, folder)
    keep_answer(
        with_files(Answer(exercise, "wrong", "it", "x.", ("abort",), **given), looked), looked.raw
    )
    out = exercise.root / "out"
    shutil.rmtree(out, ignore_errors=True)
    lay_out(find_answer(exercise, "wrong/it"), out)
    return out


def texts_like(text):
    """Return a strategy for texts that have lines of this one among others, in any order."""
    lines = st.one_of(st.sampled_from(text.split("\n")), st.text(max_size=8))
    return st.lists(lines, max_size=20).map(
        lambda chosen: "\n".join(chosen).encode("utf-8", "replace")
    )


SOLVED = solution_of((REPOSITORY / "tests/tiny/solutions/tiny/tiny.c").read_text())
CONTENTS = st.one_of(st.binary(max_size=60), texts_like(SOLVED))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=CONTENTS, notes=CONTENTS)
def test_any_file_comes_back_byte_for_byte(tiny, hand_in, content, notes):
    if b"SOLUTION" in content + notes or b"STUB" in content + notes:
        return
    (hand_in / "tiny.c").write_bytes(content)
    (hand_in / "my notes").write_bytes(notes)
    (hand_in / "notes").write_bytes(notes)
    out = collect(tiny, hand_in)
    assert (out / "tiny.c").read_bytes() == content
    assert (out / "my notes").read_bytes() == (out / "notes").read_bytes() == notes


def test_the_files_of_a_build_and_those_that_all_have_are_nobodys_work(tiny, hand_in):
    for name in ("libtiny.so", "tiny.o", "_tiny.c", "exercise.toml", "README.md", "tiny.ipynb"):
        (hand_in / name).write_text("x")
    (hand_in / "build").mkdir()
    (hand_in / "build" / "x").write_text("x")
    looked = look_at(tiny, hand_in)
    assert looked.texts.keys() == set(tiny.editable)
    assert (looked.raw, looked.absent, looked.left_out) == ({}, (), ())


def test_a_solution_with_its_marks_is_the_solution(tiny, hand_in):
    (hand_in / "tiny.c").write_text(source_text(tiny, "tiny.c"))
    assert with_files(Answer(tiny, "wrong", "it", "x."), look_at(tiny, hand_in)).edits == {}


def test_a_line_that_looks_like_a_mark_is_a_line(tiny, hand_in):
    text = solution_text(tiny, "tiny.c") + "// begin solution\n"
    (hand_in / "tiny.c").write_text(text)
    assert (collect(tiny, hand_in) / "tiny.c").read_text() == text


def test_a_solution_saved_on_windows_is_the_solution(tiny, hand_in):
    text = solution_text(tiny, "tiny.c")
    (hand_in / "tiny.c").write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert look_at(tiny, hand_in).raw == {}


def test_a_link_stays_a_link_also_when_its_folder_is_taken_in_again(tiny, hand_in):
    (hand_in / "Makefile").unlink()
    (hand_in / "Makefile").symlink_to("/nowhere")
    collect(tiny, hand_in)
    kept = find_answer(tiny, "wrong/it").folder
    out = collect(tiny, kept)
    assert (out / "Makefile").readlink() == Path("/nowhere")
    assert [path.name for path in kept.iterdir()] == ["Makefile"]


def test_files_that_are_not_there_are_named(tiny, hand_in):
    (hand_in / "tiny.c").unlink()
    assert look_at(tiny, hand_in).absent == ("tiny.c",)
    assert not (collect(tiny, hand_in, without=("tiny.c",)) / "tiny.c").exists()
