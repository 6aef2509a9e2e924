"""Whether memory is left behind is told by what is held after each round of the same calls."""

import ast
import re
import subprocess
import sys
from itertools import accumulate, chain, repeat
from types import SimpleNamespace

import cffi
import pytest

from cffi_workshop.grading.building.toolchain import Toolchain
from cffi_workshop.grading.diagnose import CheckFailed, of_kept
from cffi_workshop.grading.parts.left_behind import require_nothing_kept
from cffi_workshop.grading.parts.native_library import IN_A_THREAD
from cffi_workshop.grading.verdict import Location
from cffi_workshop.worker import kept, leaks

from .surroundings import REPOSITORY, run_apart, sanitizer_settings

HARNESSES = sorted(REPOSITORY.glob("solutions/*/checker/harness.py"))

# How many bytes more are held after each round than after the last one, and what is told of it.
ROUNDS = {
    "as much": (repeat(0), ""),
    "more, while it begins": (chain([900, 64], repeat(0)), ""),
    "more each time": (repeat(16), "16"),
    "of which a thread that ends lets go": (chain([16] * 4, [-640], repeat(16)), "16"),
    "now more, now less": (chain.from_iterable(repeat((16, -16))), ""),
}


@pytest.mark.quick
@pytest.mark.parametrize(("more", "told"), ROUNDS.values(), ids=ROUNDS)
def test_memory_is_left_behind_if_more_is_held_round_after_round(monkeypatch, more, told):
    held = accumulate(chain([10_000], more))
    library = SimpleNamespace(__sanitizer_get_current_allocated_bytes=lambda: next(held))
    found = SimpleNamespace(dlopen=lambda _: library, new=lambda _, count: [0] * count)
    monkeypatch.setattr(leaks, "_ffi", found)
    said = leaks.find(lambda: None, report=False)
    assert said == (f"\nHeld longer with each round of calls: {told} bytes\n" if told else "")


@pytest.mark.quick
def test_a_function_of_a_harness_that_starts_a_thread_says_so_in_its_name():
    """What such a call leaves is looked for by other calls: the report ends in abort() after it."""
    unsaid = [
        f"{path.parent.parent.name}: {function.name}"
        for path in HARNESSES
        for function in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(function, ast.FunctionDef)
        and {"ThreadPoolExecutor", "in_a_thread", "Thread"} & names_in(function)
        and not f"_{function.name}".endswith(IN_A_THREAD)
    ]
    assert unsaid == []


def names_in(function):
    return {
        getattr(node, "id", getattr(node, "attr", ""))
        for node in ast.walk(function)
        if isinstance(node, ast.Name | ast.Attribute)
    }


KEEPS = """\
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static double *room, spare[8];
static size_t length;
const char *const names[] = {"air", "rain"};

void grow(size_t n)
{
    static struct { char *text; size_t size; } last;

    room = realloc(room, n * sizeof *room);
    length = n;
    if (n > 100) {
        last.text = (char *)malloc(n) + 16;
        last.size = n;
    }
}

void give_back(void)
{
    free(room);
}

void grow_of_this_thread(size_t n)
{
    static _Thread_local char first, *own;

    first++;
    free(own);
    own = malloc(n);
}

void fill(void)
{
    static union { double number; void *at; } field[1 << 20];

    for (size_t k = 0; k < sizeof field / sizeof *field; k++)
        field[k].number = 1.5 + (double)k;
    field[7].at = malloc(24);
}

static void *wait_for_ever(void *nothing)
{
    return pause() ? nothing : NULL;
}

void start(void)
{
    pthread_t thread;

    pthread_create(&thread, NULL, wait_for_ever, NULL);
}

void start_and_join(void)
{
    pthread_t thread;

    pthread_create(&thread, NULL, (void *(*)(void *))free, NULL);
    pthread_join(thread, NULL);
}
"""
USES = """\
import sys
from cffi import FFI
from cffi_workshop.worker import kept

ffi = FFI()
ffi.cdef("void grow(size_t n); void give_back(void); void grow_of_this_thread(size_t n);")
ffi.cdef("void start(void); void start_and_join(void); void fill(void);")
before, lib = kept.threads(), ffi.dlopen(sys.argv[1])
for call in sys.argv[2:]:
    eval(f"lib.{call}")
print((kept.threads_beyond(before) + kept.in_variables(sys.argv[1])).strip(), flush=True)
"""
CHANGES = USES.replace("for call", "begin = kept.contents(sys.argv[1])\nfor call", 1)
CHANGES = (
    CHANGES[: CHANGES.index("print(")]
    + "print(kept.changed(sys.argv[1], begin).strip(), flush=True)"
)


@pytest.mark.parametrize(
    ("calls", "told"),
    [
        pytest.param([], "", id="nothing-was-called"),
        pytest.param(["grow(10)"], "Kept in a variable: 80 bytes, room", id="room-of-the-file"),
        pytest.param(["grow(10)", "give_back()"], "", id="an-address-of-what-was-freed"),
        pytest.param(
            ["grow(200)", "give_back()"],
            "Kept in a variable: 200 bytes, last",
            id="in-the-middle-of-a-block-in-a-struct-of-a-function",
        ),
        pytest.param(
            ["grow_of_this_thread(30)"], "Kept in a variable: 30 bytes, own", id="room-of-a-thread"
        ),
        pytest.param(
            ["fill()"], "Kept in a variable: 24 bytes, field", id="among-a-million-numbers"
        ),
        pytest.param(["start()"], "Left at work: 1 threads", id="a-thread"),
        pytest.param(["start_and_join()"] * 9, "", id="threads-that-were-waited-for"),
    ],
)
def test_what_c_keeps_when_its_calls_are_over_is_told_and_a_variable_with_its_name(
    tmp_path, calls, told
):
    assert said_over(tmp_path, USES, calls) == told


@pytest.mark.parametrize(
    ("calls", "told"),
    [
        ([], set()),
        (["grow(200)", "give_back()"], {"room", "length", "last"}),
        (["fill()"], {"field"}),
    ],
)
def test_variables_that_calls_change_are_told_and_a_table_that_nobody_writes_is_none(
    tmp_path, calls, told
):
    words = said_over(tmp_path, CHANGES, calls).removeprefix("Changed by calls:").split()
    assert set(words) & {"room", "length", "last", "field", "names", "spare"} == told


def said_over(tmp_path, program, calls):
    """Return what a program says that makes these calls of KEEPS, built for the sanitizer."""
    watched = sanitizer_settings()
    (tmp_path / "keeps.c").write_text(KEEPS)
    library = tmp_path / "libkeeps.so"
    flags = ["-fsanitize=address", "-shared", "-fPIC", "-o", str(library)]
    subprocess.run([Toolchain.find().cc, *flags, str(tmp_path / "keeps.c")], check=True)
    said = run_apart([sys.executable, "-c", program, str(library), *calls], **watched)
    said.check_returncode()
    return said.stdout.strip()


@pytest.mark.quick
@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("static char *room;\nvoid f(void)\n{\n    room = malloc(8);\n}\n", 4),
        ("static char *room;\nvoid f(void)\n{\n    char *more = realloc(room, 8);\n}\n", 4),
        ("static char *room;\nvoid f(char *given)\n{\n    room = given;\n}\n", 1),
    ],
)
def test_memory_that_is_kept_is_told_where_it_is_asked_for(text, line):
    def line_with(pattern):
        lines = enumerate(text.splitlines(), 1)
        return next((Location("x.c", k) for k, each in lines if re.search(pattern, each)), None)

    finding = of_kept("\nKept in a variable: 8 bytes, room\n", line_with)
    assert (finding.cause, finding.location) == ("leak", Location("x.c", line))
    assert of_kept("", line_with) is None


@pytest.mark.quick
def test_a_variable_of_cpp_that_keeps_memory_is_told_as_it_is_written():
    asked = []
    submission = SimpleNamespace(line_of=lambda _source, pattern: asked.append(pattern))
    run = SimpleNamespace(sanitizes=True, submission=submission)
    said = "\nKept in a variable: 24 bytes, _ZZ9pi_insideE4seen\n"
    live = SimpleNamespace(ask=lambda _wanted, _doing: {"result": said})
    with pytest.raises(CheckFailed, match="the variable seen still had 24 bytes"):
        require_nothing_kept(run, live, "pi_cpp.cpp")
    assert asked[-1] == r"\bseen\b"


def test_no_number_of_a_field_is_looked_up_as_an_address():
    """Each look-up takes a while, and a field may have a million numbers."""
    ffi = cffi.FFI()
    words = ffi.new(
        "union { double number; uint64_t at; }[]", [{"number": 1.5}, {"at": 0}, {"at": 2**40}]
    )
    begin = int(ffi.cast("intptr_t", words))
    assert [int(kept._ffi.cast("intptr_t", each)) for each in kept._addresses_in(begin, 24)] == [
        2**40
    ]
    assert kept._addresses_in(begin, 4) == []
