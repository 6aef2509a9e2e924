"""What compilers and sanitizers really print becomes a cause, a sentence and a line."""

import ast
import re
import subprocess
from itertools import chain, pairwise

import pytest
from cffi import FFI

from cffi_workshop.exercises.causes import CAUSES
from cffi_workshop.grading import diagnose
from cffi_workshop.grading.building.toolchain import Toolchain
from cffi_workshop.grading.diagnose import Diagnosis, exit_status, sanitizers
from cffi_workshop.grading.parts.part import unbuilt
from cffi_workshop.grading.verdict import Location
from cffi_workshop.sandbox import ExitReport
from cffi_workshop.worker.exceptions import describe

from .surroundings import REPOSITORY

pytestmark = pytest.mark.quick

OTHERWISE = Diagnosis("make-failed", "make failed.")


def compiled(tmp_path, code, *flags):
    """Return what the compiler says of `code`, in a file of the name answer.c."""
    (tmp_path / "answer.h").write_text("int answer(int *values, int count);\n")
    (tmp_path / "answer.c").write_text(code)
    command = [Toolchain.find().cc, "-Wall", "-Wextra", "-g", *flags, "answer.c"]
    return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False).stderr


@pytest.mark.parametrize(
    ("code", "flags", "cause", "line"),
    [
        ("int answer(void)\n{\n    return 1\n}\n", ["-c"], "compile-error", 3),
        ('#include "other.h"\n', ["-c"], "compile-error", 1),
        ('#include "answer.h"\nlong answer(int *v, int n)\n{\n    return v[n];\n}\n', ["-c"],
         "signature-mismatch", 2),
        ('#include "answer.h"\nstatic int answer(int *v, int n)\n{\n    return v[n];\n}\n', ["-c"],
         "missing-function", 2),
        ("int other(void);\nint main(void)\n{\n    return other();\n}\n", [], "link-error", None),
        ("int main(void)\n{\n    return 0;\n}\n", ["-lnosuchlibrary"], "link-error", None),
        ("int main(void)\n{\n    return 0;\n}\n", ["absent.c"], "compile-error", None),
    ],
    ids=["syntax", "no-header", "other-signature", "static", "undefined", "no-library", "no-source"],
)  # fmt: skip
def test_a_build_that_fails_is_told_by_its_first_error(tmp_path, code, flags, cause, line):
    finding = diagnose.of_build_output(compiled(tmp_path, code, *flags), OTHERWISE)
    assert finding.cause == cause, finding
    assert finding.location == (Location("answer.c", line) if line else None)


def test_a_warning_is_told_with_its_flag(tmp_path):
    finding = diagnose.of_warning(
        compiled(tmp_path, "int f(void)\n{\n    int x;\n    return x;\n}\n", "-c")
    )
    assert (finding.cause, finding.location) == ("compile-warning", Location("answer.c", 4))
    assert "[-Wuninitialized]" in finding.message


ROOTS = {
    "a number as an address": ("int g(int *p);\nint f(int n)\n{\n    return g(n);\n}\n", 4, "segfault", "wrong-value"),
    "an address as a number": ("int f(int *p)\n{\n    return p;\n}\n", None, "", "segfault"),
    "no return": ("int f(int n)\n{\n    n++;\n}\n", 4, "wrong-value", "segfault"),
}  # fmt: skip


@pytest.mark.parametrize(("code", "line", "cause", "other"), ROOTS.values(), ids=ROOTS)
def test_a_warning_is_the_root_of_what_it_leads_to(tmp_path, code, line, cause, other):
    said = compiled(tmp_path, code, "-c", "-Wno-error=int-conversion")
    assert diagnose.of_root(other, said) is None
    if line:
        assert diagnose.of_root(cause, said).location == Location("answer.c", line)


def test_output_that_nobody_knows_is_told_as_the_caller_says():
    assert diagnose.of_build_output("something went wrong", OTHERWISE).message == "make failed."


def test_a_function_that_is_defined_twice_is_one_of_the_learners():
    said = "ld: b.o: multiple definition of `{}'; a.o: first defined here\n"
    output = "".join(map(said.format, ("probe_begin", "true_fibo_step", "fibo_step")))
    message = diagnose.of_build_output(output, OTHERWISE).message
    assert message.startswith("fibo_step() is defined twice")


@pytest.mark.parametrize(
    ("output", "cause"),
    [
        ("gcc: internal compiler error: CPU time limit exceeded signal terminated program cc1", "timeout"),
        ("as: out of memory allocating 23000000001 bytes after a total of 135168 bytes", "memory-limit"),
        ("/usr/bin/ld: final link failed: memory exhausted", "memory-limit"),
        ("a.s: Fatal error: can't write 23 bytes to section .text of a.o: 'File too large'", "output-limit"),
        ('answer.c:3:2: error: #error "memory exhausted"', "compile-error"),
        ("/usr/bin/ld: cannot find -lomp: No such file\nclang-16: error: linker command failed with "
         "exit code 1 (use -v to see invocation)", "link-error"),
    ],
    ids=["time", "assembler", "linker", "file", "words-of-the-learner", "clang-that-links"],
)  # fmt: skip
def test_of_several_tools_the_one_that_knows_is_believed(output, cause):
    assert unbuilt(ExitReport(1, None, output), OTHERWISE, "The compiler").cause == cause


SANITIZED = """
#include <stdlib.h>
#include <limits.h>
#include <string.h>
volatile int zero = 0, many = 4;
int *kept;
__attribute__((noinline)) int deep(int n)
{
    volatile char pad[4096];
    pad[0] = n;
    return deep(n + 1) + pad[0];
}
__attribute__((noinline)) void keep(void) { int local[4] = {0}; kept = local; }
int main(void) {
    int *values = malloc(4 * sizeof *values);
    memset(values, 0, 4 * sizeof *values);
    int answer = 0;
    #line 1 "answer.c"
    STATEMENT
    return answer + values[0];
}
"""


@pytest.mark.parametrize(
    ("statement", "cause"),
    [
        ("answer = values[many];", "out-of-bounds"),
        ("values[-1 - zero] = 1;", "out-of-bounds"),
        ("free(values); answer = values[0];", "use-after-free"),
        ("free(values); free(values);", "use-after-free"),
        ("keep(); answer = kept[0];", "dangling-pointer"),
        ("answer = INT_MAX; answer += many;", "undefined-behaviour"),
        ("answer = 1 / zero;", "undefined-behaviour"),
        ("answer = 1 << (many * 20);", "undefined-behaviour"),
        ("int *none = zero ? values : NULL; answer = *none;", "segfault"),
        ("answer = *(int *)(long)(8 + zero);", "segfault"),
        ("answer = deep(0);", "segfault"),
        ("abort();", "abort"),
    ],
)
def test_a_sanitized_run_is_reduced_to_cause_and_line(tmp_path, statement, cause):
    (tmp_path / "answer.c").write_text(SANITIZED.replace("STATEMENT", statement))
    flags = [
        "-fsanitize=address,undefined",
        "-fno-sanitize-recover=all",
        "-fno-omit-frame-pointer",
        "-g",
        "-w",
    ]
    build = [Toolchain.find().cc, *flags, "answer.c", "-o", "answer"]
    subprocess.run(build, cwd=tmp_path, check=True)
    options = {"ASAN_OPTIONS": "abort_on_error=1:detect_stack_use_after_return=1:detect_leaks=0"}
    run = subprocess.run(
        ["./answer"], cwd=tmp_path, env=options, capture_output=True, text=True, check=False
    )
    finding = diagnose.of_ending(
        ExitReport(run.returncode, None, run.stderr), "answer()", ("answer.c",), False
    )
    assert finding.cause == cause, run.stderr
    if cause != "abort" and "deep" not in statement and "keep" not in statement:
        assert finding.location == Location("answer.c", 1)


@pytest.mark.parametrize(
    ("reason", "cause"),
    [("timeout", "timeout"), ("memory", "memory-limit"), ("output", "output-limit"),
     ("processes", "process-limit"), ("tampering", "tampering")],
)  # fmt: skip
def test_a_limit_that_was_passed_is_the_cause(reason, cause):
    assert diagnose.of_ending(ExitReport(None, reason), "answer()", (), False).cause == cause


def raised(code):
    """Return the description of an exception, as the worker gives it (worker/handler.py)."""
    try:
        exec(code, {"ffi": FFI()})
    except BaseException as error:
        kinds = [kind.__name__ for kind in type(error).__mro__]
        return {"type": kinds[0], "kinds": kinds, "message": str(error), "lines": []}


@pytest.mark.parametrize(
    ("code", "cause"),
    [
        ("ffi.cdef('int f(void)')", "cdef-error"),
        ("ffi.cdef('#include <math.h>')", "cdef-error"),
        ("ffi.dlopen('./libnone.so')", "library-not-found"),
        ("ffi.dlopen('libm')", "library-not-found"),
        ("ffi.dlopen('nosuchlibrary')", "library-not-found"),
        ("ffi.cdef('int nosuchthing(void);'); ffi.dlopen(None).nosuchthing()", "symbol-not-found"),
        ("import nosuchmodule", "import-error"),
        ("raise NotImplementedError('TODO 1: write it')", "todo-left"),
        ("bytearray(1 << 60)", "memory-limit"),
        ('raise RuntimeError("can\'t start new thread")', "process-limit"),
        ('raise RuntimeError("can\'t start")', "exception"),
        ("raise SystemExit('bye')", "early-exit"),
        ("ffi.new('char *', 'text')", "exception"),
        # No line of the learner's did that: it was handed to whoever did.
        ("ffi.new('double[]', 3).append(1.0)", "cdata-leaked"),
        ("len(ffi.new('double *'))", "cdata-leaked"),
        ("iter(ffi.new('double *'))", "cdata-leaked"),
        # What is called is meant to be a function: nobody calls what was handed over.
        ("ffi.new('double *')()", "exception"),
    ],
)
def test_an_exception_of_cffi_or_python_has_a_cause(code, cause):
    assert diagnose.of_exception(raised(code), "f()").cause == cause


@pytest.mark.parametrize(
    ("code", "is_told"),
    [
        ("open('absent.h')", True),
        ("open('sub/absent.txt')", True),
        ("open('/absent/absent.h')", False),
        ("open('absent')", False),
    ],
)
def test_a_file_that_is_looked_up_where_python_was_started_is_told_as_that(code, is_told):
    message = diagnose.of_exception(raised(code), "import x").message
    assert ("Path(__file__).resolve().with_name(" in message) is is_told


@pytest.mark.parametrize(
    ("code", "cause"),
    [
        ("raise MemoryError", "exception"),
        ("raise MemoryError('all are lent')", "exception"),
        ("bytearray(1 << 60)", "memory-limit"),
        ("try: bytearray(1 << 60)\nexcept MemoryError: raise", "memory-limit"),
    ],
)
def test_there_was_memory_where_a_raise_of_the_learner_says_no(code, cause):
    try:
        exec(code)
    except MemoryError as error:
        told = describe(error, "<string>".__eq__, str)
    assert diagnose.of_exception(told, "f()").cause == cause


def test_the_short_name_of_a_library_is_told_to_who_wrote_a_longer_one():
    finding = diagnose.of_exception(raised("ffi.dlopen('libm')"), "f()")
    assert (
        finding.message == "No library has the short name 'libm'. The short name of libm is \"m\"."
    )


def test_scratch_paths_never_reach_a_person():
    folder = "/".join(["", "tmp", "workshop-check-12-ab", "work", "3", "fibonacci"])
    text = f"{folder}/fibonacci.c:7: error: no"
    assert diagnose.clean(text) == "fibonacci.c:7: error: no"


@pytest.mark.parametrize(
    ("output", "told"),
    [
        (
            "cc1: fatal error: {}evolve.C: No such file or directory\ncompilation terminated.",
            "The compiler says: evolve.C: No such file or directory.",
        ),
        (
            "/usr/bin/ld: cannot find {}generator.o: No such file or directory",
            "The linker cannot find the file generator.o.",
        ),
        (
            "evolve.c:3:10: fatal error: {}evolve.h: No such file or directory",
            "evolve.c, line 3, does not compile: evolve.h: No such file or directory.",
        ),
    ],
    ids=["a source", "an object", "a header"],
)
def test_a_file_that_is_not_there_is_told_as_the_learner_named_it(output, told):
    said = output.format("/".join(["", "tmp", "workshop-check-12-ab", "work", "6", "build", ""]))
    assert diagnose.of_build_output(said, OTHERWISE).message == told


def test_every_cause_that_is_given_is_on_the_list():
    known = {cause for causes in CAUSES.values() for cause in causes}
    given = {cause for _, cause, _ in (*sanitizers.ADDRESS, *sanitizers.UNDEFINED)}
    given |= {cause for cause, _ in (*exit_status.REASONS.values(), *exit_status.SIGNALS.values())}
    assert given <= known


# --- sentences ---

SAID = {
    "a call": ("fibonacci(10)", "fibonacci(10) did not end."),
    "a call elsewhere": ("Over another library, f(1)", "Over another library, f(1) did not end."),
    "what we do": ("Importing x.py", "Importing x.py did not end."),
    "a count": (
        "After a `with`, the number of tables that C still has",
        "The program did not end. The check asked for this: after a `with`, the number of tables "
        "that C still has.",
    ),
    "what we did": (
        "Reading a table, and reading it again,",
        "The program did not end. This was tried: Reading a table, and reading it again.",
    ),
    "a question": (
        "How often free() got what is not its own:",
        "The program did not end. The check asked for this: how often free() got what is not its "
        "own.",
    ),
    "a scene": (
        "greet() could not decode a text. The number of texts that C has not got back",
        "The program did not end. This was tried: greet() could not decode a text.",
    ),
    "a name of theirs": (
        "Camera(1, 2), where there is no memory,",
        "The program did not end. The check asked for this: Camera(1, 2), where there is no "
        "memory.",
    ),
}


@pytest.mark.parametrize(("doing", "said"), SAID.values(), ids=SAID)
def test_what_was_tried_is_the_subject_only_where_the_sentence_stays_whole(doing, said):
    assert diagnose.sentence_of(doing, "did not end.") == said


@pytest.mark.parametrize(
    ("shown", "call", "verb"),
    [
        ("fibo_step(3, 5) left", "fibo_step(3, 5)", "left"),
        ("pi_points(1, 2, xy) left in xy", "pi_points(1, 2, xy)", "left in xy"),
        ("The number of what is given is", "The number of what is given", "is"),
        ("A program that was waiting got", "A program that was waiting", "got"),
        (
            "How often free() got what is not its own:",
            "How often free() got what is not its own:",
            "",
        ),
    ],
)
def test_a_sentence_is_split_at_its_last_verb(shown, call, verb):
    assert diagnose.split_at_verb(shown) == (call, verb)


NUMBERS = ("count", "n", "samples", "threads", "times", "vain", "taken", "size", "length")


def sentences_of_checks():
    """Return the beginnings of sentences that the checks of all exercises say."""
    for file in sorted((REPOSITORY / "solutions").glob("*/test_*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            match node:
                case ast.Assign([ast.Name("shown")], ast.Constant(str(text))):
                    yield text
                case ast.Assign([ast.Name("shown")], ast.JoinedStr(parts)):
                    yield "".join(
                        getattr(part, "value", "") if isinstance(part, ast.Constant) else "x"
                        for part in parts
                    )


def test_each_sentence_of_a_check_has_a_verb_that_is_known():
    sentences = list(sentences_of_checks())
    assert len(sentences) > 100
    without = [
        text for text in sentences if not text.endswith(":") and not diagnose.split_at_verb(text)[1]
    ]
    assert without == []


def test_each_sentence_of_a_check_is_short_and_has_one_clause_about_a_noun():
    """What was done stands in a sentence of its own, ahead of what was found."""
    sentences = chain.from_iterable(re.split(r"(?<=\.) ", text) for text in sentences_of_checks())
    clause = re.compile(r"\b(?:that|which|whose|who)\b")
    assert [
        text for text in sentences if len(clause.findall(text)) > 1 or len(text.split()) > 22
    ] == []


def test_a_number_in_a_sentence_of_a_check_comes_with_its_noun():
    """Say "1 entry": what is counted may be one, and `counted()` knows that."""
    plural = re.compile(r" (?:[a-z]{1,20} )?(?!is\b|has\b|was\b|its\b|does\b)[a-z]{2,20}s\b")
    found = []
    for text in texts_of_checks():
        for part, after in pairwise(text.values):
            is_plural = isinstance(after, ast.Constant) and plural.match(after.value)
            name = ast.unparse(part.value) if isinstance(part, ast.FormattedValue) else ""
            if is_plural and (name.startswith("len(") or name in NUMBERS):
                found.append(ast.unparse(text))
    assert found == []


def texts_of_checks():
    """Yield the f-strings in what the checks of all exercises say."""
    for file in sorted((REPOSITORY / "solutions").glob("*/test_*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            is_shown = isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "shown"
            inside = ast.walk(node.value) if is_shown else ()
            yield from (each for each in inside if isinstance(each, ast.JoinedStr))


# --- exceptions that nobody heard of ---

UNHEARD = {
    "type": "TypeError",
    "kinds": ["TypeError"],
    "message": "no",
    "lines": [{"file": "x.py", "line": 3}],
}
SEEN = Diagnosis("wrong-value", "sorted_numbers([2, 1]) returned [2, 1]; expected [1, 2].")


@pytest.mark.parametrize(
    ("where", "subject"),
    [
        ("callback compare", "The callback compare() raised TypeError: no"),
        ("destructor", "The destructor of ffi.gc() raised TypeError: no"),
        ("method __del__", "__del__() raised TypeError: no"),
    ],
)
def test_what_was_printed_and_dropped_is_the_cause(where, subject):
    found = diagnose.of_unheard([UNHEARD | {"where": where}], SEEN)
    assert (found.cause, found.location) == ("exception", Location("x.py", 3))
    assert found.message.startswith(subject)
    assert SEEN.message in found.message


@pytest.mark.parametrize("kind", ["KeyboardInterrupt", "SystemExit"])
@pytest.mark.parametrize("where", ["callback compare", "onerror", "destructor", "method __del__"])
def test_what_was_dropped_has_not_ended_the_program(kind, where):
    dropped = UNHEARD | {"type": kind, "kinds": [kind, "BaseException"], "where": where}
    found = diagnose.of_unheard([dropped], SEEN)
    assert found.cause == "exception"
    assert SEEN.message in found.message


def test_what_was_dropped_and_says_it_all_names_where_it_was():
    dropped = UNHEARD | {"kinds": ["MemoryError", "Exception"], "where": "callback compare"}
    found = diagnose.of_unheard([dropped], SEEN)
    assert found.message.startswith("The callback compare() asked for more memory")


def test_an_exception_that_is_expected_was_lost_on_its_way():
    seen = Diagnosis("missing-exception", "add() gave None; expected TypeError.")
    found = diagnose.of_unheard([UNHEARD | {"where": "callback compare"}], seen, ("TypeError",))
    assert found.cause == "missing-exception"
    assert "The callback compare() raised TypeError." in found.message


def test_what_c_plus_plus_throws_is_told_as_that():
    output = (
        "terminate called after throwing an instance of 'std::bad_alloc'\n  what():  "
        "std::bad_alloc\n"
    )
    found = diagnose.of_ending(ExitReport(-6, None, output), "pi_inside(1, 2)", (), binding=False)
    assert found.cause == "abort"
    assert (
        "threw a C++ exception, std::bad_alloc (std::bad_alloc), and nobody caught it"
        in found.message
    )


@pytest.mark.parametrize(
    ("said", "cause"),
    [
        ("realloc(): invalid next size", "out-of-bounds"),
        ("malloc(): corrupted top size", "out-of-bounds"),
        ("free(): invalid next size (fast)", "out-of-bounds"),
        ("corrupted size vs. prev_size while consolidating", "out-of-bounds"),
        ("double free or corruption (out)", "out-of-bounds"),
        ("double free or corruption (fasttop)", "use-after-free"),
        ("free(): double free detected in tcache 2", "use-after-free"),
        ("free(): invalid pointer", "abort"),  # which malloc() never gave: nothing was overwritten
    ],
)
def test_what_malloc_says_before_it_aborts_is_the_cause(said, cause):
    found = diagnose.of_ending(ExitReport(-6, None, f"{said}\n"), "answer()", (), binding=False)
    assert found.cause == cause


def test_make_names_the_line_that_it_stopped_at():
    output = "Makefile:13: *** missing separator.  Stop.\n"
    assert diagnose.make_sentence(output) == "line 13: missing separator"
    assert diagnose.make_line(output) == Location("Makefile", 13)


def test_a_name_that_cpp_made_up_is_told_as_it_stands_in_the_source():
    error = {
        "type": "ImportError",
        "kinds": ["ImportError"],
        "message": "_pi_cpp.so: undefined symbol: _Z9pi_pointsmmPd",
        "lines": [],
    }
    said = diagnose.of_exception(error, "Importing pi_api.py").message
    assert "but pi_points() is not in it" in said


FREED = """ERROR: AddressSanitizer: heap-use-after-free on address 0x604000677618
READ of size 33 at 0x604000677618 thread T1
    #0 0x7fa1 in __interceptor_strlen ../sanitizer_common_interceptors.inc:389

freed by thread T1 here:
    #0 0x7f60 in __interceptor_free ../../../../src/libsanitizer/asan/asan_malloc_linux.cpp:52
{stack}
previously allocated by thread T1 here:
"""


@pytest.mark.parametrize(
    ("stack", "cause", "said"),
    [
        ("    #1 0x7f in sqlite3_free (/lib/x86_64-linux-gnu/libsqlite3.so.0+0xa6cd1)\n",
         "use-after-free", "sqlite3_free() had freed"),
        ("    #1 0x7f in _cffi_f_free (/tmp/run/_answer.cpython-311-x86_64-linux-gnu.so+0xa1)\n",
         "use-after-free", "free() had freed"),
        ("    #1 0x7f in cdataowning_dealloc (/venv/lib/python3.11/_cffi_backend.so+0x1)\n"
         "    #2 0x7f in _cffi_f_free (/tmp/run/_answer.cpython-311-x86_64-linux-gnu.so+0xa1)\n",
         "dangling-pointer", "that Python had freed"),
        ("    #1 0x7f in list_dealloc Objects/listobject.c:342\n",
         "dangling-pointer", "that Python had freed"),
    ],
)  # fmt: skip
def test_who_freed_what_is_used_is_who_stands_right_below_free(stack, cause, said):
    found = sanitizers.of_sanitizer(FREED.format(stack=stack), "f()", binding=True)
    assert found[0] == cause
    assert said in found[1]
