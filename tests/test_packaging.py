"""The packaging exercise's other way: its package built without setuptools."""

import os
import re
import shutil
import subprocess
import sys
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest

from cffi_workshop.errors import WorkshopError
from cffi_workshop.exercises.markers import solution_of
from cffi_workshop.grading.parts import built_package
from cffi_workshop.grading.parts.build_requirements import NotInstalled, folders_of
from cffi_workshop.notebooks.readme_steps import read_readme

from .surroundings import REPOSITORY, need_module

SOLUTION = REPOSITORY / "solutions" / "packaging"


def run(*command, cwd, **environment):
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    environment = {**os.environ, "PATH": path, **environment}
    done = subprocess.run(
        command, cwd=cwd, env=environment, check=True, capture_output=True, text=True
    )
    return done.stdout


def test_the_same_package_is_built_with_meson_and_counts(tmp_path, copy_of_solution):
    need_module("mesonpy")
    project = copy_of_solution("packaging")
    (project / "fibo_build.py").write_text(solution_of((SOLUTION / "fibo_build.py").read_text()))
    for name in ("setup.py", "MANIFEST.in"):
        (project / name).unlink()
    for path in (project / "with-meson").iterdir():
        shutil.copy(path, project)
    pip = [sys.executable, "-m", "pip", "install"]
    pip += ["--no-index", "--no-build-isolation", "--no-deps"]
    run(*pip, "--target", str(tmp_path / "elsewhere"), str(project), cwd=tmp_path)
    code = "import fibo; print(fibo.fibonacci(7), fibo._fibo.lib)"
    counted = run(sys.executable, "-c", code, cwd=tmp_path, PYTHONPATH=str(tmp_path / "elsewhere"))
    assert counted.startswith("[0, 1, 1, 2, 3, 5, 8] <Lib object for 'fibo._fibo'>")


def test_without_the_manifest_two_files_are_missing(copy_of_solution):
    """The steps of the README, in the order in which a learner types them: after a build."""
    project = copy_of_solution("packaging")
    for name in ("fibo_build.py", "setup.py", "pyproject.toml", "MANIFEST.in"):
        (project / name).write_text(solution_of((SOLUTION / name).read_text()))
    readme = (SOLUTION / "README.md").read_text()
    commands = [command.line for step in read_readme(readme, []).steps for command in step.commands]
    [build] = [line for line in commands if "build_sdist" in line]
    run("sh", "-c", build, cwd=project)
    steps = re.search(r"^```sh\n(.*?)^```", readme, re.DOTALL | re.MULTILINE)[1]
    listed = run("sh", "-ec", steps, cwd=project)
    assert listed.split() == ["fibo-1.0/c/fibo.c"]
    assert f"The last list has one line, `{listed.strip()}`" in readme
    assert (project / "MANIFEST.in").is_file()


def test_with_meson_a_source_distribution_needs_the_root_of_a_repository(
    tmp_path, copy_of_solution
):
    """What the README says of `with-meson`, typed in its order."""
    need_module("mesonpy")
    project = copy_of_solution("packaging")
    for path in (project / "with-meson").iterdir():
        shutil.copy(path, project)
    sdist = [sys.executable, "-c", "import mesonpy; mesonpy.build_sdist('dist')"]
    with pytest.raises(subprocess.CalledProcessError) as failed:
        run(*sdist, cwd=project)
    said = (failed.value.stdout + failed.value.stderr).strip().splitlines()
    told = "Dist currently only works with Git or Mercurial repos"
    assert any(told in line for line in said)
    readme = " ".join((SOLUTION / "README.md").read_text().split())
    assert told in readme
    me = {
        f"GIT_{who}_{what}": "a@b" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
    }
    for command in re.findall(r"`(git [^`]+)`", readme):
        run(*command.split(), cwd=project, **me)
    run(*sdist, cwd=project)
    assert (project / "dist" / "fibo-1.0.tar.gz").is_file()


def test_shipping_begins_where_packaging_ends():
    """Its files are those of the solution of `packaging`, but for the table to write."""
    begun = REPOSITORY / "exercises" / "shipping"
    for name in ("setup.py", "fibo_build.py", "MANIFEST.in", "c/fibo.h", "c/fibo.c"):
        assert (begun / name).read_text() == solution_of((SOLUTION / name).read_text()), name
    package = "src/fibo/__init__.py"
    assert (begun / package).read_text() == (SOLUTION / package).read_text()
    settings = (begun / "pyproject.toml").read_text()
    assert settings.startswith(solution_of((SOLUTION / "pyproject.toml").read_text()))


def test_requirements_bring_what_they_need_themselves():
    names = {path.name for path in folders_of(["cffi>=1.17"])}
    assert {"cffi", "pycparser"} <= names
    assert any(name.startswith("_cffi_backend") for name in names)
    assert "numpy" not in names


@pytest.mark.parametrize("wanted", ["cffi~=1.0", "cffi<2", "cffi==1.15.*", "cffi>=1.12,<1.99"])
def test_who_asks_for_an_older_one_than_is_here_is_not_refused(wanted):
    assert folders_of([wanted]) == folders_of(["cffi"])


@pytest.mark.parametrize("wanted", ["cffi>=99", "cffi==99.0", "no-such-package-anywhere"])
def test_what_is_not_here_is_named(wanted):
    with pytest.raises(NotInstalled, match=wanted):
        folders_of(["setuptools", wanted])


def test_what_is_no_requirement_is_named():
    with pytest.raises(ValueError, match="'cffi => 1' is no requirement"):
        folders_of(["cffi => 1"])


def test_what_setuptools_has_in_itself_need_not_be_installed():
    assert folders_of(["setuptools", "wheel>=0.40"]) == folders_of(["setuptools"])


def test_a_python_without_pip_is_no_mistake_of_the_learner(monkeypatch):
    def missing(name):
        raise PackageNotFoundError(name)

    monkeypatch.setattr(built_package, "distribution", missing)
    with pytest.raises(WorkshopError, match="has no pip"):
        built_package.BuiltPackage(None).installed_files()
