"""Whatever a hand-in does, there is a verdict on it, in time, and nothing of it is left."""

import json
import os
import shlex
import subprocess
import textwrap

import pytest

from .surroundings import COMMAND, REPOSITORY, need_bubblewrap, run_apart

LAYERS = ["limits", "bubblewrap"]

# What a script of the learner's does at import, in front of the solution's own lines.
SCRIPTS = {
    "stops-its-parents": (
        """
        import os, signal
        for pid in {os.getppid(), *range(1, 6)} - {os.getpid()}:
            with contextlib.suppress(OSError): os.kill(pid, signal.SIGSTOP)
        for pid in [int(name) for name in os.listdir("/proc") if name.isdigit()]:
            with contextlib.suppress(OSError):
                if b"fork_server" in open(f"/proc/{pid}/cmdline", "rb").read() and pid != os.getpid():
                    os.kill(pid, signal.SIGSTOP)
        while True: pass
        """,
        {"timeout", "tampering"},
    ),
    "kills-its-parents": (
        """
        import os, signal
        for pid in [int(name) for name in os.listdir("/proc") if name.isdigit()]:
            with contextlib.suppress(OSError):
                if b"fork_server" in open(f"/proc/{pid}/cmdline", "rb").read() and pid != os.getpid():
                    os.kill(pid, signal.SIGKILL)
        import time; time.sleep(1000)  # where nobody is left who counts its processor time
        """,
        {"timeout", "tampering"},
    ),
    "stops-itself": ("os.kill(os.getpid(), signal.SIGSTOP)", {"timeout"}),
    "sleeps": ("import time; time.sleep(1000)", {"timeout"}),
    "has-itself-traced": (
        """
        import cffi
        ffi = cffi.FFI()
        ffi.cdef("long ptrace(int request, int pid, void *address, void *data);")
        ffi.dlopen(None).ptrace(0, 0, ffi.NULL, ffi.NULL)
        os.kill(os.getpid(), signal.SIGUSR1)
        """,
        {"tampering"},
    ),
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
        {"timeout", "tampering", "exception", "import-error"},
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
        {None, "output-limit"},
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
        {"output-limit", "exception", "timeout"},
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
    if request.param == "bubblewrap":
        need_bubblewrap()
    return request.param


def put_in_front(file, code):
    """Write code ahead of a script's own lines."""
    begin = "import contextlib, os, signal\n"
    file.write_text(begin + textwrap.dedent(code) + "\n" + file.read_text())


def causes(verdict):
    assert all(check["status"] != "grader-error" for check in verdict["checks"]), verdict
    return [check["cause"] for check in verdict["checks"] if check["status"] == "failed"]


@pytest.mark.alike
@pytest.mark.parametrize("name", SCRIPTS)
def test_a_script_that_turns_on_the_judge_is_judged(
    name, layer, check, nothing_left, copy_of_solution
):
    code, expected = SCRIPTS[name]
    folder = copy_of_solution("fibonacci")
    put_in_front(folder / "fibonacci_abi.py", code)
    # Where processes are shared, it turns on all checks after the first as well.
    whole = layer == "limits" or None in expected
    found = causes(check("fibonacci", folder, layer, seconds=60, until_first_failure=not whole))
    assert (found or [None])[0] in expected
    nothing_left()


# --- what one hand-in does to another run ---

# Puts C of its own in the place of a source, wherever a compiler may be about to read one; and a
# harness that answers for the learner's C.
OVERWRITES = """
import os, time, threading
def overwrite():
    end = time.monotonic() + 1.5
    while time.monotonic() < end:
        for process in os.listdir("/proc"):
            for place in (f"/proc/{process}/cwd", f"/proc/{process}/cwd/subject"):
                try:
                    with open(f"{place}/fibonacci.c", "w") as file: file.write(EVIL)
                except OSError: pass
        for top, _, names in os.walk(os.path.dirname(os.path.dirname(HERE))):
            for name in {"fibonacci.c", "probe.c", "harness.py"} & set(names):
                if top != HERE:
                    try:
                        with open(f"{top}/{name}", "w") as file: file.write(EVIL)
                    except OSError: pass
HERE = os.path.dirname(os.path.abspath(__file__))
EVIL = '#include "fibonacci.h"\\nvoid fibo_step(int64_t *a, int64_t *b) { *a = 7; *b = 7; }\\n'
overwrite()
"""


@pytest.fixture
def own_root(tmp_path):
    """A checkout with a cache of its own, which is empty."""
    root = tmp_path / "checkout"
    root.mkdir()
    for name in ("_config.yml", "solutions", "exercises", "episodes"):
        (root / name).symlink_to(REPOSITORY / name)
    return root


def test_no_build_is_kept_that_another_run_had_a_hand_in(layer, check, own_root, copy_of_solution):
    folder = copy_of_solution("fibonacci")
    for name in ("fibonacci_abi.py", "fibonacci_build.py"):
        put_in_front(folder / name, OVERWRITES)
    (folder / "Makefile").write_text(
        "all:\n\tpython3 overwrites.py; cc -shared -fPIC -o libfibonacci.so fibonacci.c\n"
    )
    verdict = check("fibonacci", folder, layer, root=own_root, seconds=60)
    assert not [one for one in verdict["checks"] if one["status"] == "grader-error"]
    solution = check("fibonacci", own_root / "solutions" / "fibonacci", layer, root=own_root)
    assert causes(solution) == []
    assert solution["passed"]


def test_a_run_sees_no_other_process_and_no_other_folder(layer, check, copy_of_solution):
    folder = copy_of_solution("fibonacci")
    code = """
    import time
    time.sleep(0.5)
    seen = [name for name in os.listdir("/proc") if name.isdigit()]
    work = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    if len(seen) > 2 or len(os.listdir(os.path.dirname(work))) > 1:
        raise ValueError(f"processes {seen}, folders {os.listdir(os.path.dirname(work))}")
    """
    put_in_front(folder / "fibonacci_abi.py", code)
    assert causes(check("fibonacci", folder, layer)) == []


# --- what the report would read ---

RAISES_ELSEWHERE = 'exec(compile("raise RuntimeError(1)", {path}, "exec"))'


@pytest.mark.parametrize("make", ["link", "fifo", "absolute"])
def test_the_report_opens_no_file_for_the_learner(make, tmp_path, copy_of_solution):
    """The report knows nothing of the layer in which the verdict came about."""
    folder, secret = copy_of_solution("fibonacci"), tmp_path / "secret"
    secret.write_text("this is a secret\n")
    if make == "link":
        (folder / "mine").symlink_to(secret)
    elif make == "fifo":
        os.mkfifo(folder / "mine")
    beside = "os.path.dirname(os.path.abspath(__file__)) + '/mine'"
    path = repr(str(secret)) if make == "absolute" else beside
    put_in_front(folder / "fibonacci_abi.py", RAISES_ELSEWHERE.format(path=path))
    command = [*COMMAND, "check", "fibonacci", "--path", str(folder), "-v"]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1, done.stderr
    assert "this is a secret" not in done.stdout


def test_odd_names_and_texts_are_shown_as_escapes(check, copy_of_solution):
    folder = copy_of_solution("fibonacci")
    for name in ("a\nb", "\u202efdp.c", os.fsdecode(b"\xff")):
        (folder / name).touch()
    put_in_front(folder / "fibonacci_abi.py", r"raise ValueError('\u202e\ud800\x1b[31m')")
    verdict = check("fibonacci", folder)
    text = json.dumps(verdict, ensure_ascii=False)
    assert text.encode()  # no lone surrogates
    assert not {"\u202e", "\x1b"} & set(text)
    assert r"\u202efdp.c" in "".join(verdict["remarks"])


# --- the judge's own reading, and its patience ---


@pytest.mark.parametrize(
    "text",
    [
        'const char *s = "' + "/*x" * 80_000 + '";\n',
        # For the judge alone: the compiler takes ten seconds to complain of each.
        "#if 0\n" + "#include <\n" * 20_000 + "#endif\n",
        "#" * 250_000,
        "\n" * 250_000,
    ],
    ids=["comments", "includes", "hashes", "line-ends"],
)
def test_a_source_of_the_worst_kind_is_read(text, check, copy_of_solution):
    folder = copy_of_solution("fibonacci")
    source = folder / "fibonacci.c"
    source.write_text(source.read_text() + text)
    (folder / "fibonacci_abi.py").write_text("# " + text.replace("\n", "\n# "))
    causes(check("fibonacci", folder, seconds=60))


@pytest.mark.parametrize("does", ["for (;;) spins++", "for (;;) fork()"])
def test_c_that_never_ends_when_it_is_loaded_is_loaded_once(does, check, copy_of_solution):
    """Else it takes the time of four runs: by itself, from `make`, and below both scripts."""
    folder = copy_of_solution("fibonacci")
    with (folder / "fibonacci.c").open("a") as source:
        source.write("int fork(void);\nstatic volatile unsigned spins;\n")
        source.write(f"__attribute__((constructor)) static void spin(void) {{ {does}; }}\n")
    verdict = check("fibonacci", folder)
    statuses = {one["id"]: one["status"] for one in verdict["checks"]}
    assert {name for name, status in statuses.items() if status == "failed"} == {"c-compiles"}
    assert statuses["together-make"] == "not-run"


def test_sleeping_a_little_in_each_call_comes_to_an_end(check, copy_of_solution):
    folder = copy_of_solution("evolve")
    for mode in ("abi", "api"):
        script = folder / f"evolve_{mode}.py"
        script.write_text(
            script.read_text() + "\n_evolve = evolve\ndef evolve(*given, **named):\n"
            "    import time\n    time.sleep(2.7)\n    return _evolve(*given, **named)\n"
        )
    verdict = check("evolve", folder, seconds=75)
    assert "timeout" in causes(verdict)
    assert not verdict["passed"]


# --- where the kernel allows no namespaces ---

# As in many a container: user namespaces are spent, so that a run shares its processes with all
# others.
WITHOUT_NAMESPACES = [
    *("bwrap", "--unshare-user", "--disable-userns"),
    *("--dev-bind", "/", "/", "--proc", "/proc"),
]
# What goes for every fork server that there is would find those of the tests beside this one.
GOES_FOR_ALL = ("stops-its-parents", "kills-its-parents")


@pytest.mark.alike
@pytest.mark.parametrize(
    "name", [None, "stops-its-parents", "kills-its-parents", "leaves-a-daemon"]
)
def test_without_namespaces_there_is_a_verdict_as_well(
    name, tmp_path, nothing_left, copy_of_solution
):
    need_bubblewrap()
    folder = copy_of_solution("fibonacci")
    if name:  # the first processes that there are apart are the judge itself
        script = SCRIPTS[name][0].replace(", *range(1, 6)}", "}")
        put_in_front(folder / "fibonacci_abi.py", script)
    (tmp_path / "tmp").mkdir()
    apart = ["--unshare-pid"] if name in GOES_FOR_ALL else []
    options = ["--path", str(folder), "--sandbox", "limits", "--json"]
    command = [*WITHOUT_NAMESPACES, *apart, *COMMAND, "check", "fibonacci", *options]
    done = run_apart(command, TMPDIR=str(tmp_path / "tmp"))
    found = causes(json.loads(done.stdout))
    assert set(found) <= ({"tampering", "timeout", "process-limit"} if name else set()), done.stdout
    assert done.returncode == bool(name)
    nothing_left()


# --- the machine's own failures ---


@pytest.mark.parametrize(
    ("limit", "told"),
    [
        ("-u 20", "allows 20 processes (ulimit -u); a check needs 120"),
        ("-n 20", "allows 20 open files (ulimit -n); a check needs 64"),
        ("-f 10", "allows 10 kB a file (ulimit -f); a check needs 65536"),
        ("-v 8000000", "allows 8000000 kB of address space (ulimit -v); a check needs"),
        ("-d 8000000", "allows 8000000 kB of data (ulimit -d); a check needs"),
    ],
)
def test_a_shell_that_allows_too_little_is_told_in_a_sentence(limit, told):
    command = f"ulimit {limit}; exec {' '.join(COMMAND)} check fibonacci"
    done = run_apart(["bash", "-c", command])
    assert (done.returncode, done.stdout) == (2, "")
    assert told in done.stderr


@pytest.mark.parametrize("settings", ["trap '' CHLD", "umask 0777"])
def test_what_began_the_process_may_have_set_what_no_check_can_do_with(settings, copy_of_solution):
    options = ["--path", str(copy_of_solution("fibonacci")), "--sandbox", "limits", "--json"]
    command = f"{settings}; exec {shlex.join([*COMMAND, 'check', 'fibonacci', *options])}"
    done = run_apart(["bash", "-c", command])
    assert json.loads(done.stdout)["passed"], done.stdout + done.stderr


def test_a_compiler_that_cannot_be_reached_inside_is_no_mistake_of_the_learners(
    tmp_path, copy_of_solution
):
    tools = tmp_path / "tools"
    tools.mkdir()
    (tools / "gcc").write_text(
        '#!/bin/sh\ncase "$*" in *print*) exec /usr/bin/gcc "$@";; esac\nexit 4\n'
    )
    (tools / "gcc").chmod(0o755)
    command = [*COMMAND, "check", "fibonacci", "--path", str(copy_of_solution("fibonacci"))]
    done = run_apart(command, PATH=f"{tools}:{os.environ['PATH']}")
    assert done.returncode == 2
    assert "what belongs to the workshop itself" in done.stderr
