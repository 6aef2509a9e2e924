"""`workshop answers`: what an author of an exercise does with the collected answers."""

import os
import shutil
import subprocess
import tomllib

import pytest

from cffi_workshop.authoring.answer_files import texts
from cffi_workshop.authoring.answers import all_answers, find_answer
from cffi_workshop.exercises.markers import solution_text
from cffi_workshop.exercises.metadata import load_exercise

from .scratch import share_cache
from .surroundings import COMMAND, REPOSITORY, replace_in, run_apart
from .tiny_workshops import commit, git


@pytest.fixture
def root(tmp_path):
    """A workshop of one exercise in a repository, with the answers as they are here."""
    root = tmp_path / "workshop"
    shutil.copytree(REPOSITORY / "solutions" / "libm", root / "solutions" / "libm")
    (root / "exercises").mkdir()
    shutil.copy(REPOSITORY / "_config.yml", root)
    (root / ".gitignore").write_text(".workshop/\n__pycache__/\n_*.c\n*.so\n*.o\n")
    share_cache(root)
    git(root, "init", "-q")
    commit(root)
    return root


def command(root, *arguments):
    return run_apart([*COMMAND, "answers", *arguments], root, TMPDIR=str(root.parent))


def sentence(done):
    """Return what a refused command says, which is one sentence."""
    assert done.returncode == 2, done.stdout + done.stderr
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    return done.stderr


@pytest.fixture
def hand_in(root):
    """A learner's folder: the solution with one mistake, and what a build left."""
    exercise = load_exercise(root, "libm")
    folder = root.parent / "float-for-both"
    folder.mkdir()
    for name in exercise.editable:
        text = solution_text(exercise, name)
        (folder / name).write_text(text)
    replace_in(folder / "libm_abi.py", "double cbrt(double x);", "float cbrt(float x);")
    (folder / "_libm.c").write_text("/* made by cffi */")
    (folder / "README.md").write_text("As it was handed out.")
    (folder / "__pycache__").mkdir()
    (folder / "__pycache__" / "libm_abi.pyc").write_bytes(b"\0")
    return folder


def table(root, kind, name):
    return tomllib.loads((root / "solutions" / "libm" / "answers" / f"{kind}.toml").read_text())[
        name
    ]


def test_a_hand_in_becomes_an_answer_with_the_failure_that_was_found(root, hand_in):
    before = (root / "solutions" / "libm" / "answers" / "wrong.toml").read_text()
    done = command(root, "add", "libm", "wrong", str(hand_in), "--about", "Declares float.")
    assert done.returncode == 0, done.stderr
    added = table(root, "wrong", "float-for-both")
    assert added.pop("libm_abi.py").count("\n") == 2
    assert added == {"about": "Declares float.", "cause": "cdef-mismatch", "check": "abi-declares"}
    after = (root / "solutions" / "libm" / "answers" / "wrong.toml").read_text()
    assert [line for line in before.splitlines() if line not in after.splitlines()] == []
    assert command(root, "check", "libm", "wrong/float-for-both").returncode == 0


def test_what_the_author_says_is_held_against_the_check(root, hand_in):
    about = ["--about", "Declares float."]
    done = command(root, "add", "libm", "wrong", str(hand_in), *about, "--cause", "timeout")
    assert "was not added: expected timeout in abi-declares, found cdef-mismatch" in sentence(done)
    assert "float-for-both" not in (root / "solutions/libm/answers/wrong.toml").read_text()


def test_what_fails_is_not_accepted(root, hand_in):
    done = command(root, "add", "libm", "accepted", str(hand_in), "--about", "Declares float.")
    assert "expected that all checks pass, found cdef-mismatch in abi-declares" in sentence(done)


def test_what_passes_is_not_wrong(root, hand_in):
    replace_in(hand_in / "libm_abi.py", "float cbrt(float x);", "double cbrt(double);")
    done = command(root, "add", "libm", "wrong", str(hand_in), "--about", "Names nothing.")
    assert "found that all checks pass" in sentence(done)
    done = command(
        root, "add", "libm", "accepted", str(hand_in), "--about", "Names nothing.", "--as", "bare"
    )
    assert done.returncode == 0, done.stderr
    assert "cause" not in table(root, "accepted", "bare")


def test_what_toml_cannot_hold_is_kept_beside_the_table(root, hand_in):
    abi = hand_in / "libm_abi.py"
    abi.write_bytes(abi.read_bytes().replace(b"\n", b"\r\n"))
    (hand_in / "libm_api.py").unlink()
    (hand_in / "libm_api.py").symlink_to("libm_abi.py")
    done = command(root, "add", "libm", "wrong", str(hand_in), "--about", "From Windows.")
    assert done.returncode == 0, done.stderr
    kept = root / "solutions" / "libm" / "answers" / "wrong" / "float-for-both"
    assert (kept / "libm_abi.py").read_bytes() == abi.read_bytes()
    assert (kept / "libm_api.py").is_symlink()
    assert sorted(path.name for path in kept.iterdir()) == ["libm_abi.py", "libm_api.py"]


def test_a_file_that_lacks_is_the_solutions_unless_it_is_said(root, hand_in):
    (hand_in / "libm_api.py").unlink()
    about = ["--about", "Stopped half-way."]
    done = command(root, "add", "libm", "wrong", str(hand_in), *about)
    assert "so the solution's are used: libm_api.py" in done.stdout
    replace_in(hand_in / "libm_abi.py", "float cbrt(float x);", "double cbrt(double x);")
    about += ["--as", "half", "--without", "libm_api.py"]
    done = command(root, "add", "libm", "wrong", str(hand_in), *about)
    assert done.returncode == 0, done.stderr
    assert table(root, "wrong", "half")["cause"] == "missing-file"


WRONG = ["wrong", "HERE", "--about", "x."]
REFUSED = {
    "no sentence": (["wrong", "HERE"], "with --about"),
    "no such file to leave out": ([*WRONG, "--without", "libm.py"], "did you mean 'libm_a"),
    "no such answer below": ([*WRONG, "--on", "declares"], "did you mean 'declares-more'"),
    "a name with blanks": ([*WRONG, "--as", "My answer"], "give one of small letters"),
    "a name that is taken": ([*WRONG, "--as", "abi-no-semicolon"], "--replace it"),
    "a cause of what passes": (["accepted", *WRONG[1:], "--cause", "abort"], "passes every check"),
    "no folder": (["wrong", "nowhere", *WRONG[2:]], "'nowhere' is neither a folder nor"),
}


@pytest.mark.parametrize(("arguments", "said"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_added_is_refused_in_a_sentence(root, hand_in, arguments, said):
    before = sorted(root.rglob("answers/**/*"))
    arguments = [str(hand_in) if word == "HERE" else word for word in arguments]
    assert said in sentence(command(root, "add", "libm", *arguments))
    assert sorted(root.rglob("answers/**/*")) == before


def test_the_solution_itself_is_no_answer(root):
    done = command(root, "add", "libm", "accepted", "solutions/libm", "--about", "x.", "--as", "x")
    assert "Nothing in solutions/libm differs from the solution of libm" in sentence(done)


def test_a_notebook_is_a_hand_in_as_well(root):
    notebook = "solutions/libm/libm.ipynb"
    done = command(root, "add", "libm", "accepted", notebook, "--about", "x.")
    assert f"Nothing in {notebook} differs" in sentence(done)


def test_what_no_repository_should_hold_is_left_out_and_named(root, hand_in):
    (hand_in / ".idea").mkdir()
    (hand_in / ".idea" / "project").write_text("x")
    (hand_in / "data.csv").write_bytes(b"0" * 300_000)
    os.mkfifo(hand_in / "pipe")
    done = command(root, "add", "libm", "wrong", str(hand_in), "--about", "x.")
    assert "no files: data.csv, pipe, .idea/project." in done.stdout
    assert set(table(root, "wrong", hand_in.name)) == {"about", "cause", "check", "libm_abi.py"}


def test_a_file_that_is_too_large_to_collect_is_refused(root, hand_in):
    (hand_in / "libm_api.py").write_text("#" * 300_000)
    done = command(root, "add", "libm", "wrong", str(hand_in), "--about", "x.")
    assert "libm_api.py is no regular file of at most 256 kB" in sentence(done)


def test_an_answer_is_laid_out_to_look_at_and_kept_when_it_was_changed(root):
    done = command(root, "open", "libm", "wrong/abi-no-semicolon", "--into", "there")
    assert "It lies in there." in done.stdout
    assert "--as abi-no-semicolon --replace" in done.stdout
    laid_out = {path.name for path in (root / "there").iterdir()}
    assert laid_out == {"libm_abi.py", "libm_build.py", "libm_api.py"}
    replace_in(root / "there" / "libm_abi.py", "hypot", "hypo")
    before = table(root, "wrong", "abi-no-semicolon")
    done = command(root, "add", "libm", "wrong", "there", "--as", "abi-no-semicolon", "--replace")
    assert done.returncode == 0, done.stderr
    after = table(root, "wrong", "abi-no-semicolon")
    assert after.pop("libm_abi.py") != before.pop("libm_abi.py")
    assert after == before


def test_an_answer_is_laid_out_somewhere_where_no_place_is_named(root):
    done = command(root, "open", "libm", "wrong/abi-no-semicolon")
    [folder] = root.parent.glob("libm-abi-no-semicolon-*")
    assert f"It lies in {folder}." in done.stdout
    assert (folder / "libm_abi.py").is_file()


def test_nothing_is_laid_out_over_files(root):
    done = command(root, "open", "libm", "wrong/abi-no-semicolon", "--into", "solutions/libm")
    assert "solutions/libm is not empty" in sentence(done)


def test_an_unknown_answer_is_answered_with_the_nearest(root):
    assert "did you mean 'wrong/abi-no-semicolon'" in sentence(
        command(root, "open", "libm", "wrong/no-semicolon")
    )


def test_check_says_of_each_answer_whether_it_got_its_verdict(root):
    wrong = root / "solutions" / "libm" / "answers" / "wrong.toml"
    wrong.write_text(
        '[api-not-begun]\nabout = "x."\ncause = "timeout"\nstubs = ["libm_api.py"]\n\n'
        '[abi-not-begun]\nabout = "x."\ncause = "todo-left"\nstubs = ["libm_abi.py"]\n\n'
        '[stale]\nabout = "x."\ncause = "abort"\n"libm_abi.py" = "-lib = 1"\n'
    )
    done = command(root, "check", "libm", "wrong")
    assert done.returncode == 1
    assert "✗ wrong/api-not-begun: expected timeout, found todo-left in api-" in done.stdout
    assert "✓ wrong/abi-not-begun: todo-left" in done.stdout
    assert (
        "✗ wrong/stale: solutions/libm/answers/wrong.toml: stale: libm_abi.py: expected 'lib"
        in done.stdout
    )
    assert done.stdout.endswith("1 of 3 answers got the verdict that is expected.\n")


# After a change of the solution

SOURCE = "solutions/libm/libm_abi.py"


def test_rebase_has_nothing_to_do_where_all_fits(root):
    done = command(root, "rebase", "libm")
    count = len(all_answers(load_exercise(root, "libm")))
    assert done.stdout == (
        f"Of {count} answers, {count} fit as they are, 0 were carried over, 0 are to be read, and 0 "
        "are to be mended by hand.\n"
    )
    assert done.returncode == 0


def rename(root):
    """Give the library another name in the solution.

    The name stands on lines that many answers have around theirs.
    """
    replace_in(root / SOURCE, "lib = ffi", "library = ffi")
    replace_in(root / SOURCE, "lib.", "library.")


@pytest.mark.parametrize("committed", [False, True], ids=["not committed", "committed"])
def test_rebase_carries_over_what_can_be_and_loses_nothing(root, committed):
    exercise = load_exercise(root, "libm")
    before = {answer.id: texts(answer) for answer in all_answers(exercise)}
    files = {answer.id: (answer.edits, answer.wholes) for answer in all_answers(exercise)}
    rename(root)
    if committed:
        commit(root)
    done = command(root, "rebase", "libm")
    told = done.stdout.splitlines()[-2]
    count, fit, carried, read, by_hand = (int(word) for word in told.split() if word.isdigit())
    assert count == fit + carried + read == len(before)
    assert by_hand == 0
    assert carried + read > 3
    for answer in all_answers(exercise):
        after = texts(answer)
        assert after.keys() == before[answer.id].keys()
        for name, text in before[answer.id].items():
            own = {*text.splitlines()} - {*git_text(root, name).splitlines()}
            kept = {line.replace("library", "lib") for line in after[name].splitlines()}
            assert {line.replace("library", "lib") for line in own} <= kept, answer.shown
        assert answer.edits or answer.wholes or not any(files[answer.id])
    assert "rebase" not in command(root, "rebase", "libm").stderr


def git_text(root, name):
    """Return a file of the solution as it was, or nothing for a file of the answer's own."""
    first = subprocess.run(
        ["git", "-C", root, "show", f":/as it is:solutions/libm/{name}"],
        capture_output=True,
        text=True,
    )
    return first.stdout


def test_rebase_names_what_both_have_changed(root):
    replace_in(root / SOURCE, 'lib = ffi.dlopen("m")', "lib = ffi.dlopen('m')")
    done = command(root, "rebase", "libm")
    assert done.returncode == 1
    assert (
        "to read: wrong/abi-linker-script: both changed the same lines of libm_abi.py"
        in done.stdout
    )
    text = texts(find_answer(load_exercise(root, "libm"), "wrong/abi-linker-script"))["libm_abi.py"]
    assert "libm.so" in text


def test_rebase_leaves_an_answer_alone_that_the_solution_has_become(root):
    become = "accepted/opens-the-program-itself"
    replace_in(root / SOURCE, 'ffi.dlopen("m")', "ffi.dlopen(None)")
    before = table(root, *become.split("/"))
    done = command(root, "rebase", "libm")
    assert f"by hand: {become}: the solution has become what the answer is" in done.stdout
    assert table(root, *become.split("/")) == before


ON = """
[zz-builds-on]
about = "x."
cause = "compile-error"
on = "names-the-c-functions"
"libm_abi.py" = '''
-cube_root = lib.cbrt
+cube_root = lib.cbrr
'''
"""


def test_rebase_carries_over_what_builds_on_an_answer_that_changed(root):
    folder = root / "solutions" / "libm" / "answers"
    (folder / "wrong.toml").write_text((folder / "wrong.toml").read_text() + ON)
    commit(root)
    replace_in(folder / "accepted.toml", "cube_root = lib.cbrt\n", "cube_root  =  lib.cbrt\n")
    replace_in(folder / "accepted.toml", "diagonal = lib.hypot\n", "diagonal  =  lib.hypot\n")
    done = command(root, "rebase", "libm")
    assert "to read: wrong/zz-builds-on: both changed the same lines of libm_abi.py" in done.stdout
    assert table(root, "wrong", "zz-builds-on")["libm_abi.py"] == (
        "-cube_root  =  lib.cbrt\n+cube_root = lib.cbrr\n"
    )


def test_rebase_leaves_an_answer_alone_that_fits_no_commit(root):
    wrong = root / "solutions" / "libm" / "answers" / "wrong.toml"
    with wrong.open("a") as file:
        file.write(
            '\n[zz-from-nowhere]\nabout = "x."\ncause = "abort"\n"libm_abi.py" = "-never = 1"\n'
        )
    done = command(root, "rebase", "libm")
    assert (
        "by hand: wrong/zz-from-nowhere: solutions/libm/answers/wrong.toml: zz-from" in done.stdout
    )
    assert table(root, "wrong", "zz-from-nowhere")["libm_abi.py"] == "-never = 1"


def test_rebase_takes_the_commit_that_is_named(root):
    rename(root)
    commit(root)
    assert "carried over" in command(root, "rebase", "libm", "--since", "HEAD~1").stdout
    assert "git knows no commit 'yesterday'" in sentence(
        command(root, "rebase", "libm", "--since", "yesterday")
    )


def test_without_a_repository_rebase_says_what_it_needs(root):
    shutil.rmtree(root / ".git")
    rename(root)
    assert "is in no repository" in sentence(command(root, "rebase", "libm"))
