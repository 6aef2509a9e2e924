"""Notebooks: the same work as in the files, current, without traces of the machine, and running."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from cffi_workshop import notebooks
from cffi_workshop.errors import WorkshopError
from cffi_workshop.execute import scratch_copy
from cffi_workshop.exercise import all_exercises, find_root, load_exercise
from cffi_workshop.generated import committed_files
from cffi_workshop.landing import LANDING
from cffi_workshop.notebooks import demo_names, generate_notebooks, outdated_notebooks, stub_notebook
from cffi_workshop.readme import read_readme
from cffi_workshop.stubs import stub_text

TINY = Path(__file__).parent / "tiny"
CHECKOUT = find_root(Path(__file__))

README = """\
# Title

Goal.

## Files

`a.py` and `Makefile`

## Steps

### (a) Build

```console
$ make -s
# no heading
$ ls
a.py
```

### (b) Run

Open `a.py`, not `data.py`.

```console
$ cd ..
$ python x/a.py
away
$ cd x
$ python a.py
first
second
$ python -c 'print({1: "$HOME"})'
```

## Out of scope

The rest.
"""


@pytest.fixture
def root(tmp_path):
    shutil.copytree(TINY, tmp_path, dirs_exist_ok=True)
    (tmp_path / "exercises" / "tiny").mkdir(parents=True)
    test = (
        'from cffi_workshop.checks import check\n\n\n@check(points=3)\ndef test_compiles(c):\n    """{}"""\n'
    )
    (tmp_path / "solutions" / "tiny" / "test_tiny.py").write_text(
        test.format("tiny.c compiles") + "    c.compiles()\n"
    )
    return tmp_path


@pytest.fixture
def tiny(root):
    return load_exercise(root, "tiny")


@pytest.fixture
def demo(root):
    """A workshop with one demo: a file, a time, an error, and a count of lines."""
    folder = root / "demo" / "clock"
    folder.mkdir(parents=True)
    (folder / "word.txt").write_text("hello\n")
    (folder / "clock.md").write_text(
        "# Clock\n\n```{code-cell} ipython3\nprint(open('word.txt').read())\n```\n\nText.\n\n"
        "```{code-cell} ipython3\n:tags: [nbval-ignore-output]\n\nimport time\n"
        "print(time.time_ns(), 'ns')\n```\n\n"
        "```{code-cell} ipython3\n:tags: [raises-exception]\n\n1 / 0\n```\n"
    )
    return root


def sources(book):
    return ["".join(cell["source"]) for cell in book["cells"]]


def outputs(book):
    """Return what each executed cell printed or displayed as text, by its execution count."""
    return {
        cell["execution_count"]: "".join(map(text_of, cell["outputs"]))
        for cell in book["cells"]
        if cell["cell_type"] == "code"
    }


def text_of(output):
    return "".join(output.get("text") or output.get("data", {}).get("text/plain", ""))


def read(path):
    return json.loads(path.read_text(encoding="utf-8"))


def clock(root):
    return root / "demo" / "clock" / "clock.ipynb"


# README


def test_a_readme_is_split_at_its_steps():
    readme = read_readme(README, ["a.py", "Makefile"])
    assert [text.split("\n")[0] for text in readme.before] == ["# Title", "## Files"]
    assert [step.text.split("\n")[0] for step in readme.steps] == ["## Steps", "### (a) Build", "### (b) Run"]
    assert [text.split("\n")[0] for text in readme.after] == ["## Out of scope"]


def test_a_file_belongs_to_the_first_step_that_names_it_and_else_to_the_last():
    steps = read_readme(README, ["a.py", "data.py", "Makefile", "a.p"]).steps
    assert [step.files for step in steps] == [(), ("a.py",), ("data.py", "Makefile", "a.p")]


def test_what_builds_and_runs_in_the_folder_itself_becomes_a_command():
    steps = read_readme(README, ["a.py"]).steps
    assert [command.line for command in steps[1].commands] == ["make -s"]
    assert [(command.line, command.shown) for command in steps[2].commands] == [
        ("python a.py", "first\nsecond\n"),
        ("python -c 'print({1: \"$HOME\"})'", ""),
    ]


def test_a_readme_without_steps_is_one_step():
    readme = read_readme("# Title\n\nText.\n", ["a.py"])
    assert [(step.text, step.files) for step in readme.steps] == [("# Title\n\nText.", ("a.py",))]
    assert readme.before == readme.after == ()


# The notebook of an exercise


def test_a_stub_notebook_is_valid_and_holds_no_output(tiny):
    book = json.loads(stub_notebook(tiny))
    nbformat.validate(book)
    assert book["nbformat"] == 4
    assert {cell["execution_count"] for cell in book["cells"] if cell["cell_type"] == "code"} == {None}
    assert not any(cell.get("outputs") for cell in book["cells"])


def test_files_and_commands_come_after_the_step_they_belong_to_and_the_check_last(tiny):
    code = [
        "".join(cell["source"]).split("\n")
        for cell in json.loads(stub_notebook(tiny))["cells"]
        if cell["cell_type"] == "code"
    ]
    assert [lines[0] for lines in code] == [
        "%load_ext cffi_workshop",
        "%%writefile tiny.c",
        "%%writefile Makefile",
        "# NBVAL_IGNORE_OUTPUT",
        "%%writefile tiny_abi.py",
        "%terminal python tiny_abi.py",
        "%check tiny",
    ]
    assert code[3][1] == "%terminal make -B"


def test_a_stub_notebook_shows_the_stubs(tiny):
    book = json.loads(stub_notebook(tiny))
    for name in tiny.editable:
        assert f"%%writefile {name}\n{stub_text(tiny, name)}".strip("\n") in sources(book)
    assert not any("return a + b;" in source for source in sources(book))


def test_a_stub_notebook_is_the_same_each_time(tiny):
    assert stub_notebook(tiny) == stub_notebook(tiny)


def test_a_stub_notebook_is_stored_as_nbformat_stores_it(tiny):
    text = stub_notebook(tiny)
    assert nbformat.writes(nbformat.reads(text, as_version=4)) + "\n" == text


def test_a_stub_notebook_needs_no_jupyter(root):
    program = (
        "import sys; sys.modules |= dict.fromkeys(['jupytext', 'nbformat', 'nbclient', 'ipykernel']);"
        "from pathlib import Path; from cffi_workshop.exercise import load_exercise;"
        "from cffi_workshop.notebooks import stub_notebook;"
        "print(len(stub_notebook(load_exercise(Path(sys.argv[1]), 'tiny'))))"
    )
    run = subprocess.run([sys.executable, "-c", program, str(root)], capture_output=True, text=True)
    assert int(run.stdout) > 1000, run.stderr


def test_braces_and_dollars_of_a_command_reach_the_program(root):
    readme = root / "solutions" / "tiny" / "README.md"
    command = """python -c 'print({1: "$HOME"}, "{sys}")'"""
    readme.write_text(readme.read_text().replace("python tiny_abi.py\n5", f"{command}\nx"))
    generate_notebooks(root, ["tiny"])
    book = read(root / "solutions" / "tiny" / "tiny.ipynb")
    assert outputs(book)[6].strip() == "{1: '$HOME'} {sys}"


@pytest.mark.parametrize("end", ["", "\n\n"], ids=["no line end", "an empty line"])
def test_a_file_that_a_cell_would_write_differently_is_refused(tiny, end):
    source = tiny.solution / "tiny.c"
    source.write_text(source.read_text().rstrip("\n") + end)
    with pytest.raises(WorkshopError, match=r"solutions/tiny/tiny\.c: found no line end or an empty"):
        stub_notebook(tiny)


def test_a_solution_is_executed_in_a_copy(root, tiny):
    before = sorted(tiny.solution.iterdir())
    written = generate_notebooks(root, ["tiny"])
    assert written == [tiny.folder / "tiny.ipynb", tiny.solution / "tiny.ipynb"]
    assert sorted(tiny.solution.iterdir()) == sorted([*before, tiny.solution / "tiny.ipynb"])
    book = read(tiny.solution / "tiny.ipynb")
    nbformat.validate(book)
    assert list(outputs(book)) == [1, 2, 3, 4, 5, 6, 7]
    assert outputs(book)[6].strip() == "5"
    assert "3 of 3 points" in outputs(book)[7]


def test_no_trace_of_time_or_machine_is_stored(root, tiny):
    generate_notebooks(root, ["tiny"])
    text = (tiny.solution / "tiny.ipynb").read_text()
    assert not re.search(r"iopub|\d{4}-\d\d-\d\dT", text)
    for place in (root, CHECKOUT, Path.home(), sys.prefix):
        assert str(place) not in text


def test_what_a_solution_notebook_writes_is_what_the_files_hold(root, tiny):
    generate_notebooks(root, ["tiny"])
    with scratch_copy(root, tiny.solution) as folder:
        before = {name: (folder / name).read_bytes() for name in tiny.editable}
        for name in tiny.editable:
            (folder / name).write_text("overwritten by the notebook\n")
        shutil.copy(tiny.solution / "tiny.ipynb", folder)
        run_notebook(folder / "tiny.ipynb")
        assert {name: (folder / name).read_bytes() for name in tiny.editable} == before


def test_a_solution_that_fails_its_check_is_not_stored(root, tiny):
    source = tiny.solution / "tiny.c"
    source.write_text(source.read_text().replace("return a + b;", "return a + b"))
    with pytest.raises(WorkshopError, match=r"solutions/tiny/tiny\.ipynb: the check at its end did not pass"):
        generate_notebooks(root, ["tiny"])
    assert not (tiny.solution / "tiny.ipynb").exists()


# The notebook of a demo, and what holds for both


def test_a_demo_is_executed_and_keeps_its_tags_and_its_error(demo):
    assert generate_notebooks(demo, demos=["clock"]) == [clock(demo)]
    book = read(clock(demo))
    nbformat.validate(book)
    assert outputs(book)[1] == "hello\n\n"
    assert book["cells"][3]["metadata"] == {"tags": ["nbval-ignore-output"]}
    assert book["cells"][4]["outputs"][0]["ename"] == "ZeroDivisionError"


def test_what_is_current_is_not_executed_again(demo, monkeypatch):
    generate_notebooks(demo, demos=["clock"])
    monkeypatch.setattr(notebooks, "execute", lambda *_, **__: pytest.fail("executed again"))
    assert outdated_notebooks(demo, demos=["clock"]) == []
    assert generate_notebooks(demo, demos=["clock"]) == []


def test_executing_again_changes_nothing_but_what_came_out_differently(demo):
    generate_notebooks(demo, demos=["clock"])
    assert generate_notebooks(demo, demos=["clock"], force=True) == []


@pytest.mark.parametrize("name", ["clock.md", "word.txt"])
def test_a_change_of_the_text_or_of_a_file_beside_it_makes_a_notebook_outdated(demo, name):
    generate_notebooks(demo, demos=["clock"])
    path = demo / "demo" / "clock" / name
    path.write_text(path.read_text().replace("hello", "goodbye").replace("Text.", "Other text."))
    assert outdated_notebooks(demo, demos=["clock"]) == [clock(demo)]
    assert generate_notebooks(demo, demos=["clock"]) == [clock(demo)]


def test_build_products_do_not_make_a_notebook_outdated(demo):
    generate_notebooks(demo, demos=["clock"])
    for name in ("libclock.so", "_clock.py", "clock"):
        (demo / "demo" / "clock" / name).write_bytes(b"\x7fELF\0\xff")
    assert outdated_notebooks(demo, demos=["clock"]) == []


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"metadata": []}'])
def test_a_broken_notebook_is_outdated(demo, content):
    clock(demo).write_text(content)
    assert outdated_notebooks(demo, demos=["clock"]) == [clock(demo)]


def test_edits_that_are_not_committed_are_not_overwritten(demo, monkeypatch):
    clock(demo).write_text("{}")
    monkeypatch.setattr(notebooks, "execute", lambda *_, **__: pytest.fail("executed in vain"))
    with pytest.raises(WorkshopError, match=r"not committed: demo/clock/clock\.ipynb; .*--force"):
        generate_notebooks(demo, demos=["clock"])
    assert clock(demo).read_text() == "{}"


def test_force_overwrites_edits(demo):
    clock(demo).write_text("{}")
    assert generate_notebooks(demo, demos=["clock"], force=True) == [clock(demo)]


def test_a_cell_that_fails_is_told_in_a_sentence(demo):
    source = clock(demo).with_suffix(".md")
    source.write_text(source.read_text().replace(":tags: [raises-exception]\n", ""))
    with pytest.raises(WorkshopError) as caught:
        generate_notebooks(demo, demos=["clock"])
    assert "demo/clock/clock.ipynb does not run to its end" in str(caught.value)
    assert "division by zero" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_cell_that_kills_the_kernel_is_told_in_a_sentence(demo):
    clock(demo).with_suffix(".md").write_text("```{code-cell} ipython3\nimport os\nos._exit(3)\n```\n")
    with pytest.raises(WorkshopError, match="does not run to its end: Kernel died"):
        generate_notebooks(demo, demos=["clock"])


def test_a_cell_that_takes_too_long_is_told_in_a_sentence(demo, monkeypatch):
    monkeypatch.setattr("cffi_workshop.execute.CELL_TIMEOUT_S", 1)
    clock(demo).with_suffix(".md").write_text("```{code-cell} ipython3\nimport time\ntime.sleep(60)\n```\n")
    with pytest.raises(WorkshopError, match=r"does not run to its end: A cell timed out .*1 seconds"):
        generate_notebooks(demo, demos=["clock"])


def test_a_cell_that_prints_where_it_runs_is_refused(demo):
    clock(demo).with_suffix(".md").write_text("```{code-cell} ipython3\n%pwd\n```\n")
    with pytest.raises(WorkshopError, match="cell 1 prints a path of this machine"):
        generate_notebooks(demo, demos=["clock"])


@pytest.mark.parametrize("module", ["jupytext", "nbclient", "nbformat", "ipykernel"])
def test_without_the_lab_extra_the_answer_is_how_to_install_it(demo, monkeypatch, module):
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(WorkshopError, match=rf"{module}, which is not installed; run .*\[lab\]"):
        generate_notebooks(demo, demos=["clock"])


def test_an_unknown_demo_is_answered_with_those_there_are(demo):
    with pytest.raises(WorkshopError, match="No demo 'clok'; there are: clock"):
        generate_notebooks(demo, demos=["clok"])


# The notebooks of this checkout

EXERCISES = all_exercises(CHECKOUT)
NOTEBOOKS = [
    *(CHECKOUT / "demo" / name / f"{name}.ipynb" for name in demo_names(CHECKOUT)),
    *(one.solution / one.notebook for one in EXERCISES),
    *(one.folder / one.notebook for one in EXERCISES),
]


def shown(path):
    return path.parent.relative_to(CHECKOUT).as_posix()


@pytest.mark.parametrize("slug", [one.slug for one in EXERCISES])
def test_the_notebooks_of_an_exercise_are_current(slug):
    assert outdated_notebooks(CHECKOUT, [slug]) == []


@pytest.mark.parametrize("name", demo_names(CHECKOUT))
def test_the_notebook_of_a_demo_is_current(name):
    assert outdated_notebooks(CHECKOUT, demos=[name]) == []


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda one: one.slug)
def test_the_transcripts_of_a_readme_are_what_the_solution_prints(exercise):
    readme = read_readme((exercise.solution / "README.md").read_text(encoding="utf-8"), exercise.editable)
    book = read(exercise.solution / exercise.notebook)
    printed = dict(zip(sources(book), (cell.get("outputs") for cell in book["cells"]), strict=True))
    for step in readme.steps:
        for command in step.commands:
            cell = notebooks.as_cell(command)
            if "NBVAL_IGNORE_OUTPUT" not in cell:
                text = "".join("".join(output["text"]) for output in printed[cell]).replace("\r\n", "\n")
                assert text.rstrip() == command.shown.rstrip(), command.line


@pytest.mark.parametrize("path", NOTEBOOKS, ids=shown)
def test_a_notebook_runs_to_its_end_and_prints_what_is_stored(path):
    with scratch_copy(CHECKOUT, path.parent) as folder:
        if path.is_relative_to(CHECKOUT / "exercises"):  # a check of it needs its solution
            solution = CHECKOUT / "solutions" / path.stem
            shutil.copytree(solution, folder.parents[1] / "solutions" / path.stem)
        shutil.copy(path, folder)
        run_notebook(folder / path.name)


def run_notebook(path):
    """Run nbval as a process of its own: it hangs when a kernel dies, and then only a kill ends it."""
    command = [sys.executable, "-m", "pytest", "-q", "-c", os.devnull, "--rootdir", str(path.parent)]
    options = ["-p", "no:cacheprovider", "-p", "no:cffi_workshop", "--nbval", "--nbval-cell-timeout=60"]
    plain = {"NO_COLOR": "1", "IPYTHONDIR": str(path.parent / ".ipython")}
    run = subprocess.run(
        [*command, *options, str(path)],
        cwd=path.parent,
        env=os.environ | plain,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert run.returncode == 0, run.stdout[-4000:]


def test_no_notebook_lies_about_that_nothing_generates():
    committed = committed_files(CHECKOUT, CHECKOUT)
    landing = CHECKOUT / LANDING  # made and compared elsewhere: tests/test_lab.py
    assert {path for path in committed if path.suffix == ".ipynb"} <= {*NOTEBOOKS, landing}
