"""Notebooks: the same work as in the files, current, without traces of the machine, and running."""

import itertools
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from cffi_workshop.authoring.generated_files import committed_files
from cffi_workshop.errors import WorkshopError
from cffi_workshop.exercises.markers import stub_text
from cffi_workshop.exercises.metadata import load_exercise
from cffi_workshop.notebooks import generate
from cffi_workshop.notebooks.demos import demo_names
from cffi_workshop.notebooks.execute import scratch_copy
from cffi_workshop.notebooks.exercise_notebook import as_cell, stub_notebook
from cffi_workshop.notebooks.forked_kernels import KernelServer
from cffi_workshop.notebooks.generate import STYLE_SHEET, generate_notebooks, outdated_notebooks
from cffi_workshop.notebooks.plain_environment import plain_environment
from cffi_workshop.notebooks.readme_steps import Command, read_readme
from cffi_workshop.notebooks.runner import ENDED, run_notebook
from cffi_workshop.notebooks.start_page import LANDING
from cffi_workshop.unasked_packages import out_of_sight

from .demo_runs import WHERE_INSTALLED, there_is
from .scratch import LOAD, cells_of, nbval, share_cache, workshop_of
from .surroundings import EXERCISES, REPOSITORY, replace_in
from .tiny_workshops import one_exercise

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
$ python -c 'import a
> print(a.one)' 2>&1 | tail -1
1
> a line that it printed
$ python -m pip \\
>     --version
```

## Out of scope

The rest.
"""


@pytest.fixture
def root(tmp_path):
    return tiny_workshop(tmp_path)


@pytest.fixture
def demo(tmp_path):
    return workshop_with_a_demo(tmp_path)


@pytest.fixture(scope="module")
def generated(tmp_path_factory):
    """Generate both kinds of notebook once.

    Return the workshop, the files of the solution before, and the files that were written.
    """
    root = workshop_with_a_demo(tmp_path_factory.mktemp("generated"))
    tiny = load_exercise(root, "tiny")
    before = sorted(tiny.solution.iterdir())
    return root, before, generate_notebooks(root, ["tiny"], ["clock"])


@pytest.fixture
def ran(generated, tmp_path):
    """A workshop of its own whose notebooks have been generated."""
    return Path(shutil.copytree(generated[0], tmp_path / "ran"))


def tiny_workshop(root):
    (one_exercise(root) / "exercises" / "tiny").mkdir()
    test = (
        "from cffi_workshop.checks import check\n\n\n@check(points=3)\ndef test_compiles(c):\n    "
        '"""{}"""\n'
    )
    (root / "solutions" / "tiny" / "test_tiny.py").write_text(
        test.format("tiny.c compiles") + "    c.compiles()\n"
    )
    return root


def workshop_with_a_demo(root):
    """Add a demo: a file, a time, an error, and a count of lines."""
    folder = tiny_workshop(root) / "demo" / "clock"
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
    assert [step.text.split("\n")[0] for step in readme.steps] == [
        "## Steps",
        "### (a) Build",
        "### (b) Run",
    ]
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
        ("python -c 'import a\nprint(a.one)' 2>&1 | tail -1", "1\n> a line that it printed\n"),
        ("python -m pip \\\n    --version", ""),
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
    assert {cell["execution_count"] for cell in book["cells"] if cell["cell_type"] == "code"} == {
        None
    }
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
        "import sys; sys.modules |= dict.fromkeys(['jupytext', 'nbformat', 'nbclient', "
        "'ipykernel']);from pathlib import Path; from cffi_workshop.exercises.metadata import "
        "load_exercise;from cffi_workshop.notebooks.exercise_notebook import "
        "stub_notebook;print(len(stub_notebook(load_exercise(Path(sys.argv[1]), 'tiny'))))"
    )
    run = subprocess.run([sys.executable, "-c", program, str(root)], capture_output=True, text=True)
    assert int(run.stdout) > 1000, run.stderr


def test_braces_and_dollars_of_a_command_stay_as_they_are():
    """What %terminal makes of them: test_magics.py."""
    command = """python -c 'print({1: "$HOME"}, "{sys}")'"""
    assert as_cell(Command(command, "x")) == f"%terminal {command}"


@pytest.mark.parametrize("end", ["", "\n\n"], ids=["no line end", "an empty line"])
def test_a_file_that_a_cell_would_write_differently_is_refused(tiny, end):
    source = tiny.solution / "tiny.c"
    source.write_text(source.read_text().rstrip("\n") + end)
    with pytest.raises(
        WorkshopError, match=r"solutions/tiny/tiny\.c: found no line end or an empty"
    ):
        stub_notebook(tiny)


def test_a_solution_is_executed_in_a_copy(generated):
    root, before, written = generated
    tiny = load_exercise(root, "tiny")
    assert written == [clock(root), tiny.folder / "tiny.ipynb", tiny.solution / "tiny.ipynb"]
    assert sorted(tiny.solution.iterdir()) == sorted([*before, tiny.solution / "tiny.ipynb"])
    book = read(tiny.solution / "tiny.ipynb")
    nbformat.validate(book)
    assert list(outputs(book)) == [1, 2, 3, 4, 5, 6, 7]
    assert outputs(book)[6].strip() == "5"
    assert "3 of 3 points" in outputs(book)[7]


def test_no_trace_of_time_or_machine_is_stored(generated):
    root = generated[0]
    text = (root / "solutions" / "tiny" / "tiny.ipynb").read_text()
    assert not re.search(r"iopub|\d{4}-\d\d-\d\dT", text)
    for place in (root, REPOSITORY, Path.home(), sys.prefix):
        assert str(place) not in text


def test_what_a_solution_notebook_writes_is_what_the_files_hold(generated):
    root = generated[0]
    tiny = load_exercise(root, "tiny")
    with scratch_copy(root, tiny.solution) as folder:
        before = {name: (folder / name).read_bytes() for name in tiny.editable}
        for name in tiny.editable:
            (folder / name).write_text("overwritten by the notebook\n")
        shutil.copy(tiny.solution / "tiny.ipynb", folder)
        nbval(folder / "tiny.ipynb")
        assert {name: (folder / name).read_bytes() for name in tiny.editable} == before


def test_a_solution_that_fails_its_check_is_not_stored(root, tiny):
    replace_in(tiny.solution / "tiny.c", "return a + b;", "return a + b")
    with pytest.raises(
        WorkshopError, match=r"solutions/tiny/tiny\.ipynb: the check at its end did not pass"
    ):
        generate_notebooks(root, ["tiny"])
    assert not (tiny.solution / "tiny.ipynb").exists()


# The notebook of a demo, and what holds for both


def test_a_demo_is_executed_and_keeps_its_tags_and_its_error(generated):
    book = read(clock(generated[0]))
    nbformat.validate(book)
    assert outputs(book)[1] == "hello\n\n"
    assert book["cells"][3]["metadata"] == {"tags": ["nbval-ignore-output"]}
    assert book["cells"][4]["outputs"][0]["ename"] == "ZeroDivisionError"


def test_what_is_current_is_not_executed_again(ran, monkeypatch):
    monkeypatch.setattr(generate, "execute", lambda *_, **__: pytest.fail("executed again"))
    assert outdated_notebooks(ran, demos=["clock"]) == []
    assert generate_notebooks(ran, demos=["clock"]) == []


def test_executing_again_changes_nothing_but_what_came_out_differently(ran):
    assert generate_notebooks(ran, demos=["clock"], force=True) == []


@pytest.mark.parametrize(("name", "text"), [("clock.md", "Text."), ("word.txt", "hello")])
def test_a_change_of_the_text_or_of_a_file_beside_it_makes_a_notebook_outdated(ran, name, text):
    replace_in(ran / "demo" / "clock" / name, text, "Another.")
    assert outdated_notebooks(ran, demos=["clock"]) == [clock(ran)]
    assert generate_notebooks(ran, demos=["clock"]) == [clock(ran)]


def test_build_products_do_not_make_a_notebook_outdated(ran):
    for name in ("libclock.so", "_clock.py", "clock"):
        (ran / "demo" / "clock" / name).write_bytes(b"\x7fELF\0\xff")
    assert outdated_notebooks(ran, demos=["clock"]) == []


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"metadata": []}'])
def test_a_broken_notebook_is_outdated(demo, content):
    clock(demo).write_text(content)
    assert outdated_notebooks(demo, demos=["clock"]) == [clock(demo)]


def test_edits_that_are_not_committed_are_not_overwritten(demo, monkeypatch):
    clock(demo).write_text("{}")
    monkeypatch.setattr(generate, "execute", lambda *_, **__: pytest.fail("executed in vain"))
    with pytest.raises(WorkshopError, match=r"not committed: demo/clock/clock\.ipynb; .*--force"):
        generate_notebooks(demo, demos=["clock"])
    assert clock(demo).read_text() == "{}"


def test_force_overwrites_edits(demo):
    clock(demo).write_text("{}")
    assert generate_notebooks(demo, demos=["clock"], force=True) == [clock(demo)]


def test_a_cell_that_fails_is_told_in_a_sentence(demo):
    replace_in(clock(demo).with_suffix(".md"), ":tags: [raises-exception]\n", "")
    with pytest.raises(WorkshopError) as caught:
        generate_notebooks(demo, demos=["clock"])
    assert "demo/clock/clock.ipynb does not run to its end" in str(caught.value)
    assert "division by zero" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_cell_that_kills_the_kernel_is_told_in_a_sentence(demo):
    clock(demo).with_suffix(".md").write_text(
        "```{code-cell} ipython3\nimport os\nos._exit(3)\n```\n"
    )
    with pytest.raises(WorkshopError, match="does not run to its end: Kernel died"):
        generate_notebooks(demo, demos=["clock"])


def test_a_cell_that_takes_too_long_is_told_in_a_sentence(demo, monkeypatch):
    monkeypatch.setattr("cffi_workshop.notebooks.execute.CELL_TIMEOUT_S", 1)
    clock(demo).with_suffix(".md").write_text(
        "```{code-cell} ipython3\nimport time\ntime.sleep(60)\n```\n"
    )
    with pytest.raises(
        WorkshopError, match=r"does not run to its end: A cell timed out .*1 seconds"
    ):
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

NOTEBOOKS = [
    *(REPOSITORY / "demo" / name / f"{name}.ipynb" for name in demo_names(REPOSITORY)),
    *(one.solution / one.notebook for one in EXERCISES),
    *(one.folder / one.notebook for one in EXERCISES),
]


@pytest.mark.parametrize("slug", [one.slug for one in EXERCISES])
def test_the_notebooks_of_an_exercise_are_current(slug):
    assert outdated_notebooks(REPOSITORY, [slug]) == []


@pytest.mark.parametrize("name", demo_names(REPOSITORY))
def test_the_notebook_of_a_demo_is_current(name):
    assert outdated_notebooks(REPOSITORY, demos=[name]) == []


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda one: one.slug)
def test_the_transcripts_of_a_readme_are_what_the_solution_prints(exercise):
    readme = read_readme(
        (exercise.solution / "README.md").read_text(encoding="utf-8"), exercise.editable
    )
    book = read(exercise.solution / exercise.notebook)
    printed = dict(zip(sources(book), (cell.get("outputs") for cell in book["cells"]), strict=True))
    for step in readme.steps:
        for command in step.commands:
            cell = as_cell(command)
            if "NBVAL_IGNORE_OUTPUT" not in cell:
                text = "".join("".join(output["text"]) for output in printed[cell]).replace(
                    "\r\n", "\n"
                )
                assert text.rstrip() == command.shown.rstrip(), command.line


@pytest.mark.alike
@pytest.mark.parametrize("name", demo_names(REPOSITORY))
def test_a_demo_notebook_passes(name):
    if not there_is(WHERE_INSTALLED.get(name, "make")):
        pytest.skip(f"demo/{name} needs more; install it: sudo apt install {WHERE_INSTALLED[name]}")
    path = REPOSITORY / "demo" / name / f"{name}.ipynb"
    with scratch_copy(REPOSITORY, path.parent) as folder:
        nbval(Path(shutil.copy(path, folder)))


def test_the_landing_notebook_passes_twice_in_a_row():
    with workshop_of("fibonacci") as folder:
        root = folder.parents[1]
        nbval(
            *(
                shutil.copy(REPOSITORY / LANDING, root / f"{time}.ipynb")
                for time in ("once", "again")
            )
        )


@pytest.mark.alike
@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda one: one.slug)
def test_a_solution_notebook_passes_with_each_cell_run_twice(exercise):
    path = exercise.solution / exercise.notebook
    with scratch_copy(REPOSITORY, exercise.solution) as folder:
        share_cache(folder.parents[1])
        runs = passes_twice(path, folder)
    [shown] = [cell for source, cell in runs if "%check" in source][-1:]
    stored = [cell for cell in read(path)["cells"] if "%check" in "".join(cell["source"])][-1]
    [html] = ["".join(one["data"]["text/html"]) for one in stored["outputs"]]
    assert card(html) == card(shown.html), f"run `workshop notebooks {exercise.slug} --force`"
    assert not STYLE_SHEET.search(html)


def card(html):
    """Return what a check says of the solution, and how.

    Left out is how long it took, where it ran, and what it remarked of the folder.
    """
    told = STYLE_SHEET.sub("", html).removesuffix("</section>\n").partition("<p><strong>Remarks")
    return re.sub(r"[\d.]+ s, sandbox: \w+", "", told[0]).strip()


@pytest.mark.alike
@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda one: one.slug)
def test_a_stub_notebook_passes_and_shows_what_is_to_do(exercise):
    path = exercise.folder / exercise.notebook
    with workshop_of(exercise.slug) as folder:
        (cells,) = nbval(Path(shutil.copy(path, folder)))
        everything = "\n".join(cell.all for cell in cells)
        assert str(folder.parents[1]) not in everything
    assert "Traceback" not in everything
    assert "site-packages" not in everything
    assert f"of {exercise.points} points" in cells[-1].plain
    todos = set(re.findall(TODO, everything))
    assert todos & stub_todos(exercise) or not stub_todos(exercise)
    sources = cells_of(path.read_text(encoding="utf-8"))
    steps = [cell for cell, source in zip(cells, sources, strict=True) if "%terminal" in source]
    stopped = [cell.printed for cell in steps if "Error" in cell.printed]
    assert [printed for printed in stopped if "TODO" not in printed] == []


TODO = r"TODO \d+: [\w*]+"


def stub_todos(exercise):
    texts = [stub_text(exercise, name) for name in exercise.editable]
    return {todo for text in texts for todo in re.findall(TODO, text)}


def passes_twice(path, folder):
    """Let nbval pass over a notebook in which each cell stands twice, with what is stored.

    The second run of a cell finds what the first has left, and has to do what the first did.
    """
    twice = folder / path.name
    book = read(path)
    book["cells"] = [copy for cell in book["cells"] for copy in copies(cell)]
    twice.write_text(json.dumps(book), encoding="utf-8")
    (shown,) = nbval(twice)
    runs = list(zip(cells_of(twice.read_text(encoding="utf-8")), shown, strict=True))
    again = [(one, other) for one, other in itertools.pairwise(runs) if one[0] == other[0]]
    assert len(again) > 3
    for (source, one), (_, other) in again:
        assert timeless(one) == timeless(other), source
    return runs


def copies(cell):
    """Return a code cell twice; loaded is loaded, as a second run says.

    The longest of all, the check, is the same for each exercise: that of fibonacci is run twice.
    """
    source = "".join(cell["source"])
    once = source == LOAD or ("%check" in source and "%check fibonacci" not in source)
    if cell["cell_type"] != "code" or once:
        return [cell]
    return [cell, {**cell, "id": f"{cell['id']}-again"}]


def timeless(cell):
    return re.sub(r"\d+(\.\d+)? ?(ms|s|times)\b", "", cell.all)


def test_no_notebook_lies_about_that_nothing_generates():
    committed = committed_files(REPOSITORY, REPOSITORY)
    landing = REPOSITORY / LANDING  # made and compared elsewhere: tests/test_lab.py
    assert {path for path in committed if path.suffix == ".ipynb"} <= {*NOTEBOOKS, landing}


def test_the_lines_of_a_file_that_end_in_cr_lf_are_shown(tmp_path):
    """And a line that was written over, as progress bars are, is shown as it was at the end."""
    (tmp_path / "rain.csv").write_bytes(b"day,mm\r\n1,2.5\r\n")
    cells = ["!cat rain.csv", "!printf '1 %%\\r100 %%\\n'"]
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    ran = run_notebook(book, tmp_path, plain_environment(), 60)
    shown = [cell.outputs[0].text.replace("\r\n", "\n") for cell in ran.cells]
    assert shown == ["day,mm\n1,2.5\n", "100 %\n"]


def test_a_kernel_that_has_run_leaves_nothing_behind(tmp_path):
    """It is killed, and clears nothing up itself: not what a cell made, nor what %lesson did."""
    code = "import tempfile\nkept = tempfile.TemporaryDirectory()\nprint(kept.name)"
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code)])
    (cell,) = run_notebook(book, tmp_path, plain_environment(), 60).cells
    assert not Path(cell.outputs[0].text.strip()).exists()


@pytest.mark.parametrize("answers", [True, False])
def test_a_kernel_that_does_not_answer_is_started_once_more(tmp_path, answers):
    """Its startup ends it: the first time, or each time."""
    startup = tmp_path / "ipython" / "profile_default" / "startup"
    startup.mkdir(parents=True)
    again = f"os.path.exists({str(tmp_path / 'once')!r})" if answers else "False"
    note = f"open({str(tmp_path / 'once')!r}, 'w')"
    (startup / "end.py").write_text(f"import os\nif not {again}:\n    {note}\n    os._exit(1)\n")
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("6 * 7")])
    environment = plain_environment() | {"IPYTHONDIR": str(tmp_path / "ipython")}
    ran = run_notebook(book, tmp_path, environment, 60)
    assert (tmp_path / "once").exists()
    if answers:
        assert ran.cells[0].outputs[0]["data"]["text/plain"] == "42"
    else:
        assert ran.metadata[ENDED] == "Kernel died before replying to kernel_info"


@pytest.mark.parametrize(
    "name", ["FORCE_COLOR", "MAKEFLAGS", "MFLAGS", "MAKELEVEL", "PYTHONDONTWRITEBYTECODE"]
)
def test_cells_do_not_get_what_a_machine_says_to_other_programs(monkeypatch, name):
    monkeypatch.setenv(name, "1")
    assert name not in plain_environment()


def test_setuptools_loads_no_package_that_nobody_asked_for(tmp_path):
    code = (
        "import sys; from setuptools import Distribution; from setuptools.command import build_ext;"
        "Distribution().finalize_options(); print(*{'Cython', 'scikit_build_core'} & {*sys.modules})"
    )
    environment = out_of_sight(plain_environment(), tmp_path)
    command = [sys.executable, "-c", code]
    ran = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert ran.stdout.split() == []


@pytest.fixture(scope="module")
def kernels():
    with KernelServer() as kernels:
        yield kernels


@pytest.mark.parametrize(
    "code",
    [
        "import os, sys\nos.getcwd(), sys.path, sys.argv[0], __name__, sys.flags",
        "import os\nsorted(set(os.environ) - {'JPY_PARENT_PID', 'TMPDIR'})",
        "sorted(name for name in globals() if name[0] != '_')",
        "import os, signal\nsignal.getsignal(signal.SIGCHLD), os.getsid(0) == os.getpid()",
        "import subprocess\nsubprocess.run(['false']).returncode",
        "!python -c 'print(6 * 7)'; echo said by a shell >&2",
        "import os\nos.write(1, b'said by C')",
        "1 / 0",
        "input()",
    ],
)
def test_a_forked_kernel_is_as_one_that_was_started(tmp_path, kernels, code):
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code)])
    environment = out_of_sight(plain_environment(), tmp_path / "first")
    started, forked = (
        run_notebook(book, tmp_path, environment, 60, allow_errors=True, kernels=one)
        for one in (None, kernels)
    )
    assert forked.cells[0].outputs == started.cells[0].outputs
    assert forked.metadata == started.metadata


def test_a_forked_kernel_that_crashes_is_told_and_the_next_one_runs(tmp_path, kernels):
    def ran(code):
        book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code)])
        return run_notebook(book, tmp_path, plain_environment(), 60, kernels=kernels)

    crash = "import subprocess, ctypes\nsubprocess.Popen(['sleep', '60'])\nctypes.string_at(0)"
    assert ran(crash).metadata[ENDED] == "Kernel died"
    assert ran("6 * 7").cells[0].outputs[0]["data"]["text/plain"] == "42"


def test_the_process_that_kernels_are_forked_from_ends_with_its_context(tmp_path):
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("6 * 7")])
    with KernelServer() as kernels:
        assert kernels.process is None
        run_notebook(book, tmp_path, plain_environment(), 60, kernels=kernels)
        assert kernels.process.poll() is None
    assert kernels.process.returncode == 0
