"""Whatever a hand-in does, there is a verdict on it, in time, and nothing of it is left."""

import textwrap

import pytest

from cffi_workshop.sandbox import bubblewrap_works

from .surroundings import not_here

LAYERS = ["limits", "bubblewrap"]

# What a script of the learner's does at import, in front of the solution's own lines.
SCRIPTS = {
    "stops-its-parents": (
        """
        import os, signal
        for pid in {os.getppid(), *range(1, 6)} - {os.getpid()}:
            with contextlib.suppress(OSError): os.kill(pid, signal.SIGSTOP)
        for pid in [int(name) for name in os.listdir("/proc") if name.isdigit()]:
            if b"fork_server" in open(f"/proc/{pid}/cmdline", "rb").read() and pid != os.getpid():
                with contextlib.suppress(OSError): os.kill(pid, signal.SIGSTOP)
        while True: pass
        """,
        {"timeout", "tampering"},
    ),
    "kills-its-parents": (
        """
        import os, signal
        for pid in [int(name) for name in os.listdir("/proc") if name.isdigit()]:
            if b"fork_server" in open(f"/proc/{pid}/cmdline", "rb").read() and pid != os.getpid():
                with contextlib.suppress(OSError): os.kill(pid, signal.SIGKILL)
        while True: pass
        """,
        {"timeout", "tampering"},
    ),
    "stops-itself": ("os.kill(os.getpid(), signal.SIGSTOP)", {"timeout"}),
    "sleeps": ("import time; time.sleep(1000)", {"timeout"}),
    "closes-its-channel": (
        "os.closerange(3, 256)\nimport time; time.sleep(1000)",
        {"tampering", "early-exit"},
    ),
    "floods-its-channel": (
        """
        for number in range(3, 64):
            with contextlib.suppress(OSError):
                while True: os.write(number, b"x" * (1 << 20))
        """,
        {"output-limit", "tampering", "early-exit"},
    ),
    "floods-its-output": ("while True: print('x' * 100_000)", {"output-limit"}),
    "prints-line-ends-and-aborts": (
        "print(chr(10) * 3_000_000, flush=True)\nos.abort()",
        {"abort"},
    ),
    "locks-its-folder": (
        "os.chmod('.', 0)\nos.chmod(os.path.dirname(os.path.abspath(__file__)), 0)\n"
        "import time; time.sleep(1000)",
        {"timeout", "tampering"},
    ),
    "makes-folders-without-end": (
        """
        while True:
            os.mkdir("d" * 200)
            os.chdir("d" * 200)
        """,
        {"output-limit", "exception"},
    ),
    "makes-a-deep-folder-and-goes-on": (
        """
        here = os.getcwd()
        for _ in range(3000):
            os.mkdir("deep")
            os.chdir("deep")
        os.chdir(here)
        """,
        {None},
    ),
    "makes-names-that-are-no-text": (
        """
        for name in (b"\\xff\\xfe", b"a\\nb", "\\u202e.c".encode()):
            os.mkdir(name)
            open(name + b"/x", "w").close()
            os.chmod(name, 0)
        """,
        {None},
    ),
    "fills-its-disk": (
        """
        for number in range(10_000):
            with open(f"large{number}", "wb") as file: file.write(b"x" * (8 << 20))
        """,
        {"output-limit", "exception"},
    ),
    "forks-without-end": ("while True: os.fork()", {"process-limit", "exception"}),
    "leaves-a-daemon": (
        """
        if os.fork() == 0:
            os.setsid()
            if os.fork() == 0:
                import time
                time.sleep(1000)
            os._exit(0)
        """,
        {"process-limit"},
    ),
}  # fmt: skip


@pytest.fixture(params=LAYERS)
def layer(request):
    works, reason = bubblewrap_works()
    if request.param == "bubblewrap" and not works:
        not_here(f"{reason}; install it with: apt install bubblewrap")
    return request.param


def put_in_front(file, code):
    """Write code ahead of a script's own lines."""
    begin = "import contextlib, os, signal\n"
    file.write_text(begin + textwrap.dedent(code) + "\n" + file.read_text())


def causes(verdict):
    assert all(check["status"] != "grader-error" for check in verdict["checks"]), verdict
    return [check["cause"] for check in verdict["checks"] if check["status"] == "failed"]


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_script_that_turns_on_the_judge_is_judged(name, layer, check, nothing_left, copy_of_solution):
    code, expected = SCRIPTS[name]
    folder = copy_of_solution("fibonacci")
    put_in_front(folder / "fibonacci_abi.py", code)
    found = causes(check("fibonacci", folder, layer, seconds=60))
    assert (found or [None])[0] in expected
    nothing_left()
