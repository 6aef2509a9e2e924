"""Stubs: what replaces a solution region, and that generating never loses anybody's work."""

import ast
import json
import shutil

import pytest

from cffi_workshop.authoring.stubs import generate, outdated
from cffi_workshop.errors import WorkshopError
from cffi_workshop.exercises.markers import solution_of, solution_text, stub_of, stub_text
from cffi_workshop.exercises.metadata import load_exercise
from cffi_workshop.exercises.readme import discussion_of

from .surroundings import EXERCISES, REPOSITORY, replace_in
from .tiny_workshops import commit, git

pytestmark = pytest.mark.quick

PYTHON = """\
def twice(x):
    # BEGIN SOLUTION: # TODO 1: double x
    # STUB: if x:
    # STUB:     raise NotImplementedError("TODO 1: double x")
    result = 2 * x

    return result
    # END SOLUTION
"""


@pytest.fixture
def committed(root):
    """The same workshop as a git repository in which the stubs are committed."""
    (root / ".gitignore").write_text(".workshop/\n*.so\n")
    generate(root)
    shutil.rmtree(root / ".workshop")
    git(root, "init", "-q")
    commit(root)
    return root


def stub(root):
    return root / "exercises" / "tiny" / "tiny.c"


def source(root):
    return root / "solutions" / "tiny" / "tiny.c"


def change_source(root, new="/* TODO 1: add */"):
    replace_in(source(root), "/* TODO 1: return the sum. */", new)


def test_the_stub_lines_stand_in_at_the_indentation_of_the_marker():
    assert stub_of(PYTHON) == (
        "def twice(x):\n"
        "    # TODO 1: double x\n"
        "    if x:\n"
        '        raise NotImplementedError("TODO 1: double x")\n'
    )


def test_the_solution_is_shown_without_markers_and_stub_lines():
    assert solution_of(PYTHON) == "def twice(x):\n    result = 2 * x\n\n    return result\n"


def test_c_has_markers_of_its_own():
    text = "int f(void)\n{\n\t// BEGIN SOLUTION: return 0;\n\treturn 7;\n\t// END SOLUTION\n}\n"
    assert stub_of(text) == "int f(void)\n{\n\treturn 0;\n}\n"


def test_a_stub_line_may_bring_a_tab_and_be_empty():
    text = "a: b\n# BEGIN SOLUTION: # TODO 1\n# STUB:\n# STUB: \tfalse\n\tcc b\n# END SOLUTION\n"
    assert stub_of(text) == "a: b\n# TODO 1\n\n\tfalse\n"


def test_the_stub_may_be_given_by_stub_lines_alone():
    assert stub_of("# BEGIN SOLUTION:\n# STUB: x = None\nx = 1\n# END SOLUTION\n") == "x = None\n"


@pytest.mark.parametrize("text", ["", "\n", "one line", "a\n\n\nb\n", "page\x0cbreak\n"])
def test_text_without_markers_stays_as_it_is(text):
    assert stub_of(text) == text
    assert solution_of(text) == text


def test_windows_line_ends_do_not_reach_the_stub():
    assert stub_of(PYTHON.replace("\n", "\r\n")) == stub_of(PYTHON)


MALFORMED = {
    "never ended": ("a\n# BEGIN SOLUTION: b\nc\n", "line 2: BEGIN SOLUTION without an END"),
    "never begun": ("a\n\n# END SOLUTION\n", "line 3: END SOLUTION without a BEGIN"),
    "nested": (
        "# BEGIN SOLUTION: a\nb\n# BEGIN SOLUTION: c\nd\n# END SOLUTION\n# END SOLUTION\n",
        "line 3: BEGIN SOLUTION inside the region begun in line 1",
    ),
    "no stub text": ("\n# BEGIN SOLUTION:\na\n# END SOLUTION\n", "line 2: no stub text"),
    "nothing solved": ("# BEGIN SOLUTION: a\n# STUB: b\n# END SOLUTION\n", "line 1: the region is"),
    "stub outside": ("# STUB: a\n", "line 1: STUB stands alone"),
    "stub too late": ("# BEGIN SOLUTION: a\nb\n# STUB: c\n# END SOLUTION\n", "line 3: STUB stands"),
    "no colon": ("# BEGIN SOLUTION pass\na\n# END SOLUTION\n", "line 1: '# BEGIN SOLUTION pass'"),
    "no blank": ("#BEGIN SOLUTION: a\nb\n# END SOLUTION\n", "line 1: '#BEGIN SOLUTION: a' looks"),
    "small letters": ("# Begin solution: a\nb\n", "line 1: '# Begin solution: a' looks like"),
    "words after end": ("# BEGIN SOLUTION: a\nb\n# END SOLUTION 1\n", "line 3: '# END SOLUTION 1'"),
    "other comment": ("/* BEGIN SOLUTION: a */\nb\n", "line 1: '/* BEGIN SOLUTION: a */' looks"),
}


@pytest.mark.parametrize(("text", "message"), MALFORMED.values(), ids=MALFORMED)
def test_a_malformed_marker_is_named_by_file_and_line(text, message):
    with pytest.raises(WorkshopError) as caught:
        stub_of(text, "solutions/tiny/tiny.c")
    assert f"solutions/tiny/tiny.c, {message}" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_generate_writes_every_handed_out_file_and_says_which(root):
    changed = generate(root, ["tiny"])
    folder = root / "exercises" / "tiny"
    names = ["Makefile", "README.md", "exercise.toml", "test_tiny.py", "tiny.c", "tiny.h"]
    assert changed == [folder / name for name in [*names, "tiny_abi.py"]]
    assert sorted(folder.iterdir()) == changed
    assert "a + b;" not in stub(root).read_text()
    assert "SOLUTION" not in stub(root).read_text()
    assert "STUB" not in stub(root).read_text()


def test_generating_again_changes_nothing(root):
    generate(root)
    assert outdated(root) == []
    assert generate(root) == []


def test_what_changed_in_the_solution_is_outdated_until_it_is_generated(root):
    generate(root)
    change_source(root)
    assert outdated(root) == [stub(root)]
    assert generate(root) == [stub(root)]
    assert "TODO 1: add" in stub(root).read_text()


def test_windows_line_ends_and_a_byte_order_mark_are_kept_out(root):
    source(root).write_bytes(b"\xef\xbb\xbf" + source(root).read_bytes().replace(b"\n", b"\r\n"))
    generate(root)
    assert stub(root).read_bytes().startswith(b"#include")
    assert b"\r" not in stub(root).read_bytes()


def test_markers_in_a_file_that_is_not_edited_are_refused(root):
    header = root / "solutions" / "tiny" / "tiny.h"
    header.write_text("// BEGIN SOLUTION: /* TODO */\nint x;\n// END SOLUTION\n")
    with pytest.raises(WorkshopError, match=r"solutions/tiny/tiny\.h has solution markers"):
        generate(root)


def test_a_file_that_is_no_text_is_refused(root):
    source(root).write_bytes(b"\xff\xfe\x00")
    with pytest.raises(WorkshopError, match=r"solutions/tiny/tiny\.c is not UTF-8"):
        generate(root)


def test_a_missing_readme_is_named(root):
    (root / "solutions" / "tiny" / "README.md").unlink()
    with pytest.raises(WorkshopError, match=r"solutions/tiny/README\.md does not exist"):
        generate(root)


def test_the_discussion_of_the_solution_is_not_handed_out(root):
    readme = root / "solutions" / "tiny" / "README.md"
    readme.write_text("# Tiny\n\n## Discussion\n\n`return a + b;` does it.\n\n## Else\n\nMore.\n")
    generate(root)
    handed_out = (root / "exercises" / "tiny" / "README.md").read_text()
    assert "return a + b;" not in handed_out
    assert "`workshop solution tiny`" in handed_out
    assert handed_out.startswith("# Tiny\n\n## Discussion\n\n")
    assert handed_out.endswith("\n\n## Else\n\nMore.\n")


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.slug)
def test_no_file_that_a_learner_opens_discusses_the_solution(exercise):
    discussion = discussion_of((exercise.solution / "README.md").read_text())
    long_lines = [line for line in discussion.splitlines() if len(line) > 60]
    assert len(long_lines) > 5
    for name in ("README.md", exercise.notebook):
        handed_out = (exercise.folder / name).read_text()
        if name == exercise.notebook:
            cells = json.loads(handed_out)["cells"]
            handed_out = "\n".join("".join(cell["source"]) for cell in cells)
        assert [line for line in long_lines if line in handed_out] == []


def test_committed_stubs_are_overwritten(committed):
    change_source(committed)
    assert generate(committed) == [stub(committed)]


def test_generated_stubs_are_overwritten_before_they_are_committed(committed):
    change_source(committed)
    generate(committed)
    replace_in(source(committed), "add */", "sum up */")
    assert generate(committed) == [stub(committed)]


@pytest.mark.parametrize("staged", [False, True], ids=["in the work tree", "staged"])
def test_uncommitted_edits_are_not_overwritten(committed, staged):
    stub(committed).write_text("/* my work */\n")
    if staged:
        git(committed, "add", ".")
    with pytest.raises(WorkshopError, match=r"not committed: exercises/tiny/tiny\.c; .*--force"):
        generate(committed)
    assert stub(committed).read_text() == "/* my work */\n"


def test_when_one_file_is_refused_no_other_is_written(committed):
    stub(committed).write_text("/* my work */\n")
    (committed / "solutions" / "tiny" / "README.md").write_text("# New\n")
    with pytest.raises(WorkshopError):
        generate(committed)
    assert (committed / "exercises" / "tiny" / "README.md").read_text().startswith("# Tiny")


def test_force_overwrites_edits(committed):
    stub(committed).write_text("/* my work */\n")
    assert generate(committed, force=True) == [stub(committed)]
    assert "TODO 1" in stub(committed).read_text()


def test_without_git_edits_are_not_overwritten(root):
    generate(root)
    stub(root).write_text("/* my work */\n")
    with pytest.raises(WorkshopError, match=r"not committed: exercises/tiny/tiny\.c"):
        generate(root)


def test_where_git_is_not_installed_edits_are_not_overwritten(committed, monkeypatch):
    stub(committed).write_text("/* my work */\n")
    monkeypatch.setenv("PATH", "")
    with pytest.raises(WorkshopError, match=r"not committed: exercises/tiny/tiny\.c"):
        generate(committed)


def test_a_repository_around_the_workshop_that_ignores_it_does_not_vouch_for_it(root):
    workshop = root / "downloads" / "workshop"
    shutil.copytree(root / "solutions", workshop / "solutions")
    shutil.copy(root / "_config.yml", workshop)
    generate(workshop)
    (root / ".gitignore").write_text("downloads/\n")
    git(root, "init", "-q")
    commit(root)
    stub(workshop).write_text("/* my work */\n")
    with pytest.raises(WorkshopError, match="not committed"):
        generate(workshop)


def test_a_file_that_is_no_longer_handed_out_is_removed(committed):
    replace_in(
        committed / "solutions" / "tiny" / "exercise.toml", 'locked = ["tiny.h"]', "locked = []"
    )
    header = committed / "exercises" / "tiny" / "tiny.h"
    assert header in generate(committed)
    assert not header.exists()
    assert outdated(committed) == []


def test_build_products_and_a_learners_own_files_stay(committed):
    own = [committed / "exercises" / "tiny" / name for name in ("libtiny.so", "notes.txt")]
    for path in own:
        path.write_text("mine")
    generate(committed)
    assert [path.read_text() for path in own] == ["mine", "mine"]


def test_the_notebook_is_not_taken_for_a_stray_file(root):
    generate(root)
    notebook = root / "exercises" / "tiny" / "tiny.ipynb"
    notebook.write_text("{}")
    git(root, "init", "-q")
    commit(root)
    assert generate(root) == []
    assert notebook.exists()


def test_only_the_named_exercise_is_generated(root):
    shutil.copytree(root / "solutions" / "tiny", root / "solutions" / "other")
    generate(root, ["tiny"])
    assert [path.name for path in (root / "exercises").iterdir()] == ["tiny"]


def test_an_unknown_exercise_is_refused(root):
    with pytest.raises(WorkshopError, match="No exercise 'tinny'"):
        generate(root, ["tinny"])


def test_stub_text_and_solution_text_are_the_two_sides_of_a_file(root):
    tiny = load_exercise(root, "tiny")
    assert "return 0;" in stub_text(tiny, "tiny.c")
    assert "return a + b;" not in stub_text(tiny, "tiny.c")
    assert "return a + b;" in solution_text(tiny, "tiny.c")
    assert "return 0;" not in solution_text(tiny, "tiny.c")


REAL = [
    pytest.param(exercise, name, id=f"{exercise.slug}-{name}")
    for exercise in EXERCISES
    for name in exercise.editable
]


@pytest.mark.parametrize(("exercise", "name"), REAL)
def test_the_todos_of_a_file_count_from_one(exercise, name):
    stub = stub_text(exercise, name)
    numbers = [int(word.split(":")[0]) for word in stub.split("TODO ")[1:]]
    assert numbers == list(range(1, len(numbers) + 1))
    assert "BEGIN SOLUTION" not in stub


@pytest.mark.parametrize(("exercise", "name"), [case for case in REAL if ".py" in case.id])
def test_a_python_stub_is_python(exercise, name):
    ast.parse(stub_text(exercise, name))


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.slug)
def test_the_exercises_of_this_checkout_are_what_the_solutions_give(exercise):
    assert outdated(REPOSITORY, [exercise.slug]) == []
