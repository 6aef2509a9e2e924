"""%lesson and %show: a page works in a copy, shows real files, and may be run again."""

import html
import os
import subprocess
from pathlib import Path

import nbclient
import nbformat
import pytest
from IPython.core.error import UsageError
from markdown_it import MarkdownIt

from cffi_workshop.exercises.checkout import find_root
from cffi_workshop.jupyter.page_magics import excerpt, source_folder, source_of

pytestmark = pytest.mark.quick

CHECKOUT = find_root(Path(__file__))
ADD_C = "#include <stdio.h>\n\nint two(void)\n{\n    return 2;\n}\n"

BEGIN = "%load_ext cffi_workshop\n%lesson demo/add solutions/fibonacci"
PAGE = [
    "import os; os.getcwd()",
    "sorted(os.listdir('.')), os.listdir('../fibonacci')",
    "!make -s library; ls | grep libadd",
    "!python -c 'import sys; print(sys.executable)'",
    "import add_abi; add_abi.__file__",
    "%show ../fibonacci/fibonacci.c",
    "1 / 0",
]


@pytest.fixture(scope="module")
def shown():
    """Run a page twice in one kernel; give what each cell showed."""
    sources = ["import sys; sys.executable", BEGIN, *PAGE, BEGIN, *PAGE]
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in sources])
    client = nbclient.NotebookClient(book, timeout=90, kernel_name="python3", allow_errors=True)
    client.resources = {"metadata": {"path": str(CHECKOUT / "demo")}}
    client.execute(stderr=subprocess.DEVNULL)
    return ["".join(map(text_of, cell["outputs"])) for cell in client.nb["cells"]]


def text_of(output):
    if output["output_type"] == "error":
        return "\n".join(output["traceback"])
    return output.get("text") or output["data"].get("text/markdown") or output["data"]["text/plain"]


@pytest.fixture
def first(shown):
    return dict(zip(PAGE, shown[2:], strict=False))


@pytest.fixture
def second(shown):
    return dict(zip(PAGE, shown[3 + len(PAGE) :], strict=True))


def test_a_page_works_in_a_copy_outside_of_the_checkout(first):
    folder = Path(first[PAGE[0]].strip("'"))
    assert folder.name == "add"
    assert not folder.is_relative_to(CHECKOUT)


def test_what_was_built_or_is_for_the_judge_is_not_copied(first):
    names = first[PAGE[1]]
    assert "'add.c'" in names
    assert "'fibonacci.c'" in names
    assert "libadd" not in names
    assert "checker" not in names
    assert "answers" not in names
    assert "hints.toml" not in names


def test_a_page_builds_with_make(first):
    assert first[PAGE[2]].startswith("libadd")


def test_python_in_a_cell_is_that_of_the_kernel(shown, first):
    assert first[PAGE[3]].strip() == shown[0].strip("'")


def test_solutions_are_shown_without_the_marks_for_their_stubs(first):
    assert "fibo_step" in first[PAGE[5]]
    assert "SOLUTION" not in first[PAGE[5]]
    assert first[PAGE[5]].startswith("**../fibonacci/fibonacci.c**\n\n```c\n")


def test_an_error_is_one_line(first):
    assert first[PAGE[6]].strip().count("\n") == 0


def test_a_page_that_is_run_again_starts_anew(first, second):
    assert second[PAGE[0]] != first[PAGE[0]]
    for cell in (PAGE[1], PAGE[2], PAGE[5], PAGE[6]):
        assert second[cell] == first[cell]
    assert second[PAGE[4]] == f"{second[PAGE[0]][:-1]}/add_abi.py'"


def test_the_scratch_folders_go_with_the_kernel(first, second):
    assert not os.path.lexists(Path(first[PAGE[0]].strip("'")).parent)
    assert not os.path.lexists(Path(second[PAGE[0]].strip("'")).parent)


@pytest.mark.parametrize(
    "name", ["demo", "demo/nothing", "demo/../tests/tiny", "tests/tiny", "/etc/ssl"]
)
def test_other_folders_are_refused(name):
    with pytest.raises(UsageError, match="expected demo/NAME"):
        source_folder(CHECKOUT, name)


def test_a_collected_answer_is_a_folder_of_all_that_is_handed_in(tmp_path):
    source_of(CHECKOUT, "solutions/fibonacci/answers/wrong/c-next-first")(tmp_path)
    names = {"Makefile", "fibonacci.c", "fibonacci.h", "fibonacci_abi.py", "fibonacci_api.py"}
    assert {path.name for path in tmp_path.iterdir()} == names | {"fibonacci_build.py"}
    assert "SOLUTION" not in (tmp_path / "fibonacci_abi.py").read_text()


def test_a_whole_file_is_shown_under_its_name():
    fragment = excerpt("two.c", ADD_C)
    assert fragment.markdown == f"**two.c**\n\n```c\n{ADD_C}```"


@pytest.mark.parametrize(
    "name", ["src/fibo/__init__.py", "_add.c", "a*b*.c", "x[1](y).h", "`a`.py", "<b>.c"]
)
def test_a_name_is_shown_as_it_is(name):
    [shown, _] = MarkdownIt().render(excerpt(name, "x").markdown).split("\n", 1)
    assert html.unescape(shown) == f"<p><strong>{name}</strong></p>"


def test_a_part_says_its_lines_and_stands_at_the_margin():
    fragment = excerpt("two.c", ADD_C, "return", "return")
    assert fragment.plain == "two.c, line 5\nreturn 2;"
    assert excerpt("two.c", ADD_C, "int two", "}").title == "two.c, lines 3 to 6"


def test_a_text_that_is_not_there_is_an_error():
    with pytest.raises(UsageError, match=r"No line of two\.c from line 5 on contains 'stdio'"):
        excerpt("two.c", ADD_C, "return", "stdio")


@pytest.mark.parametrize(
    ("name", "language"),
    [
        ("Makefile", "make"),
        ("a.py", "python"),
        ("a.h", "c"),
        ("a.f90", "fortran"),
        ("notes", "text"),
    ],
)
def test_the_language_is_told_by_the_name(name, language):
    assert excerpt(name, "x").language == language
