"""The packaging exercise's other way: its package built without setuptools."""

import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from cffi_workshop.exercises.markers import solution_of
from cffi_workshop.grading.parts.build_requirements import NotInstalled, folders_of

from .surroundings import REPOSITORY, not_here

SOLUTION = REPOSITORY / "solutions" / "packaging"


def run(*command, cwd, **environment):
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    environment = {**os.environ, "PATH": path, **environment}
    done = subprocess.run(command, cwd=cwd, env=environment, check=True, capture_output=True, text=True)
    return done.stdout


def test_the_same_package_is_built_with_meson_and_counts(tmp_path, copy_of_solution):
    if not find_spec("mesonpy"):
        not_here("meson-python is not installed; install it: pip install -e '.[test]'")
    project = copy_of_solution("packaging")
    (project / "fibo_build.py").write_text(solution_of((SOLUTION / "fibo_build.py").read_text()))
    for name in ("setup.py", "MANIFEST.in"):
        (project / name).unlink()
    for path in (project / "with-meson").iterdir():
        shutil.copy(path, project)
    pip = [sys.executable, "-m", "pip", "install", "--no-index", "--no-build-isolation", "--no-deps"]
    run(*pip, "--target", str(tmp_path / "elsewhere"), str(project), cwd=tmp_path)
    code = "import fibo; print(fibo.fibonacci(7), fibo._fibo.lib)"
    counted = run(sys.executable, "-c", code, cwd=tmp_path, PYTHONPATH=str(tmp_path / "elsewhere"))
    assert counted.startswith("[0, 1, 1, 2, 3, 5, 8] <Lib object for 'fibo._fibo'>")


def test_requirements_bring_what_they_need_themselves():
    names = {path.name for path in folders_of(["cffi>=1.17"])}
    assert {"cffi", "pycparser"} <= names
    assert any(name.startswith("_cffi_backend") for name in names)
    assert "numpy" not in names


@pytest.mark.parametrize("wanted", ["cffi>=99", "no-such-package-anywhere"])
def test_what_is_not_here_is_named(wanted):
    with pytest.raises(NotInstalled, match=wanted):
        folders_of(["setuptools", wanted])


def test_what_is_no_requirement_is_named():
    with pytest.raises(ValueError, match="'cffi => 1' is no requirement"):
        folders_of(["cffi => 1"])
