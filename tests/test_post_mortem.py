"""`workshop explain -- python rain.py`: the program runs, and its end is explained, a crash too."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from cffi_workshop import post_mortem
from cffi_workshop.post_mortem import debugger, sanitized

from .surroundings import COMMAND, need_program, run_apart

CRASH = """
from cffi import FFI

ffi = FFI()
ffi.cdef("double total(double *values, int count);")
lib = ffi.dlopen("./librain.so")
print(lib.total(ffi.cast("double *", 8), 3))
"""
TOTAL = """
double total(double *values, int count)
{
    double sum = 0;
    for (int i = 0; i < count; i++)
        sum += values[i];
    return sum;
}
"""
TOTAL_OF, CALL = "double total(double *values, int count);", CRASH.splitlines()[-1]
UP = "lib.give_up()"
LINE = 6  # of TOTAL, where the values are read


@pytest.fixture
def rain(tmp_path, monkeypatch):
    """A folder with a library, and a program that makes it crash."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "rain.py").write_text(CRASH)
    (tmp_path / "rain.c").write_text(TOTAL)
    subprocess.run(["cc", "-shared", "-fPIC", "-o", "librain.so", "rain.c"], check=True)
    return tmp_path


def explain_program(*words):
    return run_apart([*COMMAND, "explain", *words], Path.cwd())


def test_a_program_that_raises_is_run_and_explained(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "new.py").write_text("print('before')\nfrom cffi import FFI\nFFI().new('int', 5)\n")
    done = explain_program("--", sys.executable, "new.py")
    assert done.returncode == 0
    assert done.stdout.startswith("before\n")
    assert "ffi.new is told the type of the pointer" in done.stdout
    assert "Traceback" in done.stderr  # the program's own words are not kept back


def test_a_program_that_ends_well_is_said_to(tmp_path):
    done = explain_program("--", sys.executable, "-c", "pass")
    assert (done.returncode, done.stdout.strip()) == (0, "The program ended with exit status 0.")


def test_a_message_of_a_program_that_is_not_there_is_a_message(tmp_path):
    done = explain_program("--", "no-such-program: error while loading shared libraries: libz.so: "
                           "cannot open shared object file: No such file or directory")  # fmt: skip
    assert "The program starts without a library" in done.stdout


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["pyhton", "rain.py"], "No program 'pyhton' was found; "),
        (["./nowhere/rain"], "No program './nowhere/rain' was found; "),
        (["rain.py", "3 days"], "run it by `workshop explain -- python rain.py '3 days'`."),
    ],
)
def test_a_program_that_is_not_there_is_told_with_what_to_type(tmp_path, monkeypatch, words, says):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "rain.py").touch()
    done = explain_program("--", *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert says in done.stderr


def test_a_crash_is_explained_with_the_lines_of_python_and_of_c(rain):
    done = explain_program("--json", "--", sys.executable, "rain.py")
    told = json.loads(done.stdout)
    assert (told["signal"], told["explained"][0]["slug"]) == ("SIGSEGV", "segmentation-fault")
    python, c = told["places"]
    assert (python["file"].rpartition("/")[2], python["line"]) == ("rain.py", 7)
    assert (c["file"], c["line"], c["function"]) == ("rain.c", LINE, "total()")


def test_the_sanitizer_names_the_line_of_a_library_that_was_built_without_lines(rain):
    assert sanitized.frame([sys.executable, "rain.py"]) == ("rain.c", LINE, "total()")
    assert (rain / "librain.so").is_file()


def test_the_sanitizer_names_the_line_where_c_gives_up(rain):
    with (rain / "rain.c").open("a") as code:
        code.write("void abort(void); void give_up(void) { abort(); }\n")
    (rain / "up.py").write_text(CRASH.replace(TOTAL_OF, "void give_up(void);").replace(CALL, UP))
    assert sanitized.frame([sys.executable, "up.py"])[::2] == ("rain.c", "give_up()")


def test_the_sanitizer_names_the_line_of_c_behind_a_compiled_module(rain):
    (rain / "build.py").write_text("""
from cffi import FFI
ffi = FFI()
ffi.cdef("double total(double *values, int count);")
ffi.set_source("_rain", "double total(double *values, int count);", sources=["rain.c"])
ffi.compile()
""")
    subprocess.run([sys.executable, "build.py"], check=True, capture_output=True)
    (rain / "api.py").write_text("from _rain import ffi, lib\nlib.total(ffi.NULL, 3)\n")
    assert sanitized.frame([sys.executable, "api.py"]) == ("rain.c", LINE, "total()")


def test_frames_of_the_sanitizer_itself_are_not_told():
    report = """
    #0 0x7f01 in __interceptor_free ../../../../src/libsanitizer/asan/asan_malloc_linux.cpp:52
    #1 0x7f02 in forget /tmp/x/rain.c:9
"""
    assert sanitized.of_report(report, {"rain.c"}) == ("rain.c", 9, "forget()")
    assert sanitized.of_report(report, {"snow.c"}) is None


def test_without_the_source_the_debugger_names_the_function(rain):
    need_program("gdb", "gdb")
    (rain / "rain.c").unlink()
    command = [sys.executable, "rain.py"]
    ending = post_mortem.run(command)
    assert [place.function for place in post_mortem.places(ending, command)] == [
        "<module>",
        "total()",
    ]


@pytest.mark.quick
@pytest.mark.parametrize(
    ("text", "frame"),
    [
        ("#0  0x00007f in total () from ./librain.so\n", ("librain.so", 0, "total()")),
        ("#0  total (values=0x8, count=3) at rain.c:6\n", ("rain.c", 6, "total()")),
        (
            "#0  __strlen_avx2 () at ../sysdeps/x86_64/multiarch/strlen-avx2.S:76\n"
            "#1  0x00007f in length (text=0x0) at text.c:3\n"
            "#2  0x00007f in ffi_call_int () from /usr/lib/x86_64-linux-gnu/libffi.so.8\n",
            ("text.c", 3, "length()"),
        ),
        (
            "#0  __GI_abort () at ./stdlib/abort.c:79\n"
            "#1  malloc_printerr (str=0x7f) at ./malloc/malloc.c:5664\n",
            None,
        ),
        (
            "#0  0x00007f in ?? ()\n#1  0x0055 in _PyEval_EvalFrameDefault () from "
            "/usr/bin/python3.11\n",
            None,
        ),
        (
            "#0  0x00 in PyObject_GetAttr (v=0x1) at Objects/object.c:916\n"
            "#1  0x00 in _PyEval (f=0x1) at ./Include/internal/pycore_call.h:90",
            None,
        ),
    ],
    ids=["library", "line", "called-from", "of-the-system", "none-of-ours", "pythons"],
)
def test_the_frame_is_the_first_that_is_ours(text, frame):
    assert debugger.of_backtrace(text) == frame


@pytest.mark.quick
@pytest.mark.parametrize(
    ("status", "name"),
    [(-11, "SIGSEGV"), (139, "SIGSEGV"), (134, "SIGABRT"), (0, ""), (1, ""), (200, "")],
)
def test_the_signal_is_known_from_a_shell_as_well(status, name):
    assert post_mortem.Ending(status, "").signal_name == name


STUCK = """
import signal, sys, time
signal.signal(signal.SIGINT, signal.SIG_IGN)  # as C does, which Python's Ctrl-C does not reach
print("works", file=sys.stderr, flush=True)
while True:
    time.sleep(1)
"""


def test_a_program_that_ctrl_c_does_not_end_is_ended_and_its_line_told(tmp_path):
    script = tmp_path / "stuck.py"
    script.write_text(STUCK)
    command = [*COMMAND, "explain", "--", sys.executable, str(script)]
    running = subprocess.Popen(
        command, start_new_session=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert running.stderr.readline() == "works\n"
    os.killpg(running.pid, signal.SIGINT)
    told = running.communicate(timeout=60)[0]
    assert running.returncode == 0
    assert "did not end at Ctrl-C" in told
    assert "stuck.py, line 6" in told
    assert "Ctrl-C waits until C returns" in told


def test_a_crash_of_a_child_process_is_told_with_its_lines(rain):
    (rain / "child.py").write_text(
        "import os\nif os.fork() == 0:\n    import rain\nprint(os.wait()[1])\n"
    )
    told = json.loads(explain_program("--json", "--", sys.executable, "child.py").stdout[3:])
    assert (told["status"], told["explained"][0]["slug"]) == (0, "segmentation-fault")
    assert [(one["line"], one["function"]) for one in told["places"]][1] == (LINE, "total()")


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("raise SystemExit(3)", "It printed no error. sys.exit(3)"),
        ("import os; os.kill(os.getpid(), 15)", "a signal came from outside"),
    ],
)
def test_a_program_that_ends_without_a_word_is_told_so(code, says):
    done = explain_program("--", sys.executable, "-c", code)
    assert done.returncode == 1
    assert says in done.stdout
