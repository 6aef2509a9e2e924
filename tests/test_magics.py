"""The magics of a notebook in real kernels: a verdict, no dead kernel, and no old library."""

import json
import re
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from pathlib import Path

import jupyter_client
import psutil
import pytest

from cffi_workshop.exercises.markers import solution_text, stub_text
from cffi_workshop.exercises.metadata import load_exercise
from cffi_workshop.notebooks.exercise_notebook import stub_notebook

from .scratch import LOAD, cells_of, run, workshop_of
from .surroundings import COMMAND, REPOSITORY, running

PID = "import os; print(os.getpid())"


@pytest.fixture
def fibonacci():
    with workshop_of("fibonacci", solved=True) as folder:
        yield folder


@pytest.fixture
def stub():
    with workshop_of("fibonacci") as folder:
        yield folder


# The extension


def test_importing_the_package_loads_nothing_heavy():
    program = (
        "import sys; before = set(sys.modules); import cffi_workshop;"
        "print(sorted(name for name in set(sys.modules) - before))"
    )
    assert (
        subprocess.check_output([sys.executable, "-c", program], text=True) == "['cffi_workshop']\n"
    )


def test_the_command_loads_no_jupyter():
    program = (
        "import sys; from cffi_workshop import cli; print({'IPython', 'ipykernel'} & "
        "set(sys.modules) or 0)"
    )
    assert subprocess.check_output([sys.executable, "-c", program], text=True) == "0\n"


def test_no_magic_of_ipython_is_shadowed(fibonacci):
    magics = "get_ipython().magics_manager.magics"
    listing = (
        f"import json; print(json.dumps({{kind: [*names] for kind, names in {magics}.items()}}))"
    )
    whose = f"print({magics}['line']['reset'].__self__.__class__.__module__)"
    before, _, after, reset = run(fibonacci, listing, LOAD, listing, whose)
    before, after = json.loads(before.printed), json.loads(after.printed)
    ours = {
        "check",
        "explain",
        "hint",
        "solution",
        "restart_exercise",
        "terminal",
        "lesson",
        "show",
    }
    assert set(after["line"]) - set(before["line"]) == ours
    assert set(after["cell"]) - set(before["cell"]) == {"explain", "terminal"}
    assert reset.printed.startswith("IPython.")


def test_the_extension_can_be_taken_out_and_loaded_again(fibonacci):
    cells = run(
        fibonacci, LOAD, "%reload_ext cffi_workshop", "%unload_ext cffi_workshop", LOAD, "%check"
    )
    assert [cell.error for cell in cells] == [""] * 5
    assert "20 of 20 points" in cells[4].plain


# %check


def test_check_shows_html_and_beside_it_the_report_of_the_terminal(fibonacci):
    _, shown, status = run(fibonacci, LOAD, "%check fibonacci", "print(_exit_code)")
    assert [sorted(data) for data in shown.data] == [["text/html", "text/plain"]]
    said = subprocess.run(
        [*COMMAND, "check", "fibonacci"], cwd=fibonacci, capture_output=True, text=True
    ).stdout
    assert in_words(shown.plain) == in_words(said)
    assert "20 of 20 points" in shown.html
    assert shown.html.count('<li class="passed">') == 20
    assert status.printed == "0\n"


def in_words(report):
    """Return a report without its time, and with the command that a terminal has."""
    return re.sub(r"\d+\.\d\d s", "", report).replace("`%", "`workshop ")


@pytest.mark.parametrize(
    ("body", "cause"),
    [
        ("*(volatile int *)8 = 1;", "null pointer|not its own|memory|address"),
        ("for (;;) { }", "did not end|time|second"),
        ("_Exit(0);", "ended|end"),
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


def test_the_first_failure_alone_is_not_folded(fibonacci):
    source = fibonacci / "fibonacci.c"
    source.write_text(source.read_text().replace("*current + *next", "*current - *next"))
    _, shown = run(fibonacci, LOAD, "%check")
    assert len(re.findall('<div class="card|<li class=', shown.html)) == 20
    card, _, rest = shown.html.partition("<details")
    assert "<strong><code>fibo_step()</code> turns (3, 5) into (5, 8)</strong>" in card
    assert rest.startswith(' class="others"><summary>')
    assert "[5, -2]" in shown.html


def test_what_explains_a_message_can_be_run_in_a_cell_as_it_stands(fibonacci):
    source = fibonacci / "fibonacci.c"
    source.write_text(source.read_text().replace("= sum;", "= sum"))
    explain = "%explain c-syntax"
    _, shown, explained = run(fibonacci, LOAD, "%check", explain)
    assert f"<code>{explain}</code>" in shown.html
    assert "semicolon" in explained.printed


def test_the_report_names_magics_and_not_commands(stub):
    _, shown = run(stub, LOAD, "%check")
    assert "then `%check fibonacci`" in shown.plain
    assert "<code>%check fibonacci</code>" in shown.html
    assert "`%hint fibonacci`" in shown.plain
    assert "workshop check" not in shown.plain + shown.html


def test_a_notebook_that_lies_elsewhere_checks_the_files_beside_it(fibonacci):
    elsewhere = fibonacci.parents[1] / "elsewhere"
    elsewhere.mkdir()
    for name in load_exercise(REPOSITORY, "fibonacci").editable:
        shutil.move(fibonacci / name, elsewhere / name)
    _, shown, again = run(elsewhere, LOAD, "%check", "%check fibonacci")
    assert "20 of 20 points" in shown.plain
    assert "20 of 20 points" in again.plain


REFUSED = {
    "%explain": "UsageError: Nothing failed in this notebook yet; paste a message below a line",
    "%check fibonaci": "UsageError: No exercise 'fibonaci'; did you mean 'fibonacci'?",
    "%check fibonacci --path nowhere": "UsageError: The folder 'nowhere' does not exist;",
    "%check fibonacci evolve": "UsageError: unrecognized arguments: evolve; expected `%check [",
    "%hint fibonaci": "UsageError: No exercise 'fibonaci'",
    "%solution fibonaci": "UsageError: No exercise 'fibonaci'",
    "%restart_exercise fibonaci": "UsageError: No exercise 'fibonaci'",
    "%terminal": "UsageError: %terminal lacks a command; for example: %terminal make",
    "%explain ": "UsageError: %terminal lacks a command;",  # what failed last was such a request
    "%terminal pyhton fibonacci_abi.py": "/bin/sh: ",  # it stopped at no TODO
}


@pytest.fixture(scope="module")
def refused():
    """Run the requests in one kernel; give what each showed."""
    with workshop_of("fibonacci", solved=True) as folder:
        return dict(zip(REFUSED, run(folder, LOAD, *REFUSED)[1:], strict=True))


@pytest.mark.parametrize(("line", "says"), REFUSED.items())
def test_a_request_that_cannot_be_met_is_told_in_a_sentence(refused, line, says):
    shown = refused[line]
    assert shown.printed.startswith(says)
    assert len(shown.printed.strip().splitlines()) == 1
    assert "Traceback" not in shown.all


def test_without_a_name_outside_of_any_exercise_the_names_are_listed(fibonacci):
    (fibonacci.parents[1] / "notes").mkdir()
    _, shown = run(fibonacci.parents[1] / "notes", LOAD, "%check")
    assert shown.printed == (
        "UsageError: No exercise was named, and this folder is not that of one; name one of "
        "fibonacci.\n"
    )


def test_each_magic_says_what_it_is_for(fibonacci):
    says = {
        "%check --help": "Try your C and Python in a process of their own",
        "%check fibonacci -h": "The folder to check",
        "%show --help": "%show [--from TEXT]",
        "%explain --help": "`%explain` alone takes what failed last",
        "%terminal --help": "Run a command in this folder as a terminal would",
        "%terminal python --help": "PYTHONPATH",  # the help of the command, not that of the magic
    }
    for shown, text in zip(run(fibonacci, LOAD, *says)[1:], says.values(), strict=True):
        assert text in shown.printed


# %explain

NEW = "import cffi; cffi.FFI().new('int')"
PASTED = """%%explain
Traceback (most recent call last):
  File "rain.py", line 4, in <module>
AttributeError: module '_rain' has no attribute 'day'
"""
CRASHES = '%terminal python -c "import os; os.kill(os.getpid(), 11)"'


def test_explain_takes_what_failed_last_or_what_is_given(fibonacci):
    new, crash = "ffi.new is told the type of the pointer", "C touched memory that is not its own"
    asked = {
        f"{NEW}|%explain": new,
        PASTED: "A compiled module has two names: ffi and lib",
        f"{CRASHES}|%explain": crash,
        f"{NEW} |%explain": new,
        "%explain 'undefined reference to `add`'": "A function is used, and nothing",
    }
    shown = run(fibonacci, LOAD, *(cell for cells in asked for cell in cells.split("|")))
    told = [cell.printed for cell in shown if "  cause  " in cell.printed]
    assert [text[: len(begins)] for text, begins in zip(told, asked.values(), strict=True)] == [
        *asked.values()
    ]


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
    exercise = load_exercise(REPOSITORY, "fibonacci")
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
    exercise = load_exercise(REPOSITORY, "fibonacci")
    assert (fibonacci / "fibonacci.c").read_text() == stub_text(exercise, "fibonacci.c")
    backup = re.search(r"Your files are in (\S+)/\.", shown.printed)[1]
    assert (fibonacci.parents[1] / backup / "fibonacci.c").read_text() == mine
    assert "Reload Notebook from Disk" in shown.printed


def test_a_file_that_no_cell_wrote_is_kept_when_a_cell_replaces_it(stub):
    """Who has worked in an editor, and runs the notebook as it was handed out, loses nothing."""
    mine, name = "def mine(): pass\n", "fibonacci_abi.py"
    text = stub_text(load_exercise(REPOSITORY, "fibonacci"), name)
    cells = [f"%%writefile {name}\n{body}" for body in ("x = 1\n", "x = 2\n", text)]
    again = f"open('{name}', 'w').write({mine!r})"
    _, first, second, third, _, fourth = run(stub, LOAD, *cells, again, cells[0])
    for shown in (first, second, third):
        assert shown.printed == f"Overwriting {name}\n"
    backup = re.search(r"They are kept in (\S+)/\.", fourth.printed)[1]
    assert (stub.parents[1] / backup / name).read_text() == mine


def test_the_magics_are_there_before_they_are_loaded_in_the_lab(stub):
    """Who restarts the kernel may run the last cell alone."""
    early = "%load_ext cffi_workshop.jupyter.lesson_kernel"  # as the kernel of the lab does
    _, shown, loaded, hint = run(stub, early, "%hint", LOAD, "%hint")
    assert shown.printed.startswith("fibonacci, hint 1 of 4")
    assert (loaded.all, hint.printed) == ("\n\n", shown.printed)


# %terminal


CRASH = "%%terminal python\nfrom cffi import FFI\nprint('before')\nFFI().cast('int *', 8)[0] = 1"
STATUS = "print(_exit_code)"
QUOTES = """%terminal python -c 'print({1: "$HOME"}, "{sys}"); 1 / 0' 2>&1 | head -1"""
ORDER = """\
%%terminal python
from cffi import FFI
ffi = FFI()
ffi.cdef('int puts(const char *);')
c = ffi.dlopen(None)
print('one')
c.puts(b'two')
print('three')"""
HERE = "import sys; print(sys.prefix)"
THERE = f"%terminal cd .. && python -c '{HERE}'"
FLOOD = "%terminal yes flood"
BACKGROUND = "%terminal sleep 987 & echo started"
PICTURE = """\
%%terminal python
import matplotlib.pyplot as plt
print(plt.get_backend())
plt.plot([1, 2])
plt.savefig('line.png', dpi=20)"""
OLD_PICTURE = "%terminal ls line.png"
SLIDER = """\
%%terminal python
import numpy as np
from cffi_workshop.draw import frames
frames([np.eye(2), np.ones((2, 2))], title='Two').save('two.html')"""
AFTERWARDS = f"{PID}  # and still the same"


@pytest.fixture(scope="module")
def terminal():
    """Run the cells in one kernel; give what each showed."""
    cells = [
        PID,
        CRASH,
        STATUS,
        QUOTES,
        ORDER,
        HERE,
        THERE,
        FLOOD,
        BACKGROUND,
        PICTURE,
        OLD_PICTURE,
        SLIDER,
    ]
    cells.append(AFTERWARDS)
    with workshop_of("fibonacci") as folder:
        return dict(zip(cells, run(folder, LOAD, *cells)[1:], strict=True))


def test_a_crash_in_c_ends_its_process_alone_and_is_told(terminal):
    shown = terminal[CRASH].printed
    assert terminal[PID].printed == terminal[AFTERWARDS].printed
    assert shown.splitlines()[0] == "before"
    assert (
        "ended by SIGSEGV: C touched memory that is not its own. This notebook lives on." in shown
    )
    assert terminal[STATUS].printed.strip() not in ("", "0")


def test_braces_dollars_pipes_and_quotes_reach_the_program(terminal):
    assert terminal[QUOTES].printed == "{1: '$HOME'} {sys}\n"


def test_what_c_prints_comes_in_order_with_what_python_prints(terminal):
    assert terminal[ORDER].printed == "one\ntwo\nthree\n"


def test_python_is_that_of_the_notebook(terminal):
    assert terminal[THERE].printed == terminal[HERE].printed


def test_a_flood_of_output_is_cut_and_its_program_ended(terminal):
    shown = terminal[FLOOD].printed
    assert len(shown) < 600_000
    assert "so the command was ended after 500000 characters" in shown
    assert not running("yes\0flood")


def test_a_program_in_the_background_is_not_waited_for_and_not_left(terminal):
    assert terminal[BACKGROUND].printed == "started\n"
    assert not running("sleep\x00987")


def test_a_picture_that_a_command_writes_is_shown_with_a_text(terminal):
    shown = terminal[PICTURE]
    assert [sorted(data) for data in shown.data] == [["image/png", "text/plain"]]
    assert shown.plain == "line.png"
    assert "inline" not in shown.printed
    assert terminal[OLD_PICTURE].printed == "line.png\n"
    assert terminal[OLD_PICTURE].data == []


def test_a_slider_that_a_command_writes_is_shown_without_the_page_around_it(terminal):
    shown = terminal[SLIDER]
    assert [sorted(data) for data in shown.data] == [["text/html", "text/plain"]]
    figure = shown.data[0]["text/html"]
    assert figure.startswith("<figure")
    assert 'type="range"' in figure
    assert "<html" not in figure


# An old library


def edit(name, old, new):
    """Return a cell that writes a file anew, as a learner's `%%writefile` cell does."""
    text = solution_text(load_exercise(REPOSITORY, "fibonacci"), name)
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
        '%%writefile other.c\n#include "fibonacci.h"\nvoid fibo_step(int64_t *a, int64_t *b) { *a '
        "= *b = 7; }"
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


IMPORTS = [
    "import fibonacci_abi",
    "from fibonacci_api import fibonacci",
    "import _fibonacci",
    "import fibonacci_build",
]


@pytest.fixture(scope="module")
def imported():
    """Import what was built, in one kernel, and return what each cell showed.

    The last cell, "others", imports what is not of the exercise.
    """
    build, others = "%terminal make && python fibonacci_build.py", "import sys, json, cffi"
    with workshop_of("fibonacci", solved=True) as folder:
        _, _, *cells = run(folder, LOAD, build, *IMPORTS, others)
    return dict(zip([*IMPORTS, "others"], cells, strict=True))


@pytest.mark.parametrize("source", IMPORTS)
def test_the_exercise_is_not_imported_into_the_notebook(imported, source):
    error = imported[source].error
    name = source.split()[1]
    assert error.startswith(f"{name} was not imported into the notebook itself: a crash in C would")
    assert "`%%terminal python`" in error
    assert "\n" not in error


def test_what_is_not_of_the_exercise_is_imported(imported):
    assert imported["others"].error == ""


def test_without_the_extension_such_an_import_works(fibonacci):
    _, _, _, shown = run(
        fibonacci,
        LOAD,
        "%terminal make",
        "%unload_ext cffi_workshop",
        "import fibonacci_abi as f; print(f.fibonacci(3))",
    )
    assert shown.printed == "[0, 1, 1]\n"


@pytest.mark.skipif(
    not Path("/proc/self/maps").exists(), reason="only Linux tells which libraries are open"
)
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
    use = (
        "p, q = ffi.new('int64_t *', 3), ffi.new('int64_t *', 5); lib.fibo_step(p, q); print(q[0])"
    )
    build = "%terminal make -B"
    _, _, _, same, _, _, old, again, child, checked = run(
        fibonacci,
        LOAD,
        build,
        opening,
        use,
        wrong,
        build,
        use,
        opening,
        CALL.format("abi"),
        "%check",
    )
    assert same.printed == "8\n"
    for refused in (old, again):
        assert refused.error.startswith(
            "libfibonacci.so was built again after this notebook had opened it"
        )
        assert "Restart Kernel" in refused.error
        assert refused.printed == ""
    assert child.printed == "[0, 1, 2, 4, 8, 16]\n"
    assert "First failure" in checked.plain


# A whole notebook; each of them runs in test_notebooks.py


def test_a_notebook_works_through_from_the_stub_to_full_points(stub):
    """As a learner would: the stub's cells, then the solution pasted into them, then all again."""
    exercise = load_exercise(REPOSITORY, "fibonacci")
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
        wait_for_the_loop(manager.provisioner.pid)
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


def wait_for_the_loop(kernel):
    """Wait until what the kernel started has computed for longer than a start of Python takes."""
    deadline = time.monotonic() + 60
    while computed_below(kernel) < 1:
        assert time.monotonic() < deadline
        time.sleep(0.02)


def computed_below(pid):
    """Return how many seconds the processes below this one have computed so far."""
    seconds = 0
    for process in psutil.Process(pid).children(recursive=True):
        with suppress(psutil.Error):  # it has ended
            seconds += sum(process.cpu_times()[:2])
    return seconds
