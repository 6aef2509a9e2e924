"""The doctor: it tries things, says how to mend them, and tells needs from wishes."""

import re
import shutil
import sys

import pytest

from cffi_workshop import doctor
from cffi_workshop.doctor import compiler_probes, run
from cffi_workshop.report import TerminalStyle

from .surroundings import COMMAND, REPOSITORY, not_here, run_apart

pytestmark = pytest.mark.quick

MEND = ("apt it", "dnf it", "brew it")


def works(_folder):
    return "1.0 works"


def broken(_folder):
    raise doctor.Broken("It is not there.")


def findings(*probes):
    return list(doctor.examine(probes))


def test_a_trial_that_works_needs_no_mending():
    (found,) = findings(doctor.Probe("thing", works, MEND))
    assert found == doctor.ProbeResult("thing", "works", "1.0 works")


def test_what_is_needed_and_broken_is_an_error():
    found = findings(doctor.Probe("thing", broken, MEND))
    assert (found[0].status, doctor.exit_status(found)) == ("broken", 2)


def test_what_is_not_needed_is_a_warning():
    found = findings(doctor.Probe("thing", broken, MEND, needed=False))
    assert (found[0].status, doctor.exit_status(found)) == ("warning", 0)


def test_what_needs_a_broken_thing_is_not_tried():
    found = findings(
        doctor.Probe("one", broken, MEND), doctor.Probe("two", works, (), after=("one",))
    )
    assert found[1] == doctor.ProbeResult("two", "not-tried", "Not tried: one first.")


def test_a_trial_leaves_no_file(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    def litter(folder):
        (folder / "litter").touch()
        return str(folder)

    (found,) = findings(doctor.Probe("thing", litter, ()))
    assert found.says.startswith(str(tmp_path))
    assert list(tmp_path.iterdir()) == []


def test_each_system_has_its_way_to_mend():
    found = doctor.ProbeResult("thing", "broken", "It is not there.", MEND)
    text = doctor.render(found, TerminalStyle())
    assert "✗ thing           It is not there." in text
    assert [line.split() for line in text.splitlines()[1:]] == [
        ["Debian/Ubuntu:", "apt", "it"],
        ["Fedora:", "dnf", "it"],
        ["macOS:", "brew", "it"],
    ]


def test_a_system_without_a_way_is_left_out():
    found = doctor.ProbeResult("thing", "warning", "It is not there.", ("apt it", "dnf it", ""))
    assert "macOS" not in doctor.render(found, TerminalStyle())


@pytest.mark.parametrize("probe", doctor.PROBES[1:], ids=lambda probe: probe.name)
def test_every_trial_says_how_to_mend_it(probe):
    assert any(probe.mend)


@pytest.mark.parametrize(
    ("output", "line"),
    [
        ("In file a.c:\na.c:1: fatal error: no Python.h\n1 | #include\n", "a.c:1: fatal error: no Python.h"),
        ("Traceback:\n  File\nModuleNotFoundError: x\n", "ModuleNotFoundError: x"),
        ("", "it gave no reason."),
    ],
    ids=["compiler", "python", "silent"],
)  # fmt: skip
def test_the_telling_line_of_a_tool_is_found(output, line):
    assert run.telling_line(output) == line


def test_headers_that_cannot_be_included_are_found(tmp_path, monkeypatch):
    monkeypatch.setattr("sysconfig.get_path", lambda _name: str(tmp_path / "nowhere"))
    with pytest.raises(doctor.Broken, match=r"cannot be included.*Python\.h"):
        compiler_probes.try_headers(tmp_path)


def test_a_sanitizer_that_sees_nothing_is_found(tmp_path, monkeypatch):
    monkeypatch.setattr(compiler_probes, "OUT_OF_BOUNDS", "int read_at(int i) { return i; }\n")
    with pytest.raises(doctor.Broken, match="did not report"):
        compiler_probes.try_sanitizer(tmp_path)


FORBID = """
import os, sys
from cffi import FFI
ffi = FFI()
ffi.cdef("int prctl(int, unsigned long, unsigned long, unsigned long, unsigned long);")
if ffi.dlopen(None).prctl(65, 1, 0, 0, 0):  # PR_SET_MDWE, PR_MDWE_REFUSE_EXEC_GAIN
    sys.exit("this kernel cannot")
os.execv(sys.executable, [sys.executable, "-m", "cffi_workshop", *sys.argv[1:]])
"""


def test_a_system_that_forbids_callbacks_is_found_and_a_check_points_to_the_doctor(tmp_path):
    def forbidden(*words):
        done = run_apart([sys.executable, "-c", FORBID, *words])
        if "this kernel cannot" in done.stderr:
            not_here("The kernel cannot forbid executable memory; Linux 6.3 or later can.")
        return done

    done = forbidden("doctor")
    assert "✗ callbacks" in done.stdout
    assert "let Python write memory that it executes" in done.stdout
    done = forbidden("check", "libm", "--path", str(REPOSITORY / "solutions" / "libm"))
    assert done.returncode == 2
    assert "write+execute memory" in done.stderr
    assert done.stderr.endswith("`workshop doctor` says what is lacking.\n")


def run_doctor(**changes):
    return run_apart([*COMMAND, "doctor"], **changes)


def test_all_that_a_learner_needs_works_here():
    done = run_doctor()
    names = [line.split()[1] for line in done.stdout.splitlines() if line.startswith("  ✓")]
    assert {"Python", "C", "make", "cffi", "setuptools", "API"} <= set(names)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_setup_page_lists_what_is_tried_in_this_order():
    page = (REPOSITORY / "website" / "pages" / "setup.md").read_text(encoding="utf-8")
    table = page.split("| line | what was tried |")[1].split("\n\n")[0]
    listed = [
        name
        for row in re.findall(r"^\| ([^|-]+) \|", table, re.MULTILINE)
        for name in row.split(", ")
    ]
    assert listed == [probe.name for probe in doctor.PROBES]


def test_without_tools_the_packages_are_named(tmp_path):
    done = run_doctor(PATH=str(tmp_path), CC="")
    assert done.returncode == 2
    assert "sudo apt install gcc" in done.stdout
    assert "sudo dnf install make" in done.stdout
    assert "· API mode" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


def test_without_make_the_rest_is_still_tried(tmp_path):
    for tool in ("gcc", "cc", "as", "ld"):
        if path := shutil.which(tool):
            (tmp_path / tool).symlink_to(path)
    done = run_doctor(PATH=str(tmp_path), CC="")
    assert "✗ make" in done.stdout
    assert " sanitizer " in done.stdout
    assert (done.returncode, done.stderr) == (2, "")
