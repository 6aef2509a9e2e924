"""Memory of a guarded run: what is outside of a block, or was let go, ends the process at once."""

import signal
import subprocess
import sys
from itertools import product
from types import SimpleNamespace

import cffi
import pytest

from cffi_workshop.grading.building.toolchain import Toolchain
from cffi_workshop.grading.diagnose import CheckFailed, Diagnosis
from cffi_workshop.grading.parts.scarce_memory import died_where_memory_is_scarce
from cffi_workshop.grading.parts.worker_client import NotRun
from cffi_workshop.worker import guarded, scenes
from cffi_workshop.worker.words import HIGH, LOW

from .surroundings import REPOSITORY

PROGRAM = """
import cffi
from cffi_workshop.worker import guarded

ffi = cffi.FFI()
new = guarded.allocator(ffi, {end!r})


def others(count):
    return [new("char[]", {size}) for _ in range(count)]


{lines}
print("reached", flush=True)
"""
SIZES = [1, 24, 4096, 5000, 100_000]


def ended(end, size, *lines):
    """Return what the program printed, and the signal that ended it."""
    program = PROGRAM.format(end=end, size=size, lines="\n".join(lines))
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert not run.stderr, run.stderr
    return run.stdout.strip(), -run.returncode


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("end", [LOW, HIGH])
def test_a_block_is_all_there_and_ends_at_a_guard(end, size):
    fill = [f'block = new("char[]", {size})', f'ffi.memmove(block, b"x" * {size}, {size})']
    assert ended(end, size, *fill) == ("reached", 0)
    outside = -1 if end == LOW else size
    reach = [*fill, f"(block + {outside})[0]"]
    assert ended(end, size, *reach) == ("", signal.SIGSEGV)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("end", [LOW, HIGH])
def test_a_locked_block_can_be_read_alone(end, size):
    lines = [f'block = new("char[]", {size})', "guarded.lock(ffi, block)", f"block[{size - 1}]"]
    assert ended(end, size, *lines) == ("reached", 0)
    again = [*lines, "del block", *[f'block = new("char[]", {size})', 'block[0] = b"x"'] * 12]
    assert ended(end, size, *again) == ("reached", 0)
    assert ended(end, size, *lines, f'block[{size - 1}] = b"x"') == ("", signal.SIGSEGV)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells how much a process has")
def test_where_memory_is_scarce_malloc_gives_none():
    lines = ['ffi.cdef("void *malloc(size_t); void free(void *);")', "libc = ffi.dlopen(None)"]
    lines += ["with guarded.scarce(1 << 20) as is_scarce:"]
    lines += ["    assert is_scarce and libc.malloc(64 << 20) == ffi.NULL"]
    lines += ["libc.free(more := libc.malloc(64 << 20))", "assert more != ffi.NULL"]
    assert ended(HIGH, 24, *lines) == ("reached", 0)


@pytest.mark.parametrize(("size", "between"), [*product(SIZES[:-1], [0, 1, 5]), (SIZES[-1], 0)])
def test_nobody_reads_a_block_that_was_let_go(size, between):
    """Blocks are opened again: not the one that was let go last, which somebody may still read."""
    lines = [f'block = new("char[]", {size})', 'address = int(ffi.cast("uintptr_t", block))']
    lines += ["del block", f"held = others({between})", 'ffi.cast("char *", address)[0]']
    assert ended(HIGH, size, *lines) == ("", signal.SIGSEGV)


def test_a_block_that_is_opened_again_is_empty():
    lines = ["for _ in range(40):", '    block = new("char[]", 24)']
    lines += ["    assert bytes(ffi.buffer(block)) == bytes(24)", '    block[3] = b"x"']
    assert ended(LOW, 24, *lines) == ("reached", 0)


def test_the_library_of_each_end_has_variables_of_its_own(tmp_path):
    """Each gets every call once, as the sanitized one does; C may count its calls."""
    (tmp_path / "count.c").write_text("static int calls; int count(void) { return ++calls; }\n")
    library = str(tmp_path / "libcount.so")
    command = Toolchain.find().library_command([str(tmp_path / "count.c")], library, [])
    subprocess.run(command, check=True)
    ffi = cffi.FFI()
    ffi.cdef("int count(void);")
    first, second = (ffi.dlopen(path) for path in (library, guarded.copy_of(library)))
    assert [first.count(), first.count(), second.count(), first.count()] == [1, 2, 1, 3]


# How many bytes are in use after each round of calls, and how many each call is told to leave.
LEFT = {
    # What free() keeps at hand counts as given: seven blocks of a size, and no more.
    "Python's own": ([160 * min(number, 7) for number in range(10)], 0),
    "a name of 16 bytes": ([16 * 20 * number for number in range(10)], 16),
    "both": ([160 * min(number, 7) + 16 * 20 * number for number in range(10)], 16),
}


@pytest.mark.parametrize("name", LEFT)
def test_what_python_takes_where_memory_is_scarce_is_nothing_that_a_logbook_leaves(name):
    marks, expected = LEFT[name]
    said = iter(marks)
    libc = SimpleNamespace(mallinfo2=lambda: SimpleNamespace(numbers={7: next(said)}))
    c = SimpleNamespace(new=lambda _kind, count: [0] * count)
    harness = scenes.load(str(REPOSITORY / "solutions/crash/checker/harness.py"), "logbooks")
    assert harness.left_by_each(c, libc, lambda: None) == expected


# How C died in the run in which memory is scarce, what the sanitized one says, and what is told.
DIED = [
    ("abort", CheckFailed(Diagnosis("out-of-bounds", "")), "out-of-bounds"),
    ("segfault", CheckFailed(Diagnosis("use-after-free", "")), "use-after-free"),
    ("out-of-bounds", CheckFailed(Diagnosis("timeout", "")), "out-of-bounds"),
    ("abort", NotRun("it was stopped before"), "abort"),
    ("abort", None, "abort"),
    ("memory-limit", CheckFailed(Diagnosis("out-of-bounds", "")), "memory-limit"),
]


@pytest.mark.parametrize(("cause", "says", "told"), DIED)
def test_what_the_heap_decides_is_asked_of_the_sanitizer(cause, says, told):
    def ask(_request, _doing):
        if says:
            raise says

    scarce = SimpleNamespace(ask=ask)
    with pytest.raises(CheckFailed) as failure, died_where_memory_is_scarce(scarce, {}, ""):
        raise CheckFailed(Diagnosis(cause, ""))
    assert failure.value.finding.cause == told
