"""The repository itself: what lies where, and what must not be in it."""

import ast
import re
import subprocess
import sys
import tomllib
from collections import Counter
from pathlib import Path, PurePath

import pytest

from .surroundings import REPOSITORY, run_apart

TOP = {
    *("jupytext.toml", "start.ipynb", "STYLE.md", "SECURITY.md"),
    *("episodes", "exercises", "solutions", "demo", "Makefile", "fig", "_config.yml", "tests"),
    *("README.md", "pyproject.toml", "src", "website"),
    *(
        "CHANGELOG.md",
        "CITATION.cff",
        "CODE_OF_CONDUCT.md",
        "CONTRIBUTING.md",
        "LICENSE.md",
        "constraints.txt",
    ),
}

SIDE_BY_SIDE = 31  # modules of one package, at most
PORTABLE = ("explain", "post_mortem", "cdef", "worker")  # packages that need no clone


def tracked():
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=REPOSITORY, capture_output=True, check=True
    )
    return [name for name in listed.stdout.decode().split("\0") if name]


def test_the_top_level_holds_what_was_agreed():
    found = {name.split("/")[0] for name in tracked()}
    assert {name for name in found - TOP if not name.startswith(".")} == set()


def test_the_map_names_every_package():
    text = (REPOSITORY / "CONTRIBUTING.md").read_text()
    packages = {name.split("/")[2] for name in tracked() if name.startswith("src/cffi_workshop/")}
    packages = {name for name in packages if "." not in name and not name.startswith("_")}
    assert sorted(name for name in packages if f"`{name}/`" not in text) == []


def test_a_large_package_says_what_each_of_its_modules_is_for():
    """More than a dozen cannot be read through: who looks for one reads the docstring above them."""
    modules = [Path(name) for name in tracked() if re.match(r"src/.*\.py$", name)]
    maps = {
        path.parent: (REPOSITORY / path).read_text() for path in modules if path.stem == "__init__"
    }
    for folder, text in maps.items():
        own = {path.name for path in modules if path.parent == folder} - {"__init__.py"}
        named = {*re.findall(r"\b\w+\.py\b", text)} if len(own) > 12 else own
        assert own == named, f"{folder}/__init__.py"
        assert len(own) <= SIDE_BY_SIDE, f"{folder}: make packages of what belongs together"


def test_what_works_outside_of_a_clone_has_its_files_in_the_wheel():
    settings = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())
    patterns = settings["tool"]["setuptools"]["package-data"]["cffi_workshop"]
    names = [name for name in tracked() if name.startswith("src/cffi_workshop/")]
    files = [PurePath(name).relative_to("src/cffi_workshop") for name in names]
    data = [one for one in files if one.parts[0] in PORTABLE and one.suffix != ".py"]
    assert data
    assert [str(one) for one in data if not any(map(one.match, patterns))] == []


def code():
    """Yield name and text of each module of the package, of the site, and of a checker."""
    for name in tracked():
        if re.match(r"(src|website|solutions/\w+/checker)/.*\.py$", name):
            yield name, (REPOSITORY / name).read_text(encoding="utf-8")


def test_what_a_module_offers_another_file_names():
    offered = re.compile(r"^__all__ = \[(.*?)\]$", re.DOTALL | re.MULTILINE)
    names = [name for name in tracked() if name.endswith((".py", ".js", ".toml"))]
    texts = {name: (REPOSITORY / name).read_text(errors="replace") for name in names}
    files = Counter(word for text in texts.values() for word in {*re.findall(r"\w+", text)})
    lists = {name: offered.search(text) for name, text in texts.items()}
    words = [(name, re.findall(r"\w+", found[1])) for name, found in lists.items() if found]
    assert [(name, word) for name, each in words for word in each if files[word] == 1] == []


def test_no_module_is_longer_than_250_lines():
    """Whoever adds the 251st line asks what the module should have been."""
    assert [name for name, text in code() if text.count("\n") > 250] == []


def test_no_function_is_longer_than_a_screen():
    functions = [
        (f"{name}: {node.name}", node.end_lineno - node.lineno + 1)
        for name, text in code()
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    assert [name for name, lines in functions if lines > 40] == []


def test_nothing_that_is_built_is_tracked():
    built = re.compile(r"\.(so|o|dylib|pyd|pyc|egg-info)$|__pycache__|\.ipynb_checkpoints")
    assert [name for name in tracked() if built.search(name)] == []


# Tests make up machines of other people, and name no place of this one.
NOT_TESTS = (".", ":!tests")


@pytest.mark.parametrize(
    ("pattern", "where"),
    [
        (r"/(root|work|home/\w+)/", NOT_TESTS),
        (r"/wor[k]/", ("tests",)),
        (r"pypi\.org|files\.pythonhosted|registry\.npmjs|deb\.debian", NOT_TESTS),
    ],
    ids=["path-of-a-machine", "path-of-this-machine", "host-of-a-registry"],
)
def test_no_file_names_a_place_that_only_one_machine_has(pattern, where):
    command = ["git", "grep", "-nIE", pattern, "--", *where]
    found = run_apart(command).stdout.splitlines()
    ours = [line for line in found if "scratch" not in line and "{" not in line]
    assert ours == []


def test_the_readme_is_short_and_names_both_commands():
    lines = (REPOSITORY / "README.md").read_text().splitlines()
    assert len(lines) <= 60
    assert {"make start", "make test"} <= {line.split("#")[0].strip() for line in lines}


def test_constraints_are_names_and_versions_only():
    lines = (REPOSITORY / "constraints.txt").read_text().splitlines()
    odd = [line for line in lines if not re.fullmatch(r"#.*|[\w.-]+==[\w.!+]+", line)]
    assert odd == []


@pytest.mark.parametrize("command", [["check"], ["format", "--check"]], ids=["check", "format"])
def test_ruff_is_content(command):
    done = run_apart([sys.executable, "-m", "ruff", *command])
    assert done.returncode == 0, done.stdout[-3000:]


def test_strict_flags_find_nothing_in_the_c_that_we_wrote(tmp_path):
    strict = (
        "-std=c11 -Wall -Wextra -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes "
        "-Werror"
    )
    for source in sorted(REPOSITORY.glob("solutions/*/*.c")):
        command = ["gcc", *strict.split(), "-c", str(source), "-o", str(tmp_path / "x.o")]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
