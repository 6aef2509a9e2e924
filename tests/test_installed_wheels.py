"""A wheel of an installed package is one that pip installs, without a network."""

import os
import py_compile
import subprocess
import sys
import zipfile
from importlib.metadata import version

import pytest

from cffi_workshop.jupyter.installed_wheels import bytecode_of, knows, offer_installed


@pytest.fixture
def offered(tmp_path, monkeypatch):
    """Return the environment of a process that has been offered setuptools, cffi and pycparser."""
    monkeypatch.setattr(os, "environ", dict(os.environ))
    offer_installed(tmp_path / "wheels", "setuptools", "cffi", "pycparser")
    return os.environ


@pytest.mark.parametrize(
    ("package", "program"),
    [
        ("setuptools", "import setuptools.build_meta"),
        ("cffi", "import cffi, _cffi_backend; cffi.FFI().cdef('int x;')"),
    ],
    ids=["setuptools", "cffi"],
)
def test_pip_installs_it_and_it_works(offered, tmp_path, package, program):
    site = tmp_path / "site"
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--target", str(site), package]
    done = subprocess.run(command, env=offered, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    look = (
        f"import sys; sys.path.insert(0, {str(site)!r}); {program}; "
        f"print(sys.modules[{package!r}].__file__)"
    )
    ran = subprocess.run(
        [sys.executable, "-S", "-c", look], capture_output=True, text=True, timeout=60
    )
    assert ran.stdout.startswith(str(site)), ran.stderr


def test_pip_finds_nothing_else(offered):
    command = [sys.executable, "-m", "pip", "download", "numpy"]
    done = subprocess.run(command, env=offered, capture_output=True, text=True, timeout=60)
    assert "No matching distribution found for numpy" in done.stderr


def test_the_version_is_that_of_the_installed_one(offered, tmp_path):
    assert list((tmp_path / "wheels").glob(f"cffi-{version('cffi')}-*.whl"))


def test_what_was_compiled_comes_along_and_holds_at_every_place(offered, tmp_path):
    (wheel,) = (tmp_path / "wheels").glob("pycparser-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "site")
    source = tmp_path / "site" / "pycparser" / "c_ast.py"
    source.write_text("raise SystemExit('compiled anew')")  # other times and sizes do not count
    look = "import pycparser.c_ast; print(pycparser.c_ast.Node.__name__)"
    command = [sys.executable, "-S", "-c", look]
    ran = subprocess.run(command, cwd=tmp_path / "site", capture_output=True, text=True, timeout=60)
    assert ran.stdout == "Node\n", ran.stderr


def test_what_was_compiled_of_another_text_stays_behind(tmp_path):
    source = tmp_path / "rain.py"
    source.write_text("mm = 1")
    py_compile.compile(str(source))
    assert bytecode_of(source)
    source.write_text("mm = 10")
    assert bytecode_of(source) is None


def test_pip_is_asked_for_no_feature_that_it_does_not_know(offered):
    assert not knows("no-such-feature")
    assert all(knows(name) for name in offered.get("PIP_USE_FEATURE", "").split())
