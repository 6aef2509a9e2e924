"""The magics of a notebook, in real kernels: a verdict, no dead kernel, and never an old library."""

import json
import os
import re
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager
from html.parser import HTMLParser
from pathlib import Path

import jupyter_client
import nbclient
import nbformat
import pytest

from cffi_workshop.execute import profile, scratch_copy
from cffi_workshop.exercise import find_root, load_exercise
from cffi_workshop.html_report import STYLE, html_report
from cffi_workshop.notebooks import stub_notebook
from cffi_workshop.stubs import solution_text, stub_text
from cffi_workshop.terminal import Ending, shortened, with_this_python
from cffi_workshop.verdict import CheckResult, Location, Verdict

CHECKOUT = find_root(Path(__file__))
LOAD = "%load_ext cffi_workshop"
PID = "import os; print(os.getpid())"


@contextmanager
def workshop_of(slug, solved=False):
    """Give exercises/SLUG of a workshop that has this one exercise."""
    exercise = load_exercise(CHECKOUT, slug)
    with scratch_copy(CHECKOUT, exercise.folder) as folder:
        shutil.copytree(exercise.solution, folder.parents[1] / "solutions" / slug)
        if solved:
            for name in exercise.editable:
                (folder / name).write_text(solution_text(exercise, name))
        yield folder


@pytest.fixture
def fibonacci():
    with workshop_of("fibonacci", solved=True) as folder:
        yield folder


@pytest.fixture
def stub():
    with workshop_of("fibonacci") as folder:
        yield folder


def run(folder, *sources, errors=True):
    """Run cells in a kernel whose working directory is `folder`; return what each cell showed."""
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in sources])
    client = nbclient.NotebookClient(
        book, timeout=90, kernel_name="python3", allow_errors=errors, coalesce_streams=True
    )
    client.resources = {"metadata": {"path": str(folder)}}
    settings = folder.parents[1] / ".ipython"
    environment = {"IPYTHONDIR": str(settings if settings.exists() else profile(folder.parents[1]))}
    client.execute(env=os.environ | environment, stderr=subprocess.DEVNULL)
    return [Shown(cell["outputs"]) for cell in client.nb["cells"]]


class Shown:
    """What a cell showed: its texts, its HTML, its pictures, and its error."""

    def __init__(self, outputs):
        self.printed = "".join(output.get("text", "") for output in outputs)
        self.data = [output["data"] for output in outputs if "data" in output]
        self.plain = "".join(data.get("text/plain", "") for data in self.data)
        self.html = "".join(data.get("text/html", "") for data in self.data)
        errors = [output for output in outputs if output["output_type"] == "error"]
        self.error = "\n".join("\n".join(output["traceback"]) for output in errors)

    def __eq__(self, other):
        return vars(self) == vars(other)

    @property
    def all(self):
        return "\n".join([self.printed, self.plain, self.error])


# The extension


def test_importing_the_package_loads_nothing_heavy():
    program = (
        "import sys; before = set(sys.modules); import cffi_workshop;"
        "print(sorted(name for name in set(sys.modules) - before))"
    )
    assert subprocess.check_output([sys.executable, "-c", program], text=True) == "['cffi_workshop']\n"


def test_the_command_loads_no_jupyter():
    program = (
        "import sys; from cffi_workshop import cli; print({'IPython', 'ipykernel'} & set(sys.modules) or 0)"
    )
    assert subprocess.check_output([sys.executable, "-c", program], text=True) == "0\n"


def test_no_magic_of_ipython_is_shadowed(fibonacci):
    magics = "get_ipython().magics_manager.magics"
    listing = f"import json; print(json.dumps({{kind: [*names] for kind, names in {magics}.items()}}))"
    whose = f"print({magics}['line']['reset'].__self__.__class__.__module__)"
    before, _, after, reset = run(fibonacci, listing, LOAD, listing, whose)
    before, after = json.loads(before.printed), json.loads(after.printed)
    ours = {"check", "hint", "solution", "restart_exercise", "terminal", "lesson", "show"}
    assert set(after["line"]) - set(before["line"]) == ours
    assert set(after["cell"]) - set(before["cell"]) == {"terminal"}
    assert reset.printed.startswith("IPython.")


def test_the_extension_can_be_taken_out_and_loaded_again(fibonacci):
    cells = run(fibonacci, LOAD, "%reload_ext cffi_workshop", "%unload_ext cffi_workshop", LOAD, "%check")
    assert [cell.error for cell in cells] == [""] * 5
    assert "20 of 20 points" in cells[4].plain


# %check


def test_check_shows_html_and_beside_it_the_report_of_the_terminal(fibonacci):
    _, shown, status = run(fibonacci, LOAD, "%check fibonacci", "print(_exit_code)")
    assert [sorted(data) for data in shown.data] == [["text/html", "text/plain"]]
    command = [sys.executable, "-m", "cffi_workshop", "check", "fibonacci"]
    said = subprocess.run(command, cwd=fibonacci, capture_output=True, text=True).stdout
    assert in_words(shown.plain) == in_words(said)
    assert "20 of 20 points" in shown.html
    assert shown.html.count('<details class="passed">') == 20
    assert status.printed == "0\n"


def in_words(report):
    """Return a report without its time, and with the command that a terminal has."""
    return re.sub(r"\d+\.\d\d s", "", report).replace("`%", "`workshop ")


@pytest.mark.parametrize(
    ("body", "cause"),
    [
        ("*(volatile int *)8 = 1;", "null pointer|not its own|memory|address"),
        ("for (;;) { }", "did not end|time|second"),
        ('__asm__(""); _Exit(0);', "ended|end"),
    ],
    ids=["a crash", "an endless loop", "an exit"],
)
def test_what_c_does_under_check_leaves_the_kernel_alive(fibonacci, body, cause):
    source = fibonacci / "fibonacci.c"
    source.write_text(f"#include <stdlib.h>\n{source.read_text()}".replace("{", "{ " + body, 1))
    _, before, shown, after, status = run(fibonacci, LOAD, PID, "%check", PID, "print(_exit_code)")
    assert before.printed == after.printed
    assert "First failure: fibo_step() turns (3, 5) into (5, 8)" in shown.plain
    assert re.search(cause, shown.plain.partition("First failure")[2])
    assert status.printed == "1\n"


def test_the_first_failure_alone_is_unfolded(fibonacci):
    source = fibonacci / "fibonacci.c"
    source.write_text(source.read_text().replace("*current + *next", "*current - *next"))
    _, shown = run(fibonacci, LOAD, "%check")
    assert shown.html.count("<details class=") == 20
    assert re.findall(r"<details class=\"(\w+)\" open><summary>.*?(fibo_step.*?) <", shown.html) == [
        ("failed", "fibo_step() turns (3, 5) into (5, 8)")
    ]
    assert "[5, -2]" in shown.html


def test_the_report_names_magics_and_not_commands(stub):
    _, shown = run(stub, LOAD, "%check")
    assert "then `%check fibonacci`" in shown.plain
    assert "<code>%check fibonacci</code>" in shown.html
    assert "`%hint fibonacci`" in shown.plain
    assert "workshop check" not in shown.plain + shown.html


def test_a_notebook_that_lies_elsewhere_checks_the_files_beside_it(fibonacci):
    elsewhere = fibonacci.parents[1] / "elsewhere"
    elsewhere.mkdir()
    for name in load_exercise(CHECKOUT, "fibonacci").editable:
        shutil.move(fibonacci / name, elsewhere / name)
    _, shown, again = run(elsewhere, LOAD, "%check", "%check fibonacci")
    assert "20 of 20 points" in shown.plain
    assert "20 of 20 points" in again.plain


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("%check fibonaci", "UsageError: No exercise 'fibonaci'; did you mean 'fibonacci'?"),
        ("%check fibonacci --path nowhere", "UsageError: The folder 'nowhere' does not exist;"),
        ("%check fibonacci evolve", "UsageError: unrecognized arguments: evolve"),
        ("%hint fibonaci", "UsageError: No exercise 'fibonaci'"),
        ("%solution fibonaci", "UsageError: No exercise 'fibonaci'"),
        ("%restart_exercise fibonaci", "UsageError: No exercise 'fibonaci'"),
        ("%terminal", "UsageError: %terminal lacks a command; for example: %terminal make"),
    ],
)
def test_a_request_that_cannot_be_met_is_told_in_a_sentence(fibonacci, line, says):
    _, shown = run(fibonacci, LOAD, line)
    assert shown.printed.startswith(says)
    assert len(shown.printed.strip().splitlines()) == 1
    assert "Traceback" not in shown.all


def test_without_a_name_outside_of_any_exercise_the_names_are_listed(fibonacci):
    (fibonacci.parents[1] / "notes").mkdir()
    _, shown = run(fibonacci.parents[1] / "notes", LOAD, "%check")
    assert shown.printed == (
        "UsageError: No exercise was named, and this folder is not that of one; name one of fibonacci.\n"
    )


# What is shown as HTML


HOSTILE = '<script>alert(1)</script><img src=x onerror="alert(2)">"&amp;\x1b[31m</pre></details>'


class Reader(HTMLParser):
    """Keeps tags and attributes, and fails where tags are not closed in order."""

    def __init__(self, html):
        super().__init__()
        self.open, self.tags, self.attributes = [], [], []
        self.feed(html)
        assert self.open == []

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self.attributes += [name for name, _ in attributes]
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def verdict(**changes):
    check = {
        "id": "c-adds",
        "title": "adds",
        "status": "failed",
        "points": 0,
        "max_points": 3,
        "cause": "wrong-value",
        "message": "add(1) gave 2; expected 3.",
        "location": Location("tiny.c", 3),
        "episode": "01-first",
        "detail": "gcc says",
    }
    return Verdict("tiny", "exercises/tiny", "limits", 0.5, (CheckResult(**check | changes),), ("A remark.",))


@pytest.mark.parametrize("where", ["title", "message", "detail", "episode", "id"])
def test_what_a_learner_wrote_is_text_and_never_markup(where):
    html = html_report(verdict(**{where: HOSTILE}))
    reader = Reader(html)
    assert not {"script", "img"} & set(reader.tags)
    assert "onerror" not in reader.attributes
    assert "\x1b" not in html
    assert "&lt;script&gt;" in html


def test_a_file_name_and_a_source_line_are_text_and_never_markup(tmp_path):
    from cffi_workshop.report import Pointers

    (tmp_path / "tiny.c").write_text(f"\n\n{HOSTILE}\n")
    html = html_report(verdict(), Pointers(title=HOSTILE, folder=tmp_path, likely_cause=HOSTILE))
    assert html.count("&lt;script&gt;") == 3
    assert not {"script", "img"} & set(Reader(html).tags)


def test_the_report_needs_nothing_from_outside_and_stays_out_of_the_contents():
    html = html_report(verdict())
    reader = Reader(html)
    assert not {"script", "link", "iframe", "img", "h1", "h2", "h3", "h4"} & set(reader.tags)
    assert not {"src", "href", "onclick", "id"} & set(reader.attributes)
    assert "url(" not in html
    assert "@import" not in html
    assert '<section class="cffi-workshop" aria-label="Verdict on tiny: 0 of 3 points">' in html


@pytest.mark.parametrize(
    ("status", "cause", "word"),
    [
        ("passed", None, "passed"),
        ("failed", "wrong-value", "failed"),
        ("failed", "todo-left", "to do"),
        ("not-run", None, "waits"),
        ("grader-error", None, "broken"),
    ],
)
def test_a_state_is_a_word_and_not_a_colour_alone(status, cause, word):
    html = html_report(verdict(status=status, cause=cause))
    assert re.search(rf'<span class="state">. {word}</span> adds', html)


@pytest.mark.parametrize("background", ["#ffffff", "#111111"], ids=["light", "dark"])
@pytest.mark.parametrize("colour", re.findall(r"#[0-9a-f]{6}", STYLE))
def test_a_colour_stands_out_in_light_and_dark(colour, background):
    light, dark = sorted([luminance(colour), luminance(background)], reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 3  # WCAG 1.4.11


def luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_text_takes_the_colour_of_the_theme():
    assert not re.search(r"(?<![-\w])color: (?!inherit)", STYLE)


# %hint, %solution and %restart_exercise


def test_hints_say_more_each_time_and_name_the_magic(stub):
    _, _, first, second = run(stub, LOAD, "%check", "%hint", "%hint fibonacci")
    assert first.printed.startswith("fibonacci, hint 1 of 4")
    assert second.printed.startswith("fibonacci, hint 2 of 4")
    assert "Not enough? `%hint fibonacci` says more." in first.printed


def test_the_solution_is_shown_when_asked_for_twice_or_when_done(stub):
    _, refused, shown = run(stub, LOAD, "%solution", "%solution fibonacci --yes")
    assert "`%solution fibonacci --yes` shows" in refused.printed
    assert "int64_t sum" not in refused.all
    exercise = load_exercise(CHECKOUT, "fibonacci")
    for name in exercise.editable:
        assert solution_text(exercise, name) in shown.plain
        assert f"**{name}**" in shown.data[0]["text/markdown"]
    assert "```c\n" in shown.data[0]["text/markdown"]


def test_the_solution_is_shown_to_whoever_is_done(fibonacci):
    _, _, shown = run(fibonacci, LOAD, "%check", "%solution")
    assert "--- fibonacci.c" in shown.plain


def test_restarting_an_exercise_keeps_a_backup_and_says_how_to_see_the_stub(fibonacci):
    mine = (fibonacci / "fibonacci.c").read_text()
    _, shown = run(fibonacci, LOAD, "%restart_exercise")
    exercise = load_exercise(CHECKOUT, "fibonacci")
    assert (fibonacci / "fibonacci.c").read_text() == stub_text(exercise, "fibonacci.c")
    backup = re.search(r"Your files are in (\S+)/\.", shown.printed)[1]
    assert (fibonacci.parents[1] / backup / "fibonacci.c").read_text() == mine
    assert "Reload Notebook from Disk" in shown.printed


# %terminal


def test_a_crash_in_c_ends_its_process_alone_and_is_told(fibonacci):
    crash = "%%terminal python\nfrom cffi import FFI\nprint('before')\nFFI().cast('int *', 8)[0] = 1"
    _, before, shown, after, status = run(fibonacci, LOAD, PID, crash, PID, "print(_exit_code)")
    assert before.printed == after.printed
    assert shown.printed.splitlines()[0] == "before"
    assert "ended by SIGSEGV: C touched memory that is not its own. This notebook lives on." in shown.printed
    assert status.printed.strip() not in ("", "0")


def test_braces_dollars_pipes_and_quotes_reach_the_program(fibonacci):
    line = """%terminal python -c 'print({1: "$HOME"}, "{sys}"); 1 / 0' 2>&1 | head -1"""
    assert run(fibonacci, LOAD, line)[1].printed == "{1: '$HOME'} {sys}\n"


def test_what_c_prints_comes_in_order_with_what_python_prints(fibonacci):
    cell = (
        "%%terminal python\nfrom cffi import FFI\nffi = FFI()\nffi.cdef('int puts(const char *);')\n"
        "c = ffi.dlopen(None)\nprint('one')\nc.puts(b'two')\nprint('three')"
    )
    assert run(fibonacci, LOAD, cell)[1].printed == "one\ntwo\nthree\n"


def test_python_is_that_of_the_notebook(fibonacci):
    _, here, there = run(
        fibonacci,
        LOAD,
        "import sys; print(sys.prefix)",
        "%terminal cd .. && python -c 'import sys; print(sys.prefix)'",
    )
    assert there.printed == here.printed


def test_a_flood_of_output_is_cut_and_its_program_ended(fibonacci):
    _, shown = run(fibonacci, LOAD, "%terminal yes flood")
    assert len(shown.printed) < 600_000
    assert "so the command was ended after 500000 characters" in shown.printed
    assert not running("yes flood")


def running(command):
    return subprocess.run(["pgrep", "-f", f"^{command}"], capture_output=True).returncode == 0


def test_a_program_in_the_background_is_not_waited_for_and_not_left(fibonacci):
    _, shown = run(fibonacci, LOAD, "%terminal sleep 987 & echo started")
    assert shown.printed == "started\n"
    assert not running("sleep 987")


def test_a_picture_that_a_command_writes_is_shown_with_a_text(fibonacci):
    draw = (
        "%%terminal python\nimport matplotlib.pyplot as plt\nprint(plt.get_backend())\n"
        "plt.plot([1, 2])\nplt.savefig('line.png', dpi=20)"
    )
    _, shown, nothing = run(fibonacci, LOAD, draw, "%terminal ls line.png")
    assert [sorted(data) for data in shown.data] == [["image/png", "text/plain"]]
    assert shown.plain == "line.png"
    assert "inline" not in shown.printed
    assert nothing.data == []


def test_a_slider_that_a_command_writes_is_shown_without_the_page_around_it(fibonacci):
    draw = (
        "%%terminal python\nimport numpy as np\nfrom cffi_workshop.draw import frames\n"
        "frames([np.eye(2), np.ones((2, 2))], title='Two').save('two.html')"
    )
    _, shown = run(fibonacci, LOAD, draw)
    assert [sorted(data) for data in shown.data] == [["text/html", "text/plain"]]
    figure = shown.data[0]["text/html"]
    assert figure.startswith("<figure")
    assert 'type="range"' in figure
    assert "<html" not in figure


# An old library


def edit(name, old, new):
    """Return a cell that writes a file anew, as a learner's `%%writefile` cell does."""
    text = solution_text(load_exercise(CHECKOUT, "fibonacci"), name)
    assert old in text
    return f"%%writefile {name}\n{text.replace(old, new)}"


CALL = "%%terminal python\nfrom fibonacci_{} import fibonacci\nprint(fibonacci(6))"


@pytest.mark.parametrize(
    ("mode", "build"), [("abi", "%terminal make"), ("api", "%terminal python fibonacci_build.py")]
)
def test_c_that_was_edited_and_built_again_answers_anew(fibonacci, mode, build):
    call = CALL.format(mode)
    wrong = edit("fibonacci.c", "*current + *next", "2 * *next")
    right = edit("fibonacci.c", "*current + *next", "*current + *next")
    _, _, first, _, _, second, _, _, third = run(
        fibonacci, LOAD, build, call, wrong, build, call, right, build, call
    )
    assert [first.printed, second.printed, third.printed] == [
        "[0, 1, 1, 2, 3, 5]\n",
        "[0, 1, 2, 4, 8, 16]\n",
        "[0, 1, 1, 2, 3, 5]\n",
    ]


def test_a_build_script_that_was_edited_answers_anew(fibonacci):
    other = edit("fibonacci_build.py", 'sources=["fibonacci.c"]', 'sources=["other.c"]')
    source = (
        '%%writefile other.c\n#include "fibonacci.h"\nvoid fibo_step(int64_t *a, int64_t *b) { *a = *b = 7; }'
    )
    build = "%terminal python fibonacci_build.py"
    call = CALL.format("api")
    _, _, first, _, _, _, second = run(fibonacci, LOAD, build, call, source, other, build, call)
    assert (first.printed, second.printed) == ("[0, 1, 1, 2, 3, 5]\n", "[0, 7, 7, 7, 7, 7]\n")


def test_after_an_edit_the_verdict_is_on_what_was_written(fibonacci):
    wrong = edit("fibonacci.c", "*current + *next", "2 * *next")
    right = edit("fibonacci.c", "*current + *next", "*current + *next")
    _, first, _, second, _, third = run(fibonacci, LOAD, "%check", wrong, "%check", right, "%check")
    assert "20 of 20" in first.plain
    assert "First failure: fibo_step() turns (3, 5)" in second.plain
    assert "20 of 20" in third.plain


@pytest.mark.parametrize(
    "source",
    [
        "import fibonacci_abi",
        "from fibonacci_api import fibonacci",
        "import _fibonacci",
        "import fibonacci_build",
    ],
)
def test_the_exercise_is_not_imported_into_the_notebook(fibonacci, source):
    build = "%terminal make && python fibonacci_build.py"
    _, _, shown, _ = run(fibonacci, LOAD, build, source, "import sys, json, cffi")
    name = source.split()[1]
    assert shown.error.startswith(f"{name} was not imported into the notebook itself: a crash in C would")
    assert "`%%terminal python`" in shown.error
    assert "\n" not in shown.error


def test_without_the_extension_such_an_import_works(fibonacci):
    _, _, _, shown = run(
        fibonacci,
        LOAD,
        "%terminal make",
        "%unload_ext cffi_workshop",
        "import fibonacci_abi as f; print(f.fibonacci(3))",
    )
    assert shown.printed == "[0, 1, 1]\n"


@pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="only Linux tells which libraries are open")
@pytest.mark.parametrize(
    "opening",
    [
        "from cffi import FFI\nffi = FFI()\nffi.cdef('void fibo_step(int64_t *a, int64_t *b);')\n"
        "lib = ffi.dlopen('./libfibonacci.so')",
        "%run fibonacci_abi.py",
    ],
    ids=["dlopen", "%run"],
)
def test_a_library_opened_by_hand_answers_until_it_is_built_again_and_no_longer(fibonacci, opening):
    wrong = edit("fibonacci.c", "*current + *next", "2 * *next")
    use = "p, q = ffi.new('int64_t *', 3), ffi.new('int64_t *', 5); lib.fibo_step(p, q); print(q[0])"
    build = "%terminal make -B"
    _, _, _, same, _, _, old, again, child, checked = run(
        fibonacci, LOAD, build, opening, use, wrong, build, use, opening, CALL.format("abi"), "%check"
    )
    assert same.printed == "8\n"
    for refused in (old, again):
        assert refused.error.startswith("libfibonacci.so was built again after this notebook had opened it")
        assert "Restart Kernel" in refused.error
        assert refused.printed == ""
    assert child.printed == "[0, 1, 2, 4, 8, 16]\n"
    assert "First failure" in checked.plain


# Whole notebooks


def cells_of(text):
    return ["".join(cell["source"]) for cell in json.loads(text)["cells"] if cell["cell_type"] == "code"]


# The others run to their end under nbval: tests/test_notebooks.py.
@pytest.mark.parametrize("slug", ["fibonacci", "strings", "directory", "packaging", "bughunt"])
def test_a_stub_notebook_runs_to_its_end_and_shows_what_is_to_do(slug):
    exercise = load_exercise(CHECKOUT, slug)
    with workshop_of(slug) as folder:
        sources = cells_of(stub_notebook(exercise))
        cells = run(folder, *sources, errors=False)
    everything = "\n".join(cell.all for cell in cells)
    assert "Traceback" not in everything
    assert str(folder.parents[1]) not in everything
    assert "site-packages" not in everything
    assert f"of {exercise.points} points" in cells[-1].plain
    shown = set(re.findall(r"TODO \d+: [\w*]+", everything))
    assert shown & stub_todos(exercise) or not stub_todos(exercise)
    steps = [cell for cell, source in zip(cells, sources, strict=True) if "%terminal" in source]
    stopped = [cell.printed for cell in steps if "Error" in cell.printed]
    assert [printed for printed in stopped if "TODO" not in printed] == []


def stub_todos(exercise):
    texts = [stub_text(exercise, name) for name in exercise.editable]
    return {todo for text in texts for todo in re.findall(r"TODO \d+: [\w*]+", text)}


# One of each kind: C and both modes as stub and solved, given C, a package.
@pytest.mark.parametrize(
    ("slug", "solved"),
    [("fibonacci", False), ("fibonacci", True), ("strings", True), ("packaging", True)],
    ids=["fibonacci-stub", "fibonacci-solution", "strings-solution", "packaging-solution"],
)
def test_a_second_run_of_a_cell_does_what_the_first_did(slug, solved):
    exercise = load_exercise(CHECKOUT, slug)
    path = exercise.solution / exercise.notebook
    text = path.read_text(encoding="utf-8") if solved else stub_notebook(exercise)
    sources = [source for source in cells_of(text) if source != LOAD]
    twice = [source for source in sources for _ in range(2)]
    with workshop_of(slug, solved=solved) as folder:
        _, *cells = run(folder, LOAD, *twice, errors=False)
    for source, first, second in zip(sources, cells[::2], cells[1::2], strict=True):
        assert timeless(first) == timeless(second), source


def timeless(cell):
    return re.sub(r"\d+(\.\d+)? ?(ms|s|times)\b", "", cell.all)


def test_a_notebook_works_through_from_the_stub_to_full_points(stub):
    """As a learner would: the stub's cells, then the solution pasted into them, then all again."""
    exercise = load_exercise(CHECKOUT, "fibonacci")
    before = cells_of(stub_notebook(exercise))
    solved = {f"%%writefile {name}": solution_text(exercise, name) for name in exercise.editable}
    after = [
        f"{first}\n{solved[first]}" if (first := source.partition("\n")[0]) in solved else source
        for source in before
    ]
    cells = run(stub, *before, *after, errors=False)
    assert "2 of 20 points" in cells[len(before) - 1].plain
    assert "20 of 20 points" in cells[-1].plain


# Interrupted


@contextmanager
def kernel(folder):
    manager = jupyter_client.KernelManager(kernel_name="python3")
    manager.start_kernel(cwd=str(folder), stderr=subprocess.DEVNULL)
    client = manager.client()
    client.start_channels()
    client.wait_for_ready(timeout=60)
    try:
        yield manager, client
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


@pytest.mark.parametrize(
    "command", ["%check", "%terminal python -c 'import fibonacci_abi as f; f.fibonacci(9)'"]
)
def test_an_interrupt_ends_an_endless_loop_in_c_and_not_the_kernel(fibonacci, command):
    source = fibonacci / "fibonacci.c"
    subprocess.run(["make", "-s"], cwd=fibonacci, check=True)
    source.write_text(source.read_text().replace("{", "{ for (;;) { }", 1))
    subprocess.run(["make", "-s", "-B"], cwd=fibonacci, check=True)
    with kernel(fibonacci) as (manager, client):
        client.execute_interactive(LOAD, timeout=60, output_hook=lambda message: None)
        sent = time.monotonic()
        request = client.execute(command)
        time.sleep(1)
        manager.interrupt_kernel()
        said = ""
        while True:
            message = client.get_iopub_msg(timeout=30)
            if message["parent_header"].get("msg_id") != request:
                continue
            said += message["content"].get("text", "")
            if message["content"].get("execution_state") == "idle":
                break
        assert "Interrupted: the command was ended." in said
        assert time.monotonic() - sent < 20
        assert manager.is_alive()
        reply = client.execute_interactive("6 * 7", timeout=30, output_hook=lambda message: None)
        assert reply["content"]["status"] == "ok"


# Parts


TRACE = """\
before
Traceback (most recent call last):
  File "/here/a_build.py", line 3, in <module>
    ffi.compile()
    ~~~~~~~~~~~^^
  File "/usr/lib/cffi/api.py", line 700, in compile
    raise ValueError(
ValueError: wrong: /here/a.c
after
"""


def test_a_traceback_keeps_the_learners_lines_and_the_error():
    assert "".join(shortened(TRACE.splitlines(keepends=True), Path("/here"))) == (
        "before\na_build.py, line 3: ffi.compile()\nValueError: wrong: a.c\nafter\n"
    )


def test_a_traceback_that_is_cut_off_is_shown_as_it_is():
    lines = TRACE.splitlines(keepends=True)[:3]
    assert "".join(shortened(lines, Path("/there"))) == f"before\n{lines[2]}"


def test_python_in_a_command_is_this_one_and_other_words_are_left():
    assert with_this_python("python a.py") == f"{sys.executable} a.py"
    assert with_this_python("python3") == sys.executable
    assert with_this_python("pythonic a") == "pythonic a"
    assert with_this_python("make python") == "make python"


@pytest.mark.parametrize(("status", "crash"), [(-11, "SIGSEGV"), (139, "SIGSEGV"), (134, "SIGABRT")])
def test_a_signal_is_known_from_a_program_and_from_its_shell(status, crash):
    assert Ending(status, (), "").crash.startswith(crash)


@pytest.mark.parametrize("status", [0, 1, 2, 127, 130, -9])
def test_an_exit_status_is_no_crash(status):
    assert Ending(status, (), "").crash is None
