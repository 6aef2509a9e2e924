"""From a finding to a better one: the learner's own line, and the root where the files tell it."""

from dataclasses import replace
from pathlib import Path

import pytest
from cffi import FFI, CDefError

from cffi_workshop.exercises.markers import solution_text, stub_text
from cffi_workshop.exercises.metadata import load_exercise
from cffi_workshop.grading.blame import Case
from cffi_workshop.grading.blame.better import better
from cffi_workshop.grading.blame.differences import own_lines
from cffi_workshop.grading.blame.functions import functions_of
from cffi_workshop.grading.blame.place import places_to_try
from cffi_workshop.grading.blame.set_source import of_call_of_set_source
from cffi_workshop.grading.diagnose import Diagnosis
from cffi_workshop.grading.submission import Submission
from cffi_workshop.grading.verdict import Location, Observation

from .surroundings import REPOSITORY

pytestmark = pytest.mark.quick


def case(slug, *names, edits=(), whole=(), **more):
    """Return a case with the solution's files, edited: (file, what goes, what comes)."""
    exercise = load_exercise(REPOSITORY, slug)
    texts = {name: solution_text(exercise, name) for name in exercise.editable}
    for name, old, new in edits:
        assert old in texts[name], (name, old)
        texts[name] = texts[name].replace(old, new, 1)
    texts |= {name: stub_text(exercise, name) for name in more.get("stubs", ())}
    texts |= more.get("texts", {})
    submission = Submission({name: text.encode() for name, text in texts.items()}, {}, ())
    title, check = more.get("title", ""), more.get("check", "")
    return Case(exercise, submission, names, title, whole, check)


def line_with(case, name, text):
    return next(
        at for at, line in enumerate(case.submission.text(name).split("\n"), 1) if text in line
    )


def wrong(call="fibonacci(10)", found="[1]", expected="[0]", cause="wrong-value"):
    return Diagnosis.of(cause, Observation(call, "returned", found, expected))


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


# --- whose line it is ---


def test_the_lines_that_are_not_the_solutions_are_the_learners_own():
    solution = "int f(void)\n{\n    int a = 1; /* one */\n    return a;\n}\n"
    other_style = "int f(void)\n{\n    int a  =  1;\n\n    return a; // so it is\n}\n"
    assert own_lines("f.c", other_style, solution) == []
    assert own_lines("f.c", solution.replace("a = 1", "a = 2"), solution) == [3]
    assert own_lines("f.c", solution.replace("    return a;\n", ""), solution) == [
        3
    ]  # the one before the gap


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


# --- where to look ---


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


FAILED = "python NAME_build.py failed: some words of setuptools."
NOT_IN_IT = "The extension module was built, but it_is() is not in it."
CALLS = [
    ("libm", 'libraries=["m"]', 'libraries="m"', FAILED, 'expected libraries=["m"].'),
    ("events", '["-pthread"]', '"-pthread -g"', FAILED, '=["-pthread", "-g"].'),
    ("evolve", '["-O3"]', '["-O3 -Wall"]', FAILED, 'is one item; expected "-O3", "-Wall".'),
    ("pi", '"generator.o", "pi_', '"generator.o pi_', FAILED, '"generator.o", "pi_fortran.o".'),
    ("header", "sources=", "source_files=", NOT_IN_IT, "is sources meant?"),
    ("libm", 'libraries=["m"]', 'library=["m"]', NOT_IN_IT, "is libraries meant?"),
    (
        "libm",
        '"_libm", "#include <math.h>"',
        '"#include <math.h>", "_libm"',
        FAILED,
        "'_libm', and then the C.",
    ),
    ("directory", '"_directory"', '"_directory.c"', FAILED, 'expected "_directory".'),
    ("strings", "'#include \"greeting.h\"'", '"greeting.h"', FAILED, "'#include \"greeting.h\"'."),
    ("strings", "'#include \"greeting.h\"'", '"greeting.c"', FAILED, "an #include of the header."),
    # None of these is why it failed.
    ("libm", 'libraries=["m"]', 'libraries=["m"], no_such="x"', NOT_IN_IT, NOT_IN_IT),
    ("header", "sources=", "source_files=", FAILED, FAILED),
]


LACKING = {
    "set_source": (
        "set_source",
        "directory_build.py never calls ffibuilder.set_source(), so that ...",
    ),
    "set_source-for-setuptools": (
        "set_source",
        "Building failed: 'directory_build.py:ffi': the set_source() method was not called.",
    ),
    "cdef": ("cdef", "The cdef in directory_build.py declares no function."),
    "FFI": ("FFI", "directory_build.py has no global FFI object."),
}


@pytest.mark.parametrize(("name", "said"), LACKING.values(), ids=LACKING)
@pytest.mark.parametrize("head", ["def build():", 'if __name__ == "__main__":'])
def test_a_call_that_an_import_does_not_make_is_told_as_that(head, name, said):
    calls = (
        'ffibuilder = FFI()\n    ffibuilder.cdef("")\n    ffibuilder.set_source("_directory", "")'
    )
    texts = {"directory_build.py": f"from cffi import FFI\n\n{head}\n    {calls}\n"}
    changed = case("directory", "directory_build.py", texts=texts)
    found = better(Diagnosis("import-error", said), changed)
    assert found.message.startswith(f"directory_build.py calls {name}() only ")
    line = line_with(changed, "directory_build.py", f"{name}(")
    assert found.location == Location("directory_build.py", line)


@pytest.mark.parametrize(("slug", "old", "new", "said", "told"), CALLS)
def test_what_set_source_was_given_in_the_wrong_form_is_told(slug, old, new, said, told):
    name = f"{slug}_build.py"
    changed = case(slug, name, edits=[(name, old, new)])
    line = line_with(changed, name, new)
    found = better(Diagnosis("compile-error", said, Location(name, line)), changed)
    assert found.message.endswith(told)
    assert found.location == Location(name, line)
    elsewhere = Diagnosis("compile-error", said, Location(changed.exercise.editable[0], 1))
    assert of_call_of_set_source(elsewhere, changed) is elsewhere


@pytest.mark.parametrize(
    ("slug", "old", "new", "name"),
    [
        ("fibonacci", '"fibonacci.c"', '"fibonacci.h"', "fibonacci.h"),
        ("strings", '"greeting.c"', '"greeting"', "greeting"),
        ("header", '"mast.c"', 'f"{HERE}/libmast.so"', "/tmp/x/libmast.so"),
    ],
)
def test_a_source_that_is_nothing_to_compile_is_told_wherever_it_was_noticed(slug, old, new, name):
    build, script = f"{slug}_build.py", f"{slug}_api.py"
    changed = case(slug, build, script, edits=[(build, old, new)])
    ending = Path(name).suffix
    said = f"python {build} failed: UnknownFileType: unknown file type '{ending}' (from '{name}')"
    found = better(Diagnosis("compile-error", said, Location(script, 3)), changed)
    assert f'has "{name}" in sources' in found.message
    assert found.location == Location(build, line_with(changed, build, new))


def test_where_nothing_differs_the_function_that_was_called_is_named():
    same = case("libm", "libm_abi.py")
    place = better(wrong("cube_root(8.0)"), same).location
    assert place == Location("libm_abi.py", line_with(same, "libm_abi.py", "return lib.cbrt(x)"))


def test_a_mistake_of_the_build_script_is_not_charged_to_the_import_of_its_module():
    edits = [("libm_build.py", '"_libm"', '"_lib"')]
    changed = case("libm", "libm_build.py", "libm_api.py", edits=edits)
    symptom = Location("libm_api.py", line_with(changed, "libm_api.py", "from _libm"))
    finding = Diagnosis("import-error", "import libm_api failed: No module named '_libm'.", symptom)
    assert better(finding, changed).location.file == "libm_build.py"


def test_generated_c_gives_way_to_the_script_that_had_it_made():
    edits = [
        ("passwd_build.py", "char *pw_name;", "const char *pw_name;"),
        ("passwd_build.py", "char *pw_dir;", "char *pw_home;"),
    ]
    changed = case("passwd", "passwd_build.py", "passwd_api.py", edits=edits)
    said = (
        "_passwd.c, line 747, does not compile: "
        "'struct passwd' has no member named 'pw_home'; did you mean 'pw_name'?"
    )
    found = better(Diagnosis("compile-error", said, Location("_passwd.c", 747)), changed)
    line = line_with(changed, "passwd_build.py", "pw_home")
    assert found.location == Location("passwd_build.py", line)
    assert found.message.startswith(f"The C of passwd_build.py, line {line}, does not compile:")


def test_a_header_that_is_not_there_is_looked_for_by_its_name():
    edits = [
        ("passwd_build.py", 'HEADERS = """', 'NAME = "acount.h"\nHEADERS = f"""'),
        ("passwd_build.py", '"account.h"', '"{NAME}"'),
    ]
    changed = case("passwd", "passwd_build.py", "passwd_api.py", edits=edits)
    said = "_passwd.c, line 747, does not compile: acount.h: No such file or directory."
    found = better(Diagnosis("compile-error", said, Location("_passwd.c", 747)), changed)
    assert found.location == Location(
        "passwd_build.py", line_with(changed, "passwd_build.py", "NAME =")
    )


def test_a_header_that_is_there_is_looked_for_in_the_wrong_folder():
    edits = [("fibo_build.py", 'include_dirs=["c"]', '**{"include_dirs": ["."]}')]
    changed = case("packaging", "fibo_build.py", edits=edits)
    said = "fibo._fibo.c, line 571, does not compile: fibo.h: No such file or directory."
    finding = Diagnosis("compile-error", said, Location("_fibo.c", 571), '571 | #include "fibo.h"')
    line = line_with(changed, "fibo_build.py", "include_dirs")
    assert better(finding, changed).location == Location("fibo_build.py", line)


# --- what is not begun ---


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


# --- cdefs ---

UNREADABLE = {
    "an unknown type": (
        "void fibo_step(int46_t *current, int64_t *next);", 24, "*",
        'column 34, it stops at "*", since it does not know the type "int46_t"; is int64_t meant?',
    ),
    "a comma that is missing": (
        "void fibo_step(int64_t *current int64_t *next);", 33, "int64_t",
        'column 43, it stops at "int64_t", after "current": a comma, a semicolon or a bracket is '
        'missing',
    ),
}  # fmt: skip


@pytest.mark.parametrize(("cdef", "column", "word", "said"), UNREADABLE.values(), ids=UNREADABLE)
def test_what_cffi_cannot_read_is_told_by_word_line_and_column(cdef, column, word, said):
    good = "void fibo_step(int64_t *current, int64_t *next);"
    changed = case("fibonacci", "fibonacci_abi.py", edits=[("fibonacci_abi.py", good, cdef)])
    detail = f'CDefError: cannot parse "{cdef}"\n<cdef source string>:1:{column}: before: {word}'
    found = better(Diagnosis("cdef-error", "cffi cannot read the cdef.", None, detail), changed)
    line = line_with(changed, "fibonacci_abi.py", cdef)
    assert found.location == Location("fibonacci_abi.py", line)
    assert found.message.startswith(
        f"cffi cannot read the cdef: in fibonacci_abi.py, line {line}, {said}"
    )


UNREADABLE_LINES = {
    "a type that only a struct has": (
        "directory *directory_open(const char *path);\n", "struct directory *directory_open",
        'it does not know the type "directory"; is struct directory meant?',
    ),
    "a semicolon that is missing": (
        "struct directory *directory_open(const char *path)\n", "struct directory *directory_open",
        "a semicolon is missing behind",
    ),
    "a member of an unknown type": (
        "struct inside { int a;\n size_type n; };\n", "",
        'it does not know the type "size_type"',
    ),
    "a parameter that has a name alone": (
        "int f(bool2);\n", "", 'it does not know the type "bool2"',
    ),
    "a block of C++": ('extern "C" { int g(int n); }\n', "", "cffi cannot read the cdef"),
    "a va_list": (
        "int f(const char *form, va_list all);\n", "", "a va_list is declared, which only C can make",
    ),
}  # fmt: skip


@pytest.mark.filterwarnings("ignore:String literal found in cdef")
@pytest.mark.parametrize(("cdef", "goes", "said"), UNREADABLE_LINES.values(), ids=UNREADABLE_LINES)
def test_what_cffi_stops_at_without_a_word_is_found_in_the_learners_lines(cdef, goes, said):
    old = "    struct directory *directory_open(const char *path);\n"
    name = "directory_abi.py"
    changed = case("directory", name, edits=[(name, old, f"    {cdef}" + ("" if goes else old))])
    text = changed.submission.text(name).split('cdef("""')[1].split('"""')[0]
    with pytest.raises(CDefError) as raised:
        FFI().cdef(text)
    detail = f"CDefError: {raised.value}"
    found = better(Diagnosis("cdef-error", "cffi cannot read the cdef.", None, detail), changed)
    assert said in found.message
    last = cdef.strip().split("\n")[-1]
    assert found.location == Location(name, line_with(changed, name, last))


def test_a_struct_that_differs_points_at_the_member():
    edits = [("passwd_abi.py", "int64_t limit;", "int limit;")]
    changed = case("passwd", "passwd_abi.py", edits=edits)
    message = "The struct account.disk.limit is int in the cdef, but int64_t in account.h."
    place = better(Diagnosis("cdef-mismatch", message), changed).location
    assert place.line == line_with(changed, "passwd_abi.py", "int limit;")


# --- what nothing complains about ---


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


# --- packages ---

FAILED = Diagnosis("make-failed", "Building the source distribution failed.")
CHOKED = {
    "another Python": (
        [("pyproject.toml", ">=3.11", ">=4")],
        "ERROR: Package 'fibo' requires a different Python: 3.11.7 not in '>=4'",
        "requires-python in pyproject.toml is '>=4'", "requires-python =",
    ),
    "a list that is a text": (
        [("pyproject.toml", 'dependencies = ["cffi>=1.17"]', 'dependencies = "cffi"')],
        "configuration error: `project.dependencies` must be array",
        "The key project.dependencies in pyproject.toml", "dependencies =",
    ),
    "an entry that is no package": (
        [("pyproject.toml", 'dependencies = ["cffi>=1.17"]', 'dependencies = [\n  "numpy",\n  "_cffi_backend",\n]')],
        "configuration error: `project.dependencies[1]` must be pep508\n\nGIVEN VALUE:\n    "
        '"_cffi_backend"\n\nOFFENDING RULE',
        "Entry 2 of the key project.dependencies in pyproject.toml is not as setuptools wants it: "
        "it must be the name of a package", '"_cffi_backend"',
    ),
    "a key that lacks": (
        [("pyproject.toml", 'name = "fibo"\n', "")],
        "configuration error: `project` must contain ['name'] properties",
        "The table [project] of pyproject.toml lacks the key name.", "[project]",
    ),
    "a folder that is not there": (
        [("pyproject.toml", '"src"', '"source"')],
        "error: error in 'egg_base' option: 'source' does not exist or is not a directory",
        "package-dir in pyproject.toml names the folder 'source'", "package-dir",
    ),
    "an option nobody knows": (
        [("setup.py", "cffi_modules=", "cffi_module=")],
        "UserWarning: Unknown distribution option: 'cffi_module'",
        "setuptools does not know the option cffi_module of setup() in setup.py", "cffi_module=",
    ),
    "a script that exits": (
        [("setup.py", "setup(cffi", 'raise SystemExit("not today")\nsetup(cffi')],
        "not today", "setup.py ended the build by itself; it said: not today.", "SystemExit",
    ),
    "a script that exits without a word": (
        [("setup.py", "setup(cffi", "raise SystemExit(3)\nsetup(cffi")],
        "removing 'fibo-1.0' (and everything under it)",
        "setup.py ended the build by itself.", "SystemExit",
    ),
    "a table that nobody reads": (
        [("pyproject.toml", "[build-system]", "[build_system]")],
        "setuptools does not know the option cffi_modules, and goes on without it: the package "
        "would lack its extension module. It is cffi that adds the option, so requires in "
        "pyproject.toml has to name cffi.",
        "pyproject.toml has a table [build_system], which nobody reads; is [build-system] meant?",
        "[build_system]",
    ),
    "a script that is no Python": (
        [("setup.py", "setup(cffi", "setup((cffi")],
        'Traceback\n  File "<string>", line 5\n    setup((\n         ^\nSyntaxError: \'(\' was '
        'never closed',
        "setup.py, line 5, is not valid Python: '(' was never closed.", "setup((cffi",
    ),
    "a cdef that cffi cannot read": (
        [("fibo_build.py", "*next);", "*next)")],
        '  File "fibo_build.py", line 6, in <module>\ncffi.CDefError: parse error\n<cdef source '
        'string>: End',
        "cffi cannot read the cdef: parse error.", "ffibuilder.cdef(",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("edits", "said", "told", "at"), CHOKED.values(), ids=CHOKED)
def test_what_a_build_choked_on_is_told_by_key_and_line(edits, said, told, at):
    names = ("fibo_build.py", "setup.py", "pyproject.toml", "MANIFEST.in")
    changed = case("packaging", *names, edits=edits)
    found = better(Diagnosis(FAILED.cause, FAILED.message, None, said), changed)
    assert told in found.message
    assert found.location.line == line_with(changed, found.location.file, at)


SOURCES = {
    "None": ("'#include \"fibo.h\"'", "None", "was given None, which is ABI mode"),
    "no folder": (
        '"c/fibo.c"',
        '"fibo.c"',
        "names 'fibo.c', which is not there; expected 'c/fibo.c'",
    ),
    "another folder, joined": (
        '"c/fibo.c"',
        'os.path.join("src", "fibo.c")',
        "names the folder 'src' for 'fibo.c'; expected 'c/fibo.c'",
    ),
    "no folder, in a dict": (
        'sources=["c/fibo.c"]',
        '**{"sources": ["fibo.c"]}',
        "names 'fibo.c', which is not there; expected 'c/fibo.c'",
    ),
    "an absolute path": (
        '["c/fibo.c"]',
        '[str(Path(__file__).parent / "c" / "fibo.c")]',
        "names the C by an absolute path; expected 'c/fibo.c'",
    ),
    "an absolute path, joined": (
        '["c/fibo.c"]',
        '[os.path.join(os.getcwd(), "c", "fibo.c")]',
        "names the C by an absolute path; expected 'c/fibo.c'",
    ),
    "read, and no source": (
        '\'#include "fibo.h"\', sources=["c/fibo.c"]',
        'open("fibo.c").read()',
        "names 'fibo.c', which is not there; expected 'c/fibo.c'",
    ),
}


@pytest.mark.parametrize(("old", "new", "told"), SOURCES.values(), ids=SOURCES)
def test_c_that_never_came_along_is_told_by_what_set_source_was_given(old, new, told):
    changed = case("packaging", "fibo_build.py", "setup.py", edits=[("fibo_build.py", old, new)])
    lacks = Diagnosis(
        "missing-file", "The source distribution lacks c/fibo.c, without which nobody can build."
    )
    found = better(
        lacks, Case(changed.exercise, changed.submission, (*changed.files, "pyproject.toml"))
    )
    assert told in found.message
    assert "sources=" not in found.message or "sources" in changed.submission.text("fibo_build.py")
    assert found.location == Location(
        "fibo_build.py", line_with(changed, "fibo_build.py", "set_source(")
    )


# --- a file that is all the learner's own ---

# A file that shares no line with the solution; what failed; and the text of the line to look at.
OF_CPP = """#include "pi.h"
#include "generator.h"

struct place {
    float *x;
    explicit place(double *out) : x{out} {}
};

static uint64_t all(uint64_t seed, float many)
{
    float half = many / 2;
    return uint64_t(2 * half) + 0 * seed;
}

uint64_t pi_inside(uint64_t seed, uint64_t samples)
{
    return all(seed, samples);
}
"""
OF_FORTRAN = """integer(c_int64_t) function pi_points(seed, samples, xy) bind(c)
    use iso_c_binding
    integer(c_int64_t), value :: seed
    integer(c_int64_t), value :: samples
    integer(c_int64_t) :: k
    real(c_float) :: xy(*)
    pi_points = twice(seed) + samples
end function

integer function twice(k)
    twice = 2 * k
end function
"""
WHOLE_FILES = {
    "a parameter of Fortran": (
        "pi", "pi_fortran.f90", OF_FORTRAN,
        Diagnosis("signature-mismatch", "Parameter 3 of pi_points() is float * in pi_fortran.f90, but double * in pi.h."),
        ":: xy",
    ),
    "a header of C as one of C++": (
        "pi", "pi_cpp.cpp", OF_CPP,
        Diagnosis("missing-function", 'The library has pi_inside() as _Z9pi_inside. extern "C" gives a function its plain C name.'), '"pi.h"',
    ),
    "where a compiler stops": (
        "pi", "pi_cpp.cpp", OF_CPP,
        Diagnosis("compile-error", "pi_cpp.cpp, line 6, does not compile.", Location("pi_cpp.cpp", 6)), ": x{out}",
    ),
    "a rule of make of another name": (
        "fibonacci", "Makefile",
        "fibo.so: fibonacci.c\n\tgcc -shared -fPIC $< -o $@\n\nrebuild: tidy fibo.so\n\ntidy:\n\trm -f *.so\n",
        Diagnosis("make-failed", "make ended well, but built no libfibonacci.so."), "fibo.so: f",
    ),
    "no source in set_source()": (
        "fibonacci", "fibonacci_build.py",
        'import cffi\nbuilder = cffi.FFI()\nffibuilder = builder\nbuilder.cdef("void fibo_step(int64_t *, int64_t *);")\n'
        'builder.set_source("_fibonacci", "void f();")\n',
        Diagnosis("import-error", "The extension module was built, but fibo_step() is not in it."), "set_source(",
    ),
    "a copy where an exception was promised": (
        "evolve", "evolve_abi.py",
        "def evolve(new, old, a, dt, dx2, dy2):\n    rows, columns = old.shape\n    if rows != new.shape[0]:\n"
        '        raise ValueError("rows")\n    if columns != new.shape[1]:\n        raise ValueError("columns")\n'
        "    solid = np.ascontiguousarray(old)\n    lib.evolve(new, solid, rows, columns, a, dt, dx2, dy2)\n",
        wrong("evolve(...)", "None", "ValueError", "missing-exception"), "ascontiguousarray",
    ),
    "memory that nobody keeps": (
        "memory", "memory_abi.py",
        "class Table:\n    def from_python(cls, title, n):\n        record = ffi.new('table *')\n"
        "        text = title.encode()\n        if n < 0:\n            raise ValueError(n)\n"
        "        record.title = ffi.new('char[]', text)\n        record.n = n\n        lib.table_fill(record)\n"
        "        return Table(record)\n\n    def title(self):\n        return 1\n",
        Diagnosis("dangling-pointer", "The program gave C a pointer. This was tried: Reading a table of from_python()."),
        "record.title =",
    ),
    "memory of a smaller type than C sees": (
        "fibonacci", "fibonacci_abi.py",
        "def fibonacci(n):\n    x = ffi.new('int *', 0)\n    y = ffi.new('int64_t *', 1)\n    out = []\n"
        "    for k in range(n):\n        out.append(x[0])\n        two = 2\n"
        "        lib.fibo_step(ffi.cast('int64_t *', x), ffi.cast('int64_t *', y))\n    return out\n",
        Diagnosis("out-of-bounds", "fibonacci(10) read memory outside of an array.", Location("fibonacci_abi.py", 8)),
        "'int *'",
    ),
    "a raise that was not reached": (
        "passwd", "passwd_abi.py",
        "def _user(find, key):\n    entry = find(key)\n    ffi.errno = 0\n    if not entry and ffi.errno:\n"
        "        raise OSError(ffi.errno)\n    if True:\n        pass\n    if not entry:\n        raise KeyError(key)\n",
        Diagnosis.of("exception", Observation("user_by_id(2)", "raised", "KeyError: 2", "OSError"),
                     Location("passwd_abi.py", 9)),
        "if not entry and ffi.errno",
    ),
    "a number that is nearly right": (
        "bughunt", "bughunt_abi.py",
        "def mean(celsius):\n    a = 1\n    values = np.asarray(celsius, dtype=np.float32)\n    b = 2\n    c = 3\n"
        "    d = 4\n    return lib.station_mean(view(values), len(values))\n",
        wrong("mean([...])", "3.6785714", "3.6785714285714284"), "float32",
    ),
    "a quotient that is cut down to a whole number": (
        "evolve", "evolve.c",
        "void evolve(double *u, const double *u_previous, size_t nx, size_t ny, double a, double dt, double dx2)\n{\n"
        "    const int w = a * dt / dx2;\n    size_t k = 0;\n    k++;\n    k--;\n    u[k] = w * u_previous[k];\n"
        "    u[k] += 1;\n    u[k] -= 1;\n}\n",
        wrong("evolve()", "-49.3", "-20.8"), "const int w",
    ),
    "a function that is left before it did anything": (
        "fibonacci", "fibonacci.c",
        "void fibo_step(int64_t *current, int64_t *next)\n{\n    if (*current < 0)\n        return;\n    int64_t a = *next;\n"
        "    int64_t b = *current;\n    b += a;\n    *current = a;\n    *next = b;\n}\n",
        wrong("fibo_step(-72, 3)", "[-72, 3]", "[3, -69]"), "return;",
    ),
    "conditions, where what is returned stands there": (
        "callbacks", "callbacks_abi.py",
        "def compare_numbers(left, right):\n    a = 1\n    x = ffi.cast('int64_t *', left)\n    y = ffi.cast('int64_t *', right)\n"
        "    if x < y:\n        return -1\n    b = 2\n    c = 3\n    d = 4\n    return 0\n",
        wrong("compare_numbers()", "[30, -4, 7]", "[-4, 7, 30]"), "if x < y",
    ),
    "the very value that was seen": (
        "evolve", "evolve.c",
        "void evolve(double *u, const double *u_previous, size_t nx, size_t ny)\n{\n    for (size_t k = 0; k < ny; k++)\n"
        "        u[k] = 0.0;\n    for (size_t k = 1; k < nx; k++) {\n        size_t c = k;\n        c++;\n"
        "        u[c] = u_previous[c];\n    }\n}\n",
        wrong("evolve()", "0.0", "15.7"), "= 0.0",
    ),
    "None in the place of a value": (
        "header", "header_api.py",
        "def value_of(record):\n    if not record.kind:\n        return None\n    if record.kind == 4:\n"
        "        return record.value.real\n    if record.kind == 5:\n        return bytes(record.value.raw)\n"
        "    return record.value.count\n",
        wrong("value_of(record)", "None", "1080"), "return None",
    ),
    "a place where too few owners are kept": (
        "memory", "memory_abi.py",
        "class Table:\n    def from_python(cls, title, n):\n        text = ffi.new('char[]', title.encode())\n"
        "        rows = ffi.new('double[]', n)\n        record = ffi.new('struct table *', [text, rows, n])\n"
        "        lib.table_fill(record)\n        table = cls(record)\n        cls._owners = (text, rows)\n"
        "        return table\n\n    def title(self):\n        return 1\n",
        Diagnosis("dangling-pointer", "The program gave C a pointer. This was tried: Reading a table of from_python()."),
        "cls._owners =",
    ),
    "a cast of what ffi.gc() returns": (
        "strings", "strings_abi.py",
        "def greet(name):\n    text = lib.greeting_new(name, n)\n    view = ffi.cast('char *', ffi.gc(text, lib.greeting_free))\n"
        "    a = 1\n    b = 2\n    return ffi.buffer(view, n[0])[:].decode()\n",
        wrong("greet('Ada')", "'ZZZZ'", "'Hello, Ada!'"), "ffi.gc(text",
    ),
    "memory that nobody gives back": (
        "memory", "memory_abi.py",
        "class Table:\n    def from_library(cls, title, n):\n        fresh = lib.table_new(title.encode(), n)\n"
        "        if not fresh:\n            raise MemoryError\n        made = cls()\n        made.fresh = fresh\n"
        "        return made\n\n    def find(self, metres):\n        return lib.table_find(self.fresh, metres)\n",
        Diagnosis("leak", "When the last name of a table is gone, the number of tables that C still has is 1."),
        "lib.table_new(",
    ),
    "a call of C with the wrong numbers": (
        "fibonacci", "fibonacci_abi.py",
        "def fibonacci(n):\n    check(n)\n    pair = ffi.new('int64_t[2]', [0, 1])\n    found = [0, 1]\n"
        "    while len(found) < n:\n        lib.fibo_step(pair, pair + 1)\n        found.append(pair[1])\n"
        "    found.reverse()\n    found.sort()\n    return found\n",
        wrong("fibonacci(3)", "[0, 1, 2]", "[0, 1, 1]"), "lib.fibo_step(",
    ),
    "a constant of C, which is no call": (
        "header", "header_abi.py",
        "def value_of(record):\n    if record.kind == lib.MAST_NOTHING:\n        return None\n"
        "    if record.kind == lib.MAST_REAL:\n        return record.value.real\n"
        "    raw = ffi.cast('char *', record.value.raw)\n    return ffi.string(raw)\n",
        wrong("The last record", "b'MK'", "b'MK\\0'"), "ffi.string(",
    ),
    "what a list begins with": (
        "fibonacci", "fibonacci_abi.py",
        "def fibonacci(n):\n    check(n)\n    found = [0, 1]\n    pair = ffi.new('int64_t[2]', found)\n"
        "    while len(found) < n:\n        a = 1\n        lib.fibo_step(pair, pair + 1)\n        found.append(pair[1])\n"
        "    return found\n",
        wrong("fibonacci(1)", "[0, 1]", "[0]"), "found = [0, 1]",
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    ("slug", "name", "text", "finding", "at"), WHOLE_FILES.values(), ids=WHOLE_FILES
)
def test_in_a_file_of_their_own_the_line_is_of_the_kind_that_the_cause_looks_for(
    slug, name, text, finding, at
):
    changed = case(slug, name, texts={name: text})
    assert better(finding, changed).location == Location(name, line_with(changed, name, at))


LOOP = """#include "evolve.h"
void evolve(double *u, const double *u_previous, size_t nx, size_t ny,
            double a, double dt, double dx2, double dy2)
{
    for (size_t i = 1; i < BOUND; i++) {
        /* the interior */
        for (size_t j = 1; j < ny - 1; j++)
            u[i * ny + j] = u_previous[i * ny + j];
    }
}
"""


@pytest.mark.parametrize(
    ("bound", "size", "line"),
    [
        ("nx - 1", "nx = 0, ny = 0", 5),
        ("nx-1", "nx = 0, ny = 4", 5),
        ("nx - 1", "nx = 4, ny = 0", 7),
        ("nx - 1", "nx = 4, ny = 3", 8),
        ("(int)nx - 1", "nx = 0, ny = 4", 8),
    ],
)
def test_a_length_of_0_less_one_is_the_root_of_what_lies_beyond(bound, size, line):
    changed = case("evolve", "evolve.c", texts={"evolve.c": LOOP.replace("BOUND", bound)})
    message = f"evolve() with {size} read memory outside of an array."
    found = better(Diagnosis("out-of-bounds", message, Location("evolve.c", 8)), changed)
    assert found.location == Location("evolve.c", line)
    assert ("without a sign" in found.message) == (line != 8)


def test_a_library_of_the_systems_is_opened_by_its_short_name():
    said = "The library /usr/lib/libm.so was not found. Build it first: `make`."
    finding = Diagnosis("library-not-found", said, Location("libm_abi.py", 3))
    told = better(finding, case("libm", "libm_abi.py")).message
    assert 'ffi.dlopen("m")' in told
    assert "make" not in told
    assert better(finding, case("passwd", "passwd_abi.py")).message == said


@pytest.mark.parametrize(("said", "is_told"), [("'fibo.c'", True), ('f"{C}/fibo.c"', False)])
def test_a_part_of_a_text_that_is_put_together_is_no_name_of_a_file(said, is_told):
    edits = [("fibo_build.py", '["c/fibo.c"]', f"[{said}]")]
    files = ("fibo_build.py", "setup.py", "pyproject.toml")
    message = "The compiler says: fibo.c: No such file or directory."
    found = better(Diagnosis("compile-error", message), case("packaging", *files, edits=edits))
    assert ("which is not there" in found.message) == is_told


@pytest.mark.parametrize(
    ("message", "edits", "file", "at"),
    [
        (
            "The wheel holds _fibo.abi3.so, fibo/__init__.py; expected fibo/_fibo.* in it.",
            [("fibo_build.py", '"fibo._fibo"', '"_fibo"')],
            "fibo_build.py",
            "set_source(",
        ),
        (
            "The wheel holds _fibo.abi3.so, fibo/__init__.py; expected fibo/_fibo.* in it.",
            [
                ("fibo_build.py", '"fibo._fibo"', "MODULE"),
                ("fibo_build.py", "ffibuilder = ", 'MODULE = "_fibo"\n\nffibuilder = '),
            ],
            "fibo_build.py",
            "MODULE = ",
        ),
        (
            "Building failed: 'fibo_build.py:builder': object 'builder' not found in module.",
            [("setup.py", "fibo_build.py:ffibuilder", "fibo_build.py:builder")],
            "setup.py",
            "py:builder",
        ),
        (
            "The source distribution lacks src/fibo/__init__.py, without which nobody can build.",
            [
                ("pyproject.toml", 'packages = ["fibo"]\n', ""),
                (
                    "pyproject.toml",
                    '{ "" = "src" }',
                    '{ "" = "src" }\npackages.find.where = ["lib"]',
                ),
            ],
            "pyproject.toml",
            "packages.find.where",
        ),
        (
            "The wheel holds src/fibo/__init__.py; expected fibo/__init__.py in it.",
            [
                ("pyproject.toml", 'packages = ["fibo"]\n', ""),
                (
                    "pyproject.toml",
                    '{ "" = "src" }',
                    '{ "" = "src" }\npackages.find.where = ["."]',
                ),
            ],
            "pyproject.toml",
            "packages.find.where",
        ),
        (
            "The source distribution lacks src/fibo/__init__.py, without which nobody can build.",
            [
                ("pyproject.toml", 'packages = ["fibo"]\n', ""),
                (
                    "pyproject.toml",
                    '{ "" = "src" }',
                    '{ "" = "src" }\npackages.find.include = ["fibo.*"]',
                ),
            ],
            "pyproject.toml",
            "packages.find.include",
        ),
        (
            "It is cffi that adds the option, so requires in pyproject.toml has to name cffi.",
            [
                ("pyproject.toml", ', "cffi>=1.17"]\nbuild', "]\nbuild"),
                ("pyproject.toml", "[build-system]", "[tool.mine]\na = 1\n\n[build-system]"),
            ],
            "pyproject.toml",
            "requires = ",
        ),
        (
            'The wheel does not say that it needs cffi, but for extra == "c". So it fails.',
            [
                ("pyproject.toml", 'dependencies = ["cffi>=1.17"]\n', ""),
                (
                    "pyproject.toml",
                    "[tool.setuptools]",
                    '[project.optional-dependencies]\nall = []\nc = ["cffi"]\n\n[tool.setuptools]',
                ),
            ],
            "pyproject.toml",
            'c = ["cffi"]',
        ),
    ],
)
def test_what_a_package_lacks_is_looked_for_where_it_is_named(message, edits, file, at):
    names = ("setup.py", "pyproject.toml", "fibo_build.py")
    changed = case("packaging", *names, edits=edits)
    found = better(Diagnosis("missing-file", message), changed)
    assert found.location == Location(file, line_with(changed, file, at))


@pytest.mark.parametrize(
    ("tag", "told"),
    [
        ("cp31", "which is Python 3.1: no Python before 3.2 has the limited API"),
        ("cp30", "which is Python 3.0: no"),
        ("cp399", "a newer Python than the one that builds"),
    ],
)
def test_a_tag_that_setuptools_refuses_is_told_by_the_python_that_it_is(tag, told):
    name = "pyproject.toml"
    asked = case("shipping", name, "setup.py", edits=[(name, '"cp311"', f'"{tag}"')])
    said = f"AssertionError: would build wheel with unsupported tag ('{tag}', 'abi3', 'linux')"
    found = better(Diagnosis("make-failed", "Building the wheel failed.", None, said), asked)
    assert f'py-limited-api is "{tag}", {told}' in found.message
    assert found.location == Location(name, line_with(asked, name, tag))


@pytest.mark.parametrize("module", ["_pi", "_pi_cpp", "_pi_fortran"])
def test_of_several_modules_the_one_that_lacks_something_is_named(module):
    name = "pi_build.py"
    edits = [(name, f'"{module}",', f'"{module}",  # mine')] if module != "_pi" else []
    edits.append((name, "    each.compile(", "    each  .compile("))
    asked = case("pi", name, edits=edits)
    message = "The extension module was built, but pi_points() is not in it. Name its C in `sources=[...]`."
    detail = f"ImportError: {module}.cpython-311-x86_64-linux-gnu.so: undefined symbol: pi_points"
    found = better(Diagnosis("import-error", message, None, detail), asked).location
    calls = [
        call for call in asked.source(name).calls_of("set_source") if call.args[0].value == module
    ]
    assert found.file == name
    assert calls[0].lineno <= found.line <= calls[0].end_lineno


OWN_C = {
    "packaging": (
        "fibo_build.py",
        ('\'#include "fibo.h"\', sources=["c/fibo.c"]', '"void fibo_step(int64_t *a, int64_t *b)\\n{ *a = *b; }"'),
        "fibo_step",
    ),
    "strings": (
        "strings_build.py",
        ('\'#include "greeting.h"\'', '"static double mybasic(double c) { return 1.8 * c + 32; }"'),
        "mybasic",
    ),
}  # fmt: skip


@pytest.mark.parametrize("slug", OWN_C)
def test_c_of_ones_own_in_set_source_is_what_answers_in_the_place_of_the_library(slug):
    name, edit, function = OWN_C[slug]
    asked = case(slug, name, edits=[(name, *edit)])
    found = better(Diagnosis("did-not-call-c", "It returned 3; expected 4."), asked)
    assert f"defines {function}() once more" in found.message
    assert found.location == Location(name, line_with(asked, name, ".set_source("))
    helper = edit[1].replace(function, "of_my_own")
    asked = case(slug, name, edits=[(name, edit[0], helper)])
    assert "once more" not in better(Diagnosis("did-not-call-c", "It is 3."), asked).message


OWN_MODULE = {
    "import": ("import fibo_build\n", "import fibo_build"),
    "from": ("\n\nfrom fibo_build import ffibuilder\n", "from fibo_build"),
}


@pytest.mark.parametrize(("added", "at"), OWN_MODULE.values(), ids=OWN_MODULE)
def test_a_build_that_imports_a_file_beside_setup_is_not_told_to_ask_for_a_package(added, at):
    names = ("setup.py", "pyproject.toml", "fibo_build.py")
    edits = [("setup.py", "from setuptools", f"{added}from setuptools")]
    changed = case("packaging", *names, edits=edits)
    said = "ModuleNotFoundError: No module named 'fibo_build'"
    found = better(Diagnosis("import-error", "Building failed.", None, said), changed)
    assert "requires" not in found.message
    assert "cffi_modules=" in found.message
    assert found.location == Location("setup.py", line_with(changed, "setup.py", at))
    other = Diagnosis("import-error", "Building failed.", None, said.replace("fibo_build", "tomli"))
    assert "requires in pyproject.toml" in better(other, changed).message


def test_a_command_that_writes_over_a_source_is_told_as_that():
    edits = [("Makefile", "-o $@ fibonacci.c", "-o fibonacci.c $@")]
    changed = case("fibonacci", "Makefile", edits=edits)
    line = line_with(changed, "Makefile", "-o fibonacci.c")
    ran = f"cc -shared -o fibonacci.c libfibonacci.so\nmake: *** [Makefile:{line}: all] Error 1"
    said = "make failed. The linker cannot find the file libfibonacci.so."
    found = better(Diagnosis("make-failed", said, None, ran), changed)
    assert found.message == f"{said} The command has -o fibonacci.c, which writes over that file."
    assert found.location == Location("Makefile", line)
    usual = better(
        Diagnosis("make-failed", said, None, ran.replace("-o fibonacci.c", "-o x.so")), changed
    )
    assert usual.message == said


WITHOUT_SOURCE = [("Makefile", "$(LIBRARY): fibonacci.c fibonacci.h", "$(LIBRARY): fibonacci.h")]
TOLD_BY_NAME = {
    "a target whose name a variable has": (
        "evolve", "Makefile", [("Makefile", "CFLAGS =", "NAME = evolve\nCFLAGS ="), ("Makefile", ": evolve.c", ": $(NAME).cc")],
        "make-failed", "make failed: No rule to make target 'evolve.cc', needed by 'x'.", "$(NAME).cc",
    ),
    "a command that makes no library": (
        "evolve", "Makefile", [("Makefile", "-O3 ", ""), ("Makefile", "-shared ", "-c ")], "make-failed",
        "make built libevolve.so, but it is no shared library that can be opened: x.", "-c -fPIC",
    ),
    "a library that is linked by a variable": (
        "fibonacci", "Makefile", [("Makefile", "CFLAGS =", "LIBS = -lfibo\nCFLAGS ="), ("Makefile", "fibonacci.c\n\nclean", "fibonacci.c $(LIBS)\n\nclean")],
        "make-failed", "make failed. The linker cannot find the library -lfibo.", "LIBS = -lfibo",
    ),
    "a library that its own rule reads": (
        "fibonacci", "Makefile", [("Makefile", "= libfibonacci.so", "=  libfibonacci.so"), ("Makefile", "-o $@ fibonacci.c", "$@")],
        "make-failed", "make failed. The linker cannot find the file libfibonacci.so.", "-fPIC $@",
    ),
    "a variable that looks for files where none are": (
        "fibonacci", "Makefile", [("Makefile", "CFLAGS =", "FOUND = $(wildcard x/*.c)\nSOURCES = $(FOUND:.c=.o)\nCFLAGS ="), ("Makefile", "fibonacci.c\n\nclean", "$(SOURCES)\n\nclean")],
        "make-failed", "make failed. The compiler says: no input files.", "FOUND = ",
    ),
    "a target that nothing makes": (
        "fibonacci", "Makefile", [("Makefile", ": fibonacci.c", ": fibonaci.o"), ("Makefile", "-O2 ", "")],
        "make-failed", "make failed: No rule to make target 'fibonaci.o', needed by 'x'.", ": fibonaci.o",
    ),
    "a library that a rule for all makes of another file": (
        "fibonacci", "Makefile", [("Makefile", "$(LIBRARY): fibonacci.c fibonacci.h", "%.so: %.c"), ("Makefile", "-O2 ", "")],
        "make-failed", "make failed: No rule to make target 'libfibonacci.so', needed by 'all'.", "%.so: ",
    ),
    "a library of nearly the name": (
        "fibonacci", "Makefile", [("Makefile", "= libfibonacci.so", "= fibonacci.so"), ("Makefile", "-O2 ", "")],
        "make-failed", "make ended well, but built no libfibonacci.so.", "= fibonacci.so",
    ),
    "a cache, which keeps what it was called with": (
        "strings", "strings_abi.py",
        [("strings_abi.py", "def encode(", "@functools.lru_cache(maxsize=None)\ndef encode("),
         ("strings_abi.py", '        raise ValueError(', '        raise  ValueError(')],
        "leak", "encode() got eight texts, and then these were let go. The number of texts still in memory is 8.", "lru_cache",
    ),
    "a library that stays as it is": (
        "fibonacci", "Makefile", [*WITHOUT_SOURCE, ("Makefile", "all: ", "it: ")],
        "make-failed", "fibonacci.c was changed, but libfibonacci.so is still the old one.", "$(LIBRARY): ",
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    ("slug", "name", "edits", "cause", "message", "at"), TOLD_BY_NAME.values(), ids=TOLD_BY_NAME
)
def test_the_line_is_the_one_that_has_the_name(slug, name, edits, cause, message, at):
    changed = case(slug, name, edits=edits)
    found = better(Diagnosis(cause, message), changed)
    assert found.location == Location(name, line_with(changed, name, at))


# A loop over each line of a function of their own, and what the check saw.
HELPER = """def safe(function, *numbers):
    try:
        return function(*numbers)
    except TypeError:
        return 0.0


def cube_root(x):
    return safe(lib.cbrt, x)
"""
LIST = """def fibonacci(n):
    pair = ffi.new("int64_t[]", [0, 1])
    found = []
    for k in range(n):
        found.append(pair[0:1])
        if k:
            step(pair)
    check(found)
    return found
"""
DICT = """def user(entry):
    found = {}
    found["name"] = text(entry.pw_name)
    found["home"] = entry.pw_dir
    found["uid"] = entry.pw_uid
    found["gid"] = entry.pw_gid
    return found
"""
STATIC = """#include "fibonacci.h"
void fibo_step(int64_t *current, int64_t *next)
{
    static const int64_t zero = 0;
    static int64_t a;
    a = *next;
    int64_t b = *next;
    *next += *current + zero;
    *current = a + b - a;
}
"""
ONE_RAISE = """def fibonacci(n):
    if n < 0:
        raise ValueError(n)
    if n > 93:
        raise OverflowError(n)
    first = 0
    second = 1
    more(first, second)
    return lib.all(n)
"""
LINES = {
    "a helper that catches": ("libm", "libm_api.py", HELPER, ("cube_root('8')", "nan", "TypeError", "missing-exception"), "except"),
    "an item of a list": ("fibonacci", "fibonacci_api.py", LIST, ("fibonacci(3)", "<cdata> in [0], which belongs to C", "[0]", "cdata-leaked"), "append("),
    "a key of a dict": ("passwd", "passwd_api.py", DICT, ("user(0)", "{}, with bytes in [\"home\"]", "{}", "wrong-type"), '"home"'),
    "a variable that stays": ("fibonacci", "fibonacci.c", STATIC, ("fibo_step(3, 5)", "[1, 2]", "[5, 8]", "wrong-value"), "static int64_t a;"),
    "the one raise of its kind": ("fibonacci", "fibonacci_abi.py", ONE_RAISE, ("fibonacci(93)", "[]", "OverflowError", "missing-exception"), "if n > 93"),
}  # fmt: skip


@pytest.mark.parametrize(("slug", "name", "text", "seen", "at"), LINES.values(), ids=LINES)
def test_what_was_seen_tells_the_line_of_a_function_of_their_own(slug, name, text, seen, at):
    changed = case(slug, name, texts={name: text})
    place = better(wrong(*seen), changed).location
    assert place == Location(name, line_with(changed, name, at))


def test_another_function_in_the_place_of_one_is_the_line_of_the_cdef():
    edits = [("libm_abi.py", "double hypot(", "double hypotenuse(")]
    changed = case("libm", "libm_abi.py", edits=edits)
    said = "The cdef does not declare hypot(), which math.h has; it declares hypotenuse() in its place."
    line = line_with(changed, "libm_abi.py", "double hypotenuse(")
    assert better(Diagnosis("cdef-mismatch", said), changed).location.line == line


def test_a_type_that_no_include_brings_is_the_mistake_of_set_source():
    edits = [("passwd_build.py", "    #include <pwd.h>\n", "")]
    changed = case("passwd", "passwd_build.py", "passwd_api.py", edits=edits)
    said = "_passwd.c, line 590, does not compile: invalid use of undefined type 'struct passwd'."
    found = better(Diagnosis("compile-error", said, Location("_passwd.c", 590)), changed)
    assert "No #include" in found.message
    assert found.location.line == line_with(changed, "passwd_build.py", ".set_source(")


def test_a_cdef_that_the_packages_python_cannot_call_is_the_root():
    edits = [("fibo_build.py", "int64_t *current", "int32_t *current")]
    changed = case("packaging", "fibo_build.py", "pyproject.toml", edits=edits)
    said = "fibo.fibonacci(2) raised TypeError: initializer for ctype 'int32_t *' must be a pointer"
    found = better(Diagnosis("exception", said), changed)
    assert (found.cause, found.location.file) == ("cdef-mismatch", "fibo_build.py")
    assert "The cdef of fibo_step() in fibo_build.py" in found.message


def test_members_of_a_struct_that_no_header_lays_out_are_the_mistake():
    edits = [
        (
            "directory_build.py",
            "    struct directory *",
            "    struct directory { void *stream; };\n    struct directory *",
        )
    ]
    changed = case("directory", "directory_build.py", "directory_api.py", edits=edits)
    said = "_directory.c, line 590, does not compile: invalid use of undefined type 'struct directory'."
    found = better(Diagnosis("compile-error", said, Location("_directory.c", 590)), changed)
    line = line_with(changed, "directory_build.py", "{ void")
    assert found.location.line == line
    assert f"directory_build.py, line {line}," in found.message
    assert "declare the name alone" in found.message


def test_a_decorator_that_is_deep_is_read():
    deep = f"@{'.'.join(['a'] * 2500)}\ndef more(): pass\n\n\nclass Strikes:"
    edits = [("events_api.py", "class Strikes:", deep)]
    asked = case("events", "events_build.py", "events_api.py", edits=edits)
    finding = wrong("anext()", "nothing", "a strike")
    assert better(finding, asked).cause == "wrong-value"


def test_a_method_that_the_check_names_comes_before_the_class_of_a_word():
    edits = [
        ("frames_abi.py", "        return array\n", "        return array[::-1]\n"),
        ("frames_abi.py", "        ffi.release(self._camera)\n", "        self._camera = None\n"),
    ]
    asked = case("frames", "frames_abi.py", edits=edits, title="frame() gives the pixels")
    said = Observation("Two pictures of a camera of 3 by 5 pixels", "are", "[2, 1]", "[1, 2]")
    location = better(Diagnosis.of("wrong-value", said), asked).location
    assert location == Location("frames_abi.py", line_with(asked, "frames_abi.py", "array[::-1]"))


# A style of its own in both scripts, and a mistake in one of them.
STYLE = [
    ("        if frame == ffi.NULL:", "        if not frame:"),
    ("        buffer = ffi.buffer(pixels, frame.height * frame.row_stride)\n",
     "        size = frame.height * frame.row_stride\n        buffer = ffi.buffer(pixels, size)\n"),
    ("        array = np.ndarray(", "        picture = array = np.ndarray("),
]  # fmt: skip
MISTAKES = {
    "a copy": ("        return array\n", "        return picture.copy()\n", "picture.copy()"),
    "another type": ("np.uint16, buffer", "np.int16, buffer", "np.int16"),
    "another pointer": ("ffi.buffer(pixels, size)", "ffi.buffer(frame.pixels, size)", "frame.pixels, size"),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "at"), MISTAKES.values(), ids=MISTAKES)
@pytest.mark.parametrize("script", ["frames_abi.py", "frames_api.py"])
def test_where_one_script_is_another_than_its_twin_the_mistake_is_there(script, old, new, at):
    edits = [(name, *pair) for pair in STYLE for name in ("frames_abi.py", "frames_api.py")]
    asked = case("frames", script, edits=[*edits, (script, old, new)], title="frame() gives pixels")
    said = Observation("Two pictures of a camera", "are", "[2, 1]", "[1, 2]")
    location = better(Diagnosis.of("wrong-value", said), asked).location
    assert location == Location(script, line_with(asked, script, at))


@pytest.mark.parametrize("cdef", ["uint32_t second;", "float real;", "mast *mast_open(void);"])
def test_a_cdef_in_a_style_of_its_own_is_not_what_makes_scripts_differ(cdef):
    """It stands in one of the two; the mistake stands in both."""
    copied = "return ffi.string(record.value.raw)"
    edits = [("header_abi.py", cdef, f"{cdef}  /* said in the header */")]
    edits += [
        (f"header_{mode}.py", "return bytes(record.value.raw)", copied) for mode in ("abi", "api")
    ]
    asked = case("header", "header_abi.py", edits=edits, title="A record is read as C left it")
    said = Observation(
        "All channels of a new mast were read. The last record", "is", "b'MK'", "b'MK\\0'"
    )
    location = better(Diagnosis.of("wrong-value", said), asked).location
    assert location == Location("header_abi.py", line_with(asked, "header_abi.py", copied))


def test_libraries_of_other_names_make_no_difference_between_twins():
    address = 'ffi.addressof({}, "shortlex_compare")'
    edits = [
        ("capstone_abi.py", "libshortlex.shortlex_compare", address.format("libshortlex")),
        ("capstone_api.py", "lib.shortlex_compare", address.format("lib")),
        ("capstone_abi.py", "np.float64).copy()", "np.float64)"),
    ]
    asked = case("capstone", "capstone_abi.py", edits=edits)
    assert asked.source("capstone_abi.py").odd == [
        line_with(asked, "capstone_abi.py", "np.float64)")
    ]


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


BUILDING = "Building the wheel did not end in time and was stopped. Does a loop never finish?"
IMPORTING = "Importing memory_build.py was stopped: all that was tried together took longer."
WAITS = {
    "a loop of setup.py": ("shipping", "setup.py", BUILDING, "while True:\n    pass", "while True"),
    "a loop of the build script": ("packaging", "fibo_build.py", BUILDING, "n = 9\nwhile n:\n    n = n", "while n"),
    "a sleep of setup.py": ("packaging", "setup.py", BUILDING, "time.sleep(10**6)", "time.sleep"),
    "a loop in API mode": ("memory", "memory_build.py", IMPORTING, "t.join()\nwhile True:\n    t.join()", "while"),
    "a command": ("memory", "memory_build.py", IMPORTING, "subprocess.run(['make', 'all'])", "subprocess"),
}  # fmt: skip


@pytest.mark.parametrize(("slug", "name", "said", "text", "at"), WAITS.values(), ids=WAITS)
def test_a_build_that_does_not_end_is_looked_for_in_what_the_build_runs(slug, name, said, text, at):
    old, *others = {
        "setup.py": ("\nsetup(", "pyproject.toml", "MANIFEST.in", "src/fibo/_fibo.pyi", "fibo_build.py"),
        "fibo_build.py": ("ffibuilder.cdef(", "pyproject.toml", "setup.py"),
        "memory_build.py": ("ffibuilder.set_source(", "memory_api.py"),
    }[name]  # fmt: skip
    edits = [(name, old, f"\n{text}\n{old}")]
    if name == "memory_build.py":
        edits.append(
            (
                "memory_api.py",
                "    def close(self)",
                "    while False:\n        pass\n\n    def close(self)",
            )
        )
    there = case(slug).submission.files
    asked = case(slug, *(each for each in (*others, name) if each in there), edits=edits)
    found = better(Diagnosis("timeout", said), asked)
    assert found.location == Location(name, line_with(asked, name, at))
    assert [*places_to_try(found, asked)] == []


TWICE = {
    "in sources": ('sources=["c/fibo.c"]', 'sources=[\n    "c/fibo.c",\n    "./c/fibo.c"]', '    "./c/fibo.c"'),
    "in an #include": ('\'#include "fibo.h"\'', '\'#include "c/fibo.c"\'', "c/fibo.c"),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "at"), TWICE.values(), ids=TWICE)
def test_a_source_that_is_compiled_twice_is_told_where_it_is_named_again(old, new, at):
    asked = case("packaging", "fibo_build.py", edits=[("fibo_build.py", old, new)])
    said = "fibo_step() is defined twice: the same C was compiled into the library two times."
    found = better(Diagnosis("link-error", said), asked)
    assert "c/fibo.c" in found.message
    assert found.message.endswith("; expected it once.")
    assert found.location == Location("fibo_build.py", line_with(asked, "fibo_build.py", at))
    once = case("packaging", "fibo_build.py")
    assert better(Diagnosis("link-error", said), once).message == said


def test_a_version_of_python_without_an_operator_is_told_at_its_key():
    edits = [("pyproject.toml", 'requires-python = ">=3.11"', 'requires-python = "3.11"')]
    asked = case("packaging", "setup.py", "pyproject.toml", edits=edits)
    said = "packaging.specifiers.InvalidSpecifier: Invalid specifier: '3.11'"
    found = better(Diagnosis("make-failed", "Building failed.", None, said), asked)
    assert "requires-python in pyproject.toml is '3.11'" in found.message
    line = line_with(asked, "pyproject.toml", "requires-python")
    assert found.location == Location("pyproject.toml", line)
    other = Diagnosis("make-failed", "Building failed.", None, said.replace("3.11", "one"))
    assert "requires-python" not in better(other, asked).message


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
