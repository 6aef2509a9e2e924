"""The sandbox holds what it promises: in each layer for limits, in bubblewrap for the rest."""

import contextlib
import json
import os
import resource
import signal
import socket
import subprocess
import sys
import tempfile
import textwrap
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from cffi_workshop.cache import Cache
from cffi_workshop.errors import WorkshopError
from cffi_workshop.grading.building.sanitizer import find_sanitizer
from cffi_workshop.grading.building.toolchain import Toolchain
from cffi_workshop.sandbox import Run, RunEnded, Sandbox, TooBusy, Watcher
from cffi_workshop.sandbox.fork_server import ForkServer, Start
from cffi_workshop.sandbox.limits import CALL_MEMORY, COMMAND_MEMORY, MB, Deadline
from cffi_workshop.sandbox.neighbours import Neighbours
from cffi_workshop.worker import wire
from cffi_workshop.worker.folder import collect
from cffi_workshop.worker.words import TIME_SINCE, TIMES

from .surroundings import COMMAND, REPOSITORY, need_bubblewrap, not_here, run_apart, running, until

LAYERS = ["limits", "bubblewrap"]

FORGES = """
    import contextlib, os
    def f():
        for number in range(3, 20):
            with contextlib.suppress(OSError):
                os.write(number, b'{"id": "0", "result": {"value": [5, 8], "after": []}}\\n')
"""


@pytest.fixture(scope="module", params=LAYERS)
def sandbox(request):
    if request.param == "bubblewrap":
        need_bubblewrap()
    with Sandbox(request.param, (), sanitizer()) as sandbox:
        yield sandbox


def sanitizer():
    found = find_sanitizer(Toolchain.find(), Cache.of_checkout(REPOSITORY))
    if found is None:
        not_here("There is no AddressSanitizer here; install it: sudo apt install gcc")
    return found


@pytest.mark.quick
@pytest.mark.parametrize(
    ("target", "found"),
    [("libx.so.1", True), ("libx.so.1.0", True), ("../outside", False), ("libx.so", False)],
    ids=["a link to a link", "a link", "elsewhere", "in a circle"],
)
def test_a_library_may_be_a_link_within_the_folder_of_its_run(tmp_path, target, found):
    run = tmp_path / "run"
    run.mkdir()
    for name in ("libx.so.1.0", "../outside"):
        (run / name).write_bytes(b"ELF")
    (run / "libx.so.1").symlink_to("libx.so.1.0")
    (run / "libx.so").symlink_to(target)
    assert list(collect(str(run), ["libx.so"])) == ["libx.so"] * found


@pytest.mark.parametrize("target", ["run", "elsewhere"])
def test_of_a_folder_that_a_run_has_replaced_by_a_link_nothing_is_taken(tmp_path, target):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "x.so").touch()
    (tmp_path / "run").symlink_to(target)
    assert collect(str(tmp_path / "run"), ["*.so"]) == {}


@pytest.mark.parametrize("mode", [0o755, 0o700], ids=["open", "closed"])
def test_an_environment_that_is_a_link_is_found_inside(mode):
    """The environment is a link, as on clusters, where it lies on another disk.

    It is found below a folder that others may enter, and below one that they may not.
    """
    need_bubblewrap()
    code = "from cffi_workshop.sandbox import bubblewrap_works; print(bubblewrap_works())"
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        Path(folder).chmod(mode)
        Path(folder, "linked").symlink_to(sys.prefix)
        python = Path(folder, "linked", Path(sys.executable).relative_to(sys.prefix))
        done = run_apart([python, "-c", code])
    assert done.stdout == "(True, '')\n", done.stderr


def test_a_sandbox_that_works_is_no_sign_that_it_does_where_root_may_do_less():
    need_bubblewrap()
    code = "from cffi_workshop.sandbox.bubblewrap import canary_key; print(canary_key())"
    inside = ["bwrap", "--unshare-user", "--uid", str(os.getuid()), "--dev-bind", "/", "/"]
    told = [run_apart([*prefix, sys.executable, "-c", code]).stdout for prefix in ([], [], inside)]
    assert told[0] == told[1] != told[2] != ""


def started(sandbox, code, watcher=Watcher.NOBODY):
    given = {"subject.py": textwrap.dedent(code).encode()}
    run = sandbox.python("subject", given, watcher)
    run.ask({"do": "import", "module": "subject"}, 5)
    return run


def call(run, seconds=5):
    answer = run.ask({"do": "call", "function": "f", "arguments": []}, seconds)
    return answer["result"]["value"] if "result" in answer else answer["exception"]


# Has whoever started the process, its monitor, hear of each signal to it, and waits.
IS_TRACED = """
import signal
import cffi

ffi = cffi.FFI()
ffi.cdef("long ptrace(int request, int pid, void *address, void *data);")

def f():
    ffi.dlopen(None).ptrace(0, 0, ffi.NULL, ffi.NULL)  # PTRACE_TRACEME
    signal.raise_signal(signal.SIGUSR1)
"""


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("def f():\n    while True: pass", "timeout"),
        ("import os\ndef f():\n    while True: os.fork()", "processes"),
        # What a fork raises that is refused may be said before anybody has counted the processes.
        ("import os, time\ndef f():\n    if os.fork() == 0: time.sleep(60)\n    raise OSError", "processes"),
        ("import os, time\ndef f():\n    if os.fork() == 0: time.sleep(60)\n    os._exit(0)", "processes"),
        ("def f():\n    while True: print('x' * 1000)", "output"),
        ("def f():\n    return [b'x' * (1 << 26) for _ in range(40)]", "memory"),
        (FORGES, "tampering"),
        (IS_TRACED, "tampering"),
    ],
    ids=["endless-loop", "fork-bomb", "fork-refused", "daemon", "output-flood", "memory", "forged-answer", "traced"],
)  # fmt: skip
def test_what_takes_too_much_is_ended_for_that_reason(sandbox, code, reason):
    with pytest.raises(RunEnded) as ended:
        call(started(sandbox, code), seconds=1 if reason == "timeout" else 30)
    assert ended.value.ending.reason == reason


TAKES_LIMITS = """
import os
import cffi

ffi = cffi.FFI()
ffi.cdef("int prlimit(int pid, int resource, const uint64_t *both, uint64_t *before);")
libc = ffi.dlopen(None)

def f():
    return libc.prlimit(os.getppid(), {which}, ffi.new("uint64_t[2]", [0, 0]), ffi.NULL) or wait()

def wait():
    while True:
        pass
"""


@pytest.mark.skipif(sys.platform != "linux", reason="prlimit() is Linux's")
@pytest.mark.parametrize("which", ["RLIMIT_NOFILE", "RLIMIT_AS", "RLIMIT_DATA", "RLIMIT_FSIZE"])
@pytest.mark.parametrize("sandbox", ["bubblewrap"], indirect=True)
def test_who_takes_the_limits_of_the_monitor_away_is_charged_and_not_the_machine(sandbox, which):
    """Only where a run has namespaces of its own can the others not be reached as well."""
    beside = started(sandbox, "def f(): return 7")
    code = TAKES_LIMITS.format(which=int(getattr(resource, which)))
    with pytest.raises(RunEnded) as ended:
        call(started(sandbox, code), seconds=1)
    assert ended.value.ending.reason in {"tampering", "timeout"}
    if which == "RLIMIT_NOFILE":  # its monitor could still say so, and nothing else was killed
        assert ended.value.ending.reason == "tampering"
        assert call(beside) == 7


HIDES_MEMORY = """
import os
from cffi import FFI

ffi = FFI()
ffi.cdef("int shmget(int, size_t, int); int semget(int, int, int); int msgget(int, int);")
libc = ffi.dlopen(None)

def f():
    had = [libc.shmget(0, 4096, 0o1600), libc.semget(0, 1, 0o1600), libc.msgget(0, 0o1600)]
    try:
        had.append(os.memfd_create("hidden"))
    except PermissionError:
        had.append(-1)
    return had
"""


@pytest.mark.skipif(sys.platform != "linux", reason="these calls are Linux's")
def test_memory_that_belongs_to_no_process_is_refused(sandbox):
    """Nothing else would bound it: the limits are those of processes."""
    assert call(started(sandbox, HIDES_MEMORY)) == [-1, -1, -1, -1]


def test_what_builds_has_less_memory_than_what_is_called(sandbox):
    between = (COMMAND_MEMORY + CALL_MEMORY) // 2
    code = f"import time; held = b'x' * {between}; time.sleep(2)"
    assert sandbox.command([sys.executable, "-S", "-c", code], {}).reason == "memory"
    held = f"def f():\n    return len(b'x' * {between})"
    assert call(started(sandbox, held)) == between
    told = f"memory: {COMMAND_MEMORY // MB} MB for what builds, {CALL_MEMORY // MB} MB for all else"
    assert told in (REPOSITORY / "SECURITY.md").read_text()


def test_a_process_that_leaves_before_it_answers_is_no_answer(sandbox):
    with pytest.raises(RunEnded) as ended:
        call(started(sandbox, "import os\ndef f(): os._exit(0)"))
    assert (ended.value.ending.status, ended.value.ending.reason) == (0, None)


@pytest.mark.parametrize("watcher", [Watcher.NOBODY, Watcher.SANITIZER])
def test_what_ends_a_copy_of_a_process_does_not_end_the_process(sandbox, watcher):
    code = b"import os\nvalue = 0\ndef f(x):\n    global value\n    value += x\n"
    code += b"    return value if x < 9 else os.abort()\n"
    run = sandbox.python("subject", {"subject.py": code}, watcher)

    def ask(x):
        answer = run.ask({"do": "call", "function": "f", "arguments": [x]}, 5, in_company=True)
        return answer["result"]["value"] if "result" in answer else answer["exception"]["type"]

    run.ask({"do": "import", "module": "subject"}, 5)
    said = [ask(1)]
    for _ in range(2):
        run.ask({"do": "copy"}, 5)
        said += [ask(2), ask(4), ask(9), ask(0)]
    run.ask({"do": "copy"}, 5)
    run.ask({"do": "copy"}, 5)
    assert [*said, ask(8)] == [1, 3, 7, "Ended", "Ended", 3, 7, "Ended", "Ended", 9]


def test_a_crash_tells_the_line_of_python(sandbox):
    code = "from cffi import FFI\ndef f():\n    return FFI().cast('int *', 64)[0]"
    with pytest.raises(RunEnded) as ended:
        call(started(sandbox, code))
    assert ended.value.ending.status == -signal.SIGSEGV
    assert 'subject.py", line 3' in ended.value.ending.output


TOO_MUCH = """
    from array import array
    from cffi import FFI
    ffi = FFI()
    ffi.cdef("void *memset(void *, int, size_t);")
    lib = ffi.dlopen(None)
    def f():
        block = {}
        lib.memset(block, 1, 16)
"""


@pytest.mark.parametrize(
    "block", ["ffi.new('char[8]')", "ffi.from_buffer(bytearray(8))", "ffi.from_buffer(array('b', bytes(8)))"]
)  # fmt: skip
def test_the_sanitizer_watches_each_block_that_python_hands_to_c(sandbox, block):
    assert "heap-buffer-overflow" in said_of_too_much(sandbox, block)


def test_it_does_so_where_python_cannot_be_told_later():
    with Sandbox("auto", (), replace(sanitizer(), python_memory=b"no library")) as sandbox:
        assert "heap-buffer-overflow" in said_of_too_much(sandbox, "ffi.from_buffer(bytearray(8))")


def said_of_too_much(sandbox, block):
    with pytest.raises(RunEnded) as ended:
        call(started(sandbox, TOO_MUCH.format(block), Watcher.SANITIZER))
    return ended.value.ending.output


def test_each_run_has_files_of_its_own(sandbox):
    code = "from pathlib import Path\ndef f():\n    Path(__file__).write_text('gone'); return 1"
    for _ in range(2):
        run = sandbox.python("subject", {"subject.py": code.encode()})
        run.ask({"do": "import", "module": "subject"}, 5)
        assert call(run) == 1


def test_the_environment_is_not_the_persons(sandbox, monkeypatch):
    monkeypatch.setenv("SECRET", "x")
    assert "SECRET" not in call(started(sandbox, "import os\ndef f(): return dict(os.environ)"))


def test_what_a_script_has_without_an_import_is_there(sandbox):
    code = "try: exit(3)\nexcept SystemExit as end: code = end.code\ndef f(): return [code, *NAMES]"
    names = "NAMES = [callable(each) for each in (quit, help)]\n"
    assert call(started(sandbox, names + code)) == [3, True, True]


# What Python allows in the main thread of a process alone, or does there for a program.
OF_MAIN_THREADS = """
    signal.signal(signal.SIGUSR1, lambda *_: heard.append(1))
    signal.raise_signal(signal.SIGUSR1)
    signal.set_wakeup_fd(-1)
    assert threading.current_thread() is threading.main_thread()
    asyncio.run(asyncio.sleep(0))
    pid = os.fork() or os._exit(0)
    os.waitpid(pid, 0)
"""


def test_the_learners_code_is_in_the_main_thread(sandbox):
    """When its file is imported, when it is called, and after it has raised an exception."""
    code = f"""import asyncio, os, signal, threading
heard, calls = [], []
{textwrap.dedent(OF_MAIN_THREADS)}
def f():
    calls.append(1)
{OF_MAIN_THREADS}
    if len(calls) == 1:
        raise ValueError("once")
    return len(heard)
"""
    run = started(sandbox, code)
    assert call(run)["type"] == "ValueError"
    assert call(run) == 3


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("import socket\ndef f(): socket.create_connection(('127.0.0.1', 9), 1)", "the network"),
        ("def f(): open('/var/tmp/workshop-was-here', 'w')", "write /var/tmp/workshop-was-here"),
        ("import pathlib\ndef f(): pathlib.Path('/var/tmp/x').unlink()", "change /var/tmp/x"),
        (
            "import os\ndef f(): os.remove('/dev/workshop-was-here')",
            "change /dev/workshop-was-here",
        ),
        ("import os\ndef f(): os.rename('subject.py', '/dev/shm/x')", "change /dev/shm/x"),
        ("import os\ndef f(): os.symlink('subject.py', '/var/tmp/y')", "change /var/tmp/y"),
        (
            "import os, resource\ndef f():\n"
            "    resource.prlimit(os.getppid(), resource.RLIMIT_NOFILE, (0, 0))",
            "the limits of another process",
        ),
    ],
)
def test_what_python_tries_outside_is_refused_by_name(sandbox, code, told):
    caught = (
        code + "\n_f = f\ndef f():\n    try: _f()\n    except BaseException: return 'all is well'\n"
    )
    for text in (code, caught):
        exception = call(started(sandbox, text))
        assert "Forbidden" in exception["kinds"]
        assert told in exception["message"]


# C asks no audit hook; this is what the namespaces are for.
C_TRIES = """
    from cffi import FFI
    ffi = FFI()
    ffi.cdef("int open(const char *, int, int); int getuid(void); int socket(int, int, int);"
             "int connect(int, const void *, unsigned);")
    libc = ffi.dlopen(None)
    def f():
        written = [path for path in PATHS if libc.open(path.encode(), 0o101, 0o600) >= 0]
        address = ffi.new("unsigned char[16]", [2, 0, 0, 9, 127, 0, 0, 1])
        reached = libc.connect(libc.socket(2, 1, 0), address, 16)
        return [libc.getuid(), written, reached, ffi.errno]
"""


def test_bubblewrap_holds_c_as_well(sandbox):
    if sandbox.layer != "bubblewrap":
        return
    paths = ["/usr/x", "/etc/x", "/x", "/dev/x", str(REPOSITORY / "x"), str(sandbox.scratch / "x")]
    code = C_TRIES.replace("PATHS", repr(paths))
    uid, written, reached, _ = call(started(sandbox, code))
    assert uid != 0
    # Below /tmp the sandbox has a small file system of its own, which is gone with it.
    assert [path for path in written if not path.startswith("/tmp/")] == []
    assert [path for path in paths if Path(path).exists()] == []
    assert reached == -1


def test_bubblewrap_hides_the_solutions(sandbox):
    if sandbox.layer != "bubblewrap":
        return
    code = f"import os\ndef f(): return os.path.exists({str(REPOSITORY / 'solutions')!r})"
    assert call(started(sandbox, code)) is False


@pytest.mark.parametrize("layer", LAYERS)
def test_a_killed_check_leaves_no_process(layer, tmp_path, copy_of_solution):
    folder = copy_of_solution("fibonacci")
    (folder / "fibonacci.c").write_text(
        '#include "fibonacci.h"\nvoid fibo_step(int64_t *a, int64_t *b) { for (;;) *a = *b; }\n'
    )
    process = subprocess.Popen(
        [*COMMAND, "check", "fibonacci", "--path", str(folder), "--sandbox", layer],
        cwd=REPOSITORY,
        env={**os.environ, "TMPDIR": str(tmp_path)},
        stdout=subprocess.DEVNULL,
    )
    mark = f"{tmp_path}/workshop-"
    until(lambda: running(mark))
    process.kill()
    process.wait()
    until(lambda: not running(mark))


def report_stopped(watch):
    report = {"status": None, "reason": "stopped", "output": "", "files": {}, "starved": 0.0}
    watch.sendall(json.dumps(report).encode() + b"\n")


@contextlib.contextmanager
def watched_by(starved, whole=60.0, used=0.0):
    """Yield a run whose answer comes after half a second.

    Its monitor says that it has waited for a processor for a share of the time, `starved`, and that
    it has used one for `used` seconds.
    """
    (talk, far_talk), (watch, far_watch) = socket.socketpair(), socket.socketpair()
    deadline = Deadline(0.3, whole)

    def monitor():
        begun = time.monotonic()
        ticket = json.loads(far_talk.recv(1000))["id"]
        while (question := far_watch.recv(1)) == TIME_SINCE:
            waited = starved * (time.monotonic() - float(far_watch.recv(16, socket.MSG_WAITALL)))
            far_watch.sendall((TIMES % (used, waited)).encode())
            if time.monotonic() - begun > 0.5:
                far_talk.sendall(json.dumps({"id": ticket, "result": None}).encode() + b"\n")
        if question:  # it is to end the run
            report_stopped(far_watch)

    watching = threading.Thread(target=monitor)
    watching.start()
    yield Run(talk, watch, deadline, lambda: None, Neighbours().arrive(foreign=False))
    watch.close()
    watching.join()
    for end in (talk, far_talk, far_watch):
        end.close()


def test_waiting_for_a_processor_that_others_have_is_no_work():
    with watched_by(starved=1.0) as run:
        assert run.ask({"do": "open"}, 0.05) == {"result": None}


def test_waiting_for_anything_else_has_an_end():
    with watched_by(starved=0.0) as run, pytest.raises(RunEnded) as ended:
        run.ask({"do": "open"}, 0.05)
    assert ended.value.ending.reason == "overall"


def test_where_others_have_the_processors_the_machine_is_told_and_nobody_waits_for_ever():
    with watched_by(starved=1.0, whole=0.35) as run, pytest.raises(WorkshopError) as told:
        run.ask({"do": "open"}, 9)
    assert "Other programs had the processors" in str(told.value)


def test_what_has_used_more_than_any_right_answer_needs_is_charged_on_a_busy_machine_too():
    with watched_by(starved=1.0, whole=0.35, used=20.0) as run, pytest.raises(RunEnded) as ended:
        run.ask({"do": "open"}, 99)
    assert ended.value.ending.reason == "overall"


AT_WORK = """
import threading

def work():
    while True:
        pass

threading.Thread(target=work, daemon=True).start()
"""


def test_what_works_on_when_it_has_answered_is_charged_on_a_busy_machine_too(monkeypatch):
    monkeypatch.setattr("cffi_workshop.sandbox.limits.MUCH_FOR_ALL", 0.2)
    sandbox = Sandbox("limits", (), None)
    sandbox.deadline = deadline = Deadline(60.0, 59.0)  # which is as if it were put off
    with sandbox:
        run = sandbox.python("at_work", {"at_work.py": AT_WORK.encode()})
        assert deadline.is_the_machines
        run.ask({"do": "import", "module": "at_work"}, 9)
        until(lambda: not deadline.is_the_machines)


CALLED_AT_THE_END = {
    "none": ("import logging, weakref\nweakref.finalize(logging, print)", None),
    "a-function": ("import atexit\n\n@atexit.register\ndef rest():\n    pass", 3),
    "a-method": (
        "import atexit\nclass Rest:\n    def end(self):\n        pass\natexit.register(Rest().end)",
        (),
    ),
    "a-finalizer": (
        "import weakref\nclass Kept: pass\nkept = Kept()\n\ndef rest():\n    pass\n"
        "weakref.finalize(kept, rest)",
        5,
    ),
    "a-finalizer-that-is-not-called-there": (
        "import weakref\nclass Kept: pass\nkept = Kept()\nweakref.finalize(kept, lambda: 0).atexit = 0",
        None,
    ),
    "what-is-built-in": ("import atexit, time\natexit.register(time.sleep, 9)", ()),
    "what-was-taken-back": (
        "import atexit, time\natexit.register(time.sleep)\natexit.unregister(time.sleep)",
        None,
    ),
}


@pytest.mark.parametrize(("code", "line"), CALLED_AT_THE_END.values(), ids=list(CALLED_AT_THE_END))
def test_what_a_script_has_registered_for_its_end_is_told_and_called_there(code, line):
    with Sandbox("limits", (), None) as sandbox:
        run = sandbox.python("ends", {"ends.py": code.encode()})
        answer = run.ask({"do": "import", "module": "ends"}, 9)
        places = [{"file": "ends.py", "line": line}] if line else []
        assert answer.get("at_end") == (None if line is None else places)


def test_a_function_for_the_end_that_does_not_return_keeps_the_end_from_coming():
    code = b"import atexit, threading\natexit.register(threading.Event().wait)"
    with Sandbox("limits", (), None) as sandbox:
        run = sandbox.python("ends", {"ends.py": code})
        run.ask({"do": "import", "module": "ends"}, 9)
        with pytest.raises(RunEnded) as ended:
            run.ask({"do": "end"}, 0.2)
        assert ended.value.ending.reason == "timeout"


AT_EXIT_OF_C = b"""
import ctypes, time
last = ctypes.CFUNCTYPE(None, ctypes.c_int, ctypes.c_void_p)(lambda *_: time.sleep(SECONDS))
ctypes.CDLL(None).on_exit(last, None)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="on_exit() is of glibc")
@pytest.mark.parametrize(("seconds", "reason"), [(99, "timeout"), (0, None)])
def test_what_c_has_for_the_end_of_a_program_is_called_where_that_is_asked(seconds, reason):
    code = AT_EXIT_OF_C.replace(b"SECONDS", str(seconds).encode())
    with Sandbox("limits", (), None) as sandbox:
        run = sandbox.python("ends", {"ends.py": code})
        run.ask({"do": "import", "module": "ends"}, 9)
        with pytest.raises(RunEnded) as ended:
            run.ask({"do": "end", "of_c": True}, 0.5)
        assert ended.value.ending.reason == reason


def test_another_call_comes_ahead_of_each_line_of_a_call_where_that_is_asked():
    code = b"KEPT = [0]\n\ndef doubled(n):\n    KEPT[0] = n\n    return KEPT[0] * 2\n"
    call = {"do": "call", "function": "doubled", "arguments": [wire.encode(4)]}
    with Sandbox("limits", (), None) as sandbox:
        run = sandbox.python("shares", {"shares.py": code})
        run.ask({"do": "import", "module": "shares"}, 9)
        alone = run.ask(call, 9)["result"]["value"]
        both = run.ask(call | {"meanwhile": [[wire.encode(1)]]}, 9)["result"]["value"]
        turns = [[wire.encode(1)], [wire.encode(3)]]  # ahead of the first line, and the second
        in_turn = run.ask(call | {"meanwhile": turns}, 9)["result"]["value"]
        assert [wire.decode(each) for each in (alone, both, in_turn)] == [8, 2, 6]


def test_a_report_that_does_not_come_when_the_time_is_over_is_no_sign_of_tampering(monkeypatch):
    monkeypatch.setattr("cffi_workshop.sandbox.run.LEAVING_SECONDS", 0.01)
    (talk, far_talk), (watch, far_watch) = socket.socketpair(), socket.socketpair()
    killed = []
    presence = Neighbours().arrive(foreign=True)
    with far_talk, far_watch:
        run = Run(talk, watch, Deadline(0.0), lambda: killed.append(run), presence)
        assert run.ending().reason == "overall"
    assert killed == []  # nor are the other runs of its fork server ended


def test_when_the_time_of_a_check_is_over_nothing_more_begins():
    with Sandbox("limits", (), None) as sandbox:
        sandbox.deadline = Deadline(0.0)
        assert sandbox.command(["true"], {}).reason == "overall"
        with pytest.raises(RunEnded) as ended:
            sandbox.python("late", {}).ask({"do": "open"}, 1)
        assert ended.value.ending.reason == "overall"


@pytest.mark.parametrize(("of_the_run", "of_the_judge"), [(60.0, 0.0), (0.0, 60.0)])
def test_where_others_had_the_processors_ever_since_it_is_the_machine(
    of_the_run, of_the_judge, monkeypatch
):
    waited = [0.0]
    monkeypatch.setattr("cffi_workshop.sandbox.limits.judge_waited", lambda: waited[0])
    with Sandbox("limits", (), None) as sandbox:
        sandbox.deadline = Deadline(0.0, 0.01)
        time.sleep(0.02)
        waited[0] = of_the_judge
        sandbox.deadline.note(0.0, of_the_run, 0.0)
        with pytest.raises(TooBusy):
            sandbox.python("late", {})


class PutOff(Deadline):
    """An end that is put off, by another run, between two looks at it."""

    looks = 0

    @property
    def left(self):
        self.looks += 1
        return 0.0 if self.looks == 1 else 10.0


@pytest.mark.parametrize("layer", LAYERS)
def test_a_sandbox_that_has_ended_starts_nothing(layer, tmp_path, monkeypatch):
    """A thread of a check that is over may still want to try something once more."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with Sandbox(layer, (), None) as sandbox:
        assert sandbox.command(["true"], {}).status == 0
    assert sandbox.command(["touch", "left"], {}).status is None
    assert list(tmp_path.iterdir()) == []
    assert running(str(tmp_path)) == []


@pytest.mark.parametrize("kind", [Deadline, PutOff])
def test_a_run_that_begins_when_the_check_is_over_is_told_so(tmp_path, kind):
    """And not that the machine has no sandbox: there was no time left to wait for one."""
    server = ForkServer(Start((), (), (), str(tmp_path)))
    server.work_for(kind(0.0), lambda: False)
    assert server.isolates  # nothing runs that others would have to be kept from
    server.work_for(kind(0.0), lambda: False)
    run = server.start({"kind": "python"}, Neighbours().arrive(foreign=False))
    with pytest.raises(RunEnded) as ended:
        run.ask({"do": "open"}, 1)
    assert ended.value.ending.reason == "overall"
    server.let_go()
    server.wait()
