"""From a finding to a better one: the learner's own line, and the root where the files tell it."""

from dataclasses import replace

import pytest

from cffi_workshop.grading.blame.better import better
from cffi_workshop.grading.blame.files.differences import own_lines
from cffi_workshop.grading.blame.files.functions import functions_of
from cffi_workshop.grading.diagnose import Diagnosis
from cffi_workshop.grading.verdict import Location

from .cases import case, line_with, wrong

pytestmark = pytest.mark.quick


@pytest.mark.parametrize(
    ("cause", "message", "detail", "left_out", "named"),
    [
        ("compile-error", "fibonacci.c, line 2, does not compile: pair.h: No such file or directory.",
         "fibonacci.c:2:10: fatal error: pair.h: No such file or directory", ["a.py", "pair.h"], "pair.h"),
        ("compile-error", "It does not compile.", "fibonacci.c:2:10: fatal error: 'pair.h' file not found", ["pair.h"], "pair.h"),
        ("import-error", "import fibonacci_abi failed: No module named 'helper'.", "", ["helper.py"], "helper.py"),
        ("make-failed", "make failed.", "make: *** No rule to make target 'steps.c', needed by 'x'.  Stop.", ["steps.c"], "steps.c"),
        ("import-error", "import fibonacci_abi failed: No module named 'numba'.", "", ["helper.py"], None),
        ("compile-error", "It does not compile.", "pair.h:3:1: error: unknown type name", ["pair.h"], None),
        ("compile-error", "It does not compile.", "fibonacci.c:2:10: fatal error: pair.h: No such file or directory", [], None),
    ],
)  # fmt: skip
def test_a_file_that_lies_beside_and_is_not_handed_in_is_told(
    cause, message, detail, left_out, named
):
    beside = case("fibonacci", "fibonacci.c")
    beside = replace(beside, submission=replace(beside.submission, left_out=tuple(left_out)))
    place = Location("fibonacci.c", 2)
    told = better(Diagnosis(cause, message, place, detail), beside)
    assert told.message.startswith(f"{named} is no file of this exercise") is (named is not None)
    if named:  # what the tool says has a cure that is none here
        assert (told.cause, told.location, told.detail) == (cause, place, "")


OPENED = "lib = ffi.dlopen(str(LIBRARY))\n"
TODO = "# TODO 2: open LIBRARY with ffi.dlopen(), which takes a str\n"
NO_NAME, OF_NONE = "NameError: name '{}' is not defined", "AttributeError: 'NoneType' object has no"
BEGUN = {
    "a name that the step is to make": (f"{TODO}", NO_NAME.format("lib"), TODO),
    "a name that it only uses": (f"{TODO}lib = dlopen(LIBRARY)\n", NO_NAME.format("dlopen"), None),
    "a word of a text": (f"{TODO}lib = ffi.dlopen(str)\n", NO_NAME.format("str"), None),
    "nothing yet": (f"{TODO}lib = None\n", OF_NONE, TODO),
    "nothing yet, and its TODO is gone": ("lib = None\n", OF_NONE, "`lib = None` is as it was"),
}


@pytest.mark.parametrize(("comes", "said", "told"), BEGUN.values(), ids=BEGUN)
def test_a_step_that_is_begun_is_no_step_to_do(comes, said, told):
    name = "fibonacci_abi.py"
    begun = case("fibonacci", name, edits=[(name, OPENED, comes)])
    found = better(
        Diagnosis("exception", f"import fibonacci_abi raised {said}.", None, said), begun
    )
    if told is None:
        assert found.cause == "exception"
    else:
        assert (found.cause, told.strip("# \n") in found.message) == ("todo-left", True)


def test_the_lines_that_are_not_the_solutions_are_the_learners_own():
    solution = "int f(void)\n{\n    int a = 1; /* one */\n    return a;\n}\n"
    other_style = "int f(void)\n{\n    int a  =  1;\n\n    return a; // so it is\n}\n"
    assert own_lines("f.c", other_style, solution) == []
    assert own_lines("f.c", solution.replace("a = 1", "a = 2"), solution) == [3]
    assert own_lines("f.c", solution.replace("    return a;\n", ""), solution) == [
        3
    ]  # the one before the gap


def test_a_line_that_stands_deeper_or_less_deep_is_the_learners_own():
    solution = "def f(n):\n    for k in n:\n        g(k)\n        h(k)\n    return n\n"
    in_loop = solution.replace("    return n", "        return n")
    behind = solution.replace("        h(k)", "    h(k)")
    assert own_lines("f.py", in_loop, solution) == [5]
    assert own_lines("f.py", behind, solution) == [4]
    assert own_lines("f.py", solution.replace("    ", "  "), solution) == []
    assert own_lines("f.py", solution.replace("g(k)", "g(\n  k)"), solution) == [3, 4]


def test_a_file_of_many_lines_is_not_compared():
    assert own_lines("f.c", "a;\nb;\n" * 2000, "a;\n") == []


FUNCTIONS = {
    "x.py": ("@one\ndef f():\n    \"\"\"It is f.\"\"\"\n    return 1\n\n\nclass C:\n    def g(self): pass\n",
             [("f", 1, 4, 4), ("C", 7, 8, 8), ("g", 8, 8, 8)]),
    "broken.py": ("def f(:\n    x = 1\n\ndef g():\n    pass\n", [("f", 1, 3, 1), ("g", 4, 6, 4)]),
    "x.c": ("int g(int);\n\nstatic double *f(int a,\n                 int b)\n{\n    return 0;\n}\n",
            [("f", 3, 7, 6)]),
    "x.cpp": ("namespace {\nclass C {\n    int a;\n    int f(int b) const { return b; }\n};\n}\nextern \"C\" int g()\n{\n    return 0;\n}\n",
              [("C", 2, 5, 3), ("f", 4, 4, 4), ("g", 7, 10, 9)]),
    "x.f90": ("pure function f(n) result(r) bind(c)\n  r = n\nend function\n", [("f", 1, 3, 2)]),
    "Makefile": ("CC = cc\n\nlib.so: a.c\n\tcc a.c\n\nclean:\n\trm lib.so\n",
                 [("lib.so", 3, 4, 4), ("clean", 6, 7, 7)]),
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "text", "found"), [(name, *pair) for name, pair in FUNCTIONS.items()]
)
def test_functions_are_found_in_each_language(name, text, found):
    assert sorted((f.name, f.first, f.last, f.body) for f in functions_of(name, text)) == sorted(
        found
    )


def test_a_wrong_value_is_looked_for_in_the_function_that_was_called():
    edits = [
        ("fibonacci_abi.py", "for k in range(n):", "for k in range(n - 1):"),
        ("fibonacci_abi.py", "LARGEST_N = 92", "LARGEST_N = 92 + 0"),
    ]
    changed = case("fibonacci", "fibonacci_abi.py", edits=edits)
    place = better(wrong(), changed).location
    assert place == Location(
        "fibonacci_abi.py", line_with(changed, "fibonacci_abi.py", "range(n - 1)")
    )


def test_where_a_symptom_is_the_solutions_line_what_led_to_it_is_named():
    changed = case(
        "libm", "libm_abi.py", edits=[("libm_abi.py", 'lib = ffi.dlopen("m")', "lib = ffi")]
    )
    symptom = line_with(changed, "libm_abi.py", "lib.cbrt(x)")
    finding = Diagnosis(
        "exception", "cube_root(8.0) raised AttributeError", Location("libm_abi.py", symptom)
    )
    place = better(finding, changed).location
    assert place == Location("libm_abi.py", line_with(changed, "libm_abi.py", "lib = ffi"))


def test_a_symptom_on_a_line_of_the_learners_own_stays():
    changed = case(
        "libm", "libm_abi.py", edits=[("libm_abi.py", "return lib.cbrt(x)", "return lib.cbr(x)")]
    )
    place = Location("libm_abi.py", line_with(changed, "libm_abi.py", "lib.cbr(x)"))
    assert better(Diagnosis("exception", "No.", place), changed).location == place


def test_where_nothing_differs_the_function_that_was_called_is_named():
    same = case("libm", "libm_abi.py")
    place = better(wrong("cube_root(8.0)"), same).location
    assert place == Location("libm_abi.py", line_with(same, "libm_abi.py", "return lib.cbrt(x)"))


def test_a_name_that_a_todo_would_make_is_that_todo():
    changed = case(
        "libm",
        "libm_api.py",
        edits=[("libm_api.py", "from _libm import lib", "# TODO 1: import lib")],
    )
    finding = Diagnosis("exception", "cube_root(8.0) raised NameError: name 'lib' is not defined.")
    found = better(finding, changed)
    assert (found.cause, found.location.line) == (
        "todo-left",
        line_with(changed, "libm_api.py", "TODO 1"),
    )


def test_another_name_that_is_not_there_is_no_todo():
    changed = case(
        "libm",
        "libm_api.py",
        edits=[("libm_api.py", "from _libm import lib", "# TODO 1: import lib")],
    )
    finding = Diagnosis("exception", "cube_root(8.0) raised NameError: name 'math' is not defined.")
    assert better(finding, changed).cause == "exception"


@pytest.mark.parametrize("text", ["", "\n\n", "# nothing yet\n"])
def test_an_empty_file_is_a_step_to_do(text):
    changed = case("libm", "libm_build.py", "libm_api.py", texts={"libm_build.py": text})
    finding = better(Diagnosis("import-error", "libm_build.py has no global ffibuilder."), changed)
    assert (finding.cause, finding.location) == ("todo-left", Location("libm_build.py", 1))


def test_a_stub_explains_whatever_fails():
    changed = case("fibonacci", "fibonacci.c", stubs=["fibonacci.c"], whole=["fibonacci.c"])
    assert better(wrong("fibo_step(3, 5)"), changed).cause == "todo-left"


def test_a_result_of_gc_that_nobody_keeps_is_the_cause():
    edits = [("directory_api.py", "self._folder = ffi.gc(folder,", "ffi.gc(folder,")]
    changed = case("directory", "directory_build.py", "directory_api.py", edits=edits)
    found = better(Diagnosis("timeout", "sorted(Directory(folder)) did not end in time."), changed)
    line = line_with(changed, "directory_api.py", "ffi.gc(folder")
    assert (found.cause, found.location) == ("use-after-free", Location("directory_api.py", line))


def test_gc_that_takes_a_destructor_off_is_a_statement_by_itself():
    edits = [("directory_api.py", "ffi.release(folder)", "ffi.gc(folder, None)")]
    changed = case("directory", "directory_build.py", "directory_api.py", edits=edits)
    assert better(Diagnosis("leak", "A folder was left open."), changed).cause == "leak"


def test_a_c_function_without_its_python_is_named():
    edits = [("callbacks_api.py", "@ffi.def_extern()\n", "")]
    changed = case("callbacks", "callbacks_build.py", "callbacks_api.py", edits=edits)
    found = better(wrong("sorted_numbers([2, 1])", "[2, 1]", "[1, 2]"), changed)
    assert (
        'declares extern "Python" compare_numbers(), and no function is attached' in found.message
    )
    assert found.location.line == line_with(changed, "callbacks_api.py", "def compare_numbers")


def test_a_comment_that_speaks_of_extern_python_declares_nothing():
    edits = [("callbacks_build.py", "ffibuilder = FFI()", '# extern "Python"\nffibuilder = FFI()')]
    changed = case("callbacks", "callbacks_build.py", "callbacks_api.py", edits=edits)
    finding = wrong("sorted_numbers([2, 1])", "[2, 1]", "[1, 2]")
    assert better(finding, changed).message == finding.message


MIXED_UP = {
    "an import of the other": (
        "libm_api.py", [("from _libm import lib", "from _libm import ffi as lib")], "import ffi as",
        "cube_root(8.0) raised AttributeError: '_cffi_backend.FFI' object has no attribute 'cbrt'.",
        "exception",
    ),
    "an assignment": (
        "libm_abi.py", [('lib = ffi.dlopen("m")', 'c = ffi.dlopen("m")\nlib = ffi')], "lib = ffi",
        "cube_root(8.0) raised AttributeError: 'FFI' object has no attribute 'cbrt'.",
        "exception",
    ),
    "two that are swapped": (
        "fibonacci_api.py",
        [("from _fibonacci import ffi, lib", "from _fibonacci import lib as ffi, ffi as lib")],
        "lib as ffi",
        "fibonacci(10) asked the library for new(), which is not there. Declare it.",
        "symbol-not-found",
    ),
    "two of a module, swapped": (
        "fibonacci_api.py",
        [("from _fibonacci import ffi, lib", "import _fibonacci as f\n\nffi, lib = f.lib, f.ffi")],
        "f.lib, f.ffi",
        "fibonacci(10) asked the library for new(), which is not there. Declare it.",
        "symbol-not-found",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("file", "edits", "at", "said", "cause"), MIXED_UP.values(), ids=MIXED_UP)
def test_ffi_and_lib_that_are_taken_for_each_other_are_told_where_they_get_their_names(
    file, edits, at, said, cause
):
    changed = case(file.partition("_")[0], file, edits=[(file, *edit) for edit in edits])
    found = better(Diagnosis(cause, said, Location(file, 20)), changed)
    assert (found.cause, found.location) == (
        "exception",
        Location(file, line_with(changed, file, at)),
    )
    assert "Declare" not in found.message
    right = case(file.partition("_")[0], file)
    assert better(Diagnosis(cause, said, Location(file, 20)), right).message == said


FORKS = {
    "c": ("fibonacci.c", "    const int64_t sum", "    /* no fork() */\n    fork();\n    const int64_t sum", "    fork();"),
    "python": ("fibonacci_abi.py", "    numbers = []\n", "    numbers = []\n    child = os.fork()\n", "os.fork()"),
}  # fmt: skip


@pytest.mark.parametrize(("name", "old", "new", "at"), FORKS.values(), ids=FORKS)
def test_a_child_that_returns_is_told_as_what_answers_twice(name, old, new, at):
    said = "fibo_step(3, 5) interfered with the channel on which answers are given."
    asked = case("fibonacci", name, edits=[(name, old, new)])
    found = better(Diagnosis("tampering", said, Location(name, 1)), asked)
    assert found.message.startswith(f"{said} {name} calls fork(): ")
    assert found.location == Location(name, line_with(asked, name, at))
    commented = case(
        "fibonacci", "fibonacci.c", edits=[("fibonacci.c", "    const", "    // fork()\n    const")]
    )
    assert better(Diagnosis("tampering", said), commented).message == said


ILLEGAL = "The program ran into an illegal instruction."


ORDER = '"int(void *, int, const void *, int, const void *)"'


NOBODY_KEEPS = {
    "a name of the function": (f"call = ffi.callback({ORDER}, compare)", "ffi.callback"),
    "a function inside": (
        f"@ffi.callback({ORDER})\n        def call(*given):\n            return 0",
        "def call",
    ),
}


@pytest.mark.parametrize(("text", "at"), NOBODY_KEEPS.values(), ids=NOBODY_KEEPS)
def test_code_that_nobody_wrote_was_a_callback_that_is_gone(text, at):
    name, old = "capstone_abi.py", "        self.check(status)"
    asked = case("capstone", name, edits=[(name, old, f"        {text}\n{old}")])
    found = better(Diagnosis("abort", ILLEGAL), asked)
    assert found.cause == "dangling-pointer"
    assert found.location == Location(name, line_with(asked, name, at))
    for kept in (f"        self._call = call\n{old}", f"        __builtin_trap()\n{old}"):
        other = case("capstone", name, edits=[(name, old, f"        {text}\n{kept}")])
        assert better(Diagnosis("abort", ILLEGAL), other).cause == "abort"


RUNS_ANOTHER = "def again():\n    os.execv(sys.executable, ['python'])\n\n\nagain()\n"


def test_another_program_in_the_place_of_this_one_is_told_where_it_is_put_there():
    said = "Importing fibonacci_api.py ended the process (exit status 0) instead of answering."
    name, finding = "fibonacci_api.py", Diagnosis("early-exit", said)
    edits = [(name, "LARGEST_N = 92", f"{RUNS_ANOTHER}LARGEST_N = 92")]
    asked = case("fibonacci", name, edits=edits)
    found = better(finding, asked)
    assert found.message.startswith(f"{said} {name} puts another program in the place")
    assert found.location == Location(name, line_with(asked, name, "os.execv"))
    edits = [(name, "LARGEST_N = 92", f"{RUNS_ANOTHER}sys.exit()\nLARGEST_N = 92")]
    assert better(finding, case("fibonacci", name, edits=edits)).message == said


STAYS = {
    "left a thread that goes on. Python waits": ("threading.Timer(30, print).start()", "Timer"),
    "registered a function by atexit that does not return.": (
        "def rest():\n    time.sleep(9)\n\n\natexit.register(rest)",
        "atexit",
    ),
}


@pytest.mark.parametrize("said", STAYS)
def test_what_a_program_waits_for_at_its_end_is_told_where_it_began(said):
    name, (text, at) = "fibonacci_api.py", STAYS[said]
    edits = [
        (name, "LARGEST_N = 92", f"{text}\nLARGEST_N = 92"),
        (name, "numbers = []", "numbers: list = []"),
    ]
    asked = case("fibonacci", name, edits=edits)
    finding = Diagnosis("timeout", f"Running {name} {said}")
    assert better(finding, asked).location == Location(name, line_with(asked, name, at))
    told = Location(name, line_with(asked, name, "numbers: list"))  # by Python itself
    assert better(replace(finding, location=told), asked).location == told


AT_END = (
    "__attribute__((__destructor__)) static void rest(void) { for (;;); }",
    '__attribute__((section(".fini_array"))) static void (*rest)(void) = 0;',
    "extern int atexit(void (*)(void));",
)


@pytest.mark.parametrize("text", AT_END)
def test_c_that_is_called_at_the_end_of_a_program_has_a_line(text):
    include = '#include "fibonacci.h"'
    asked = case("fibonacci", "fibonacci.c", edits=[("fibonacci.c", include, f"{include}\n{text}")])
    said = (
        "Calling fibonacci.c never ended: C that is called at the end of a program does not return."
    )
    found = better(Diagnosis("timeout", said), asked)
    assert found.location == Location("fibonacci.c", line_with(asked, "fibonacci.c", text))


KEPT_LOCK = """import os
import threading
from _passwd import ffi, lib
LOCK = threading.Lock()


def user_by_id(uid):
    LOCK.acquire()
    found = _user(lib.getpwuid, uid)
    LOCK.release()
    return found


def _text(pointer):
    return os.fsdecode(ffi.string(pointer))


def _user(find, key):
    ffi.errno = 0
    found = find(key)
    code = ffi.errno
    if not found:
        if code == 0:
            raise KeyError(key)
        raise OSError(code, os.strerror(code))
    return dict(
        name=_text(found.pw_name),
        uid=found.pw_uid,
        gid=found.pw_gid,
        home=_text(found.pw_dir),
        shell=_text(found.pw_shell),
    )
"""


def test_a_lock_that_is_kept_is_where_a_later_call_waits():
    name = "passwd_api.py"
    title = "An unknown user is a KeyError in passwd_api.py, whatever errno was before"
    asked = case("passwd", name, texts={name: KEPT_LOCK}, title=title, check="api-unknown")
    said = "user_by_id(7) did not end in time and was stopped."
    found = better(Diagnosis("timeout", said), asked).location
    assert found == Location(name, line_with(asked, name, "acquire"))


MADE_ONCE = {
    "memory of the module's": ("PAIR = ffi.new('int64_t[2]')", "PAIR", "PAIR[0]", "PAIR = "),
    "memory of a default": ("", "pair", "pair[0] = 0", "pair=ffi.new("),
    "a list that a function fills": ("KEPT: list = []", "KEPT", "KEPT.append(1)", "KEPT: list"),
    "an attribute of a function": ("", "fibonacci.pair", "fibonacci.pair = 9", "fibonacci.pair"),
    "what is said to be global": ("LAST = 0", "LAST", "global LAST", "global LAST"),
}


CALLED_TWICE = (
    "Ahead of each line of fibonacci(6), another thread called fibonacci(2). It gave [1]."
)


@pytest.mark.parametrize("kind", MADE_ONCE)
def test_what_is_made_once_for_all_calls_is_told_where_two_calls_disturb_each_other(kind):
    made, told, used, at = MADE_ONCE[kind]
    head = (
        "def fibonacci(n: int, pair=ffi.new('int64_t[2]'))"
        if told == "pair"
        else "def fibonacci(n: int)"
    )
    old = "def fibonacci(n: int)"
    name = "fibonacci_abi.py"
    edits = [(name, old, f"SIZES = [1, 2]\n{made}\n\n\n{head}"), (name, "    numbers = []", f"    {used}\n    numbers = [SIZES]")]  # fmt: skip
    asked = case("fibonacci", name, edits=edits)
    found = better(Diagnosis("wrong-value", CALLED_TWICE), asked)
    assert found.message.startswith(f"{CALLED_TWICE} {told} is made once")
    assert found.location == Location(name, line_with(asked, name, at))
    alone = Diagnosis("wrong-value", "fibonacci(6) returned [1].")
    assert better(alone, asked).message == alone.message
    nothing = case("fibonacci", name, edits=[(name, old, f"SIZES = [1, 2]\n\n\n{old}")])
    assert better(Diagnosis("wrong-value", CALLED_TWICE), nothing).message == CALLED_TWICE


@pytest.mark.parametrize(
    ("line", "given", "is_todo"),
    [
        ("ffi = lib = None", "NoneType", True),
        ("from _evolve import ffi, lib", "NoneType", False),
        ("from _evolve import ffi, lib", "list", False),
    ],
)
def test_a_todo_that_stays_as_a_comment_is_none_where_its_none_is_gone(line, given, is_todo):
    todo = "# TODO 1: import ffi and lib from _evolve\n"
    text = f"import numpy as np\n{todo}{line}\n\n\ndef evolve(u):\n    return u.shape\n"
    handed_in = case("evolve", "evolve_api.py", texts={"evolve_api.py": text})
    message = "evolve(None) raised AttributeError: '%s' object has no attribute 'shape'."
    message %= given
    found = better(Diagnosis("exception", message, Location("evolve_api.py", 7)), handed_in)
    assert (found.cause == "todo-left") is is_todo
