"""What pip or setuptools choked on, by the key and the line that say it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from difflib import get_close_matches

from cffi_workshop.grading.diagnose import Diagnosis, of_exception
from cffi_workshop.grading.verdict import Location

from ..files.case import Case
from .package_source import (
    SETUP,
    of_another_cdef,
    of_manifest,
    of_missing_module,
    of_no_modules,
    of_set_source,
    of_unreached_setup,
)
from .package_wheel import of_limited_api, of_option, of_tag, of_types
from .project_keys import (
    PROJECT,
    at_key,
    of_configuration,
    of_dynamic,
    of_named_key,
    of_searched_folder,
    of_unknown_table,
)

__all__ = ["of_package"]

Tell = Callable[[re.Match, Diagnosis, Case], Diagnosis]

OPTIONS = (
    "cffi_modules", "packages", "package_dir", "ext_modules", "py_modules", "install_requires",
)  # fmt: skip
RAISED = re.compile(r"^(?:\w+\.)*(?P<kind>\w*(?:Error|Exception)): (?P<text>[^\n]+)", re.MULTILINE)
RUN_TIME = re.compile(r"The wheel (?:asks for|says that it needs|does not say that it needs) ")
EXTRA = re.compile(r"\bextra == [\"']([\w.-]{1,80})[\"']")
FRAME = re.compile(
    r'^[ \t]*File "(?:[^"\n]*/)?(?P<file>[\w.<>-]+)", line (?P<line>\d+)', re.MULTILINE
)


def of_package(finding: Diagnosis, case: Case) -> Diagnosis:
    """Return the finding with what its build said, told by key and line, where that is known."""
    if PROJECT not in case.files or finding.cause == "todo-left":
        return finding
    if better := of_unknown_table(finding, case):
        return better
    said = f"{finding.message}\n{finding.detail}"
    for pattern, tell in SAID:
        if found := re.search(pattern, said, re.MULTILINE):
            return tell(found, finding, case)
    for improve in IMPROVE:
        if better := improve(finding, case):
            return better
    return finding


# --- what they say, and what it means ---


def _at(key: str, sentence: str) -> Tell:
    """Return what tells a sentence, with the words that were found, at the line of a key."""

    def tell(found: re.Match, finding: Diagnosis, case: Case) -> Diagnosis:
        return at_key(finding, case, sentence.format(*found.groups()), key)

    return tell


def _no_operator(found: re.Match, finding: Diagnosis, case: Case) -> Diagnosis:
    if f'"{found[1]}"' not in case.submission.text(PROJECT).replace("'", '"'):
        return finding
    message = (
        f"requires-python in {PROJECT} is {found[1]!r}, which says no comparison; expected one "
        "such as '>=3.11'."
    )
    return at_key(finding, case, message, "project.requires-python")


def _no_setup(_found: re.Match, finding: Diagnosis, case: Case) -> Diagnosis:
    ended = f"{SETUP} ended before setup() had done anything"
    if place := _exit_in(case):
        return replace(finding, message=f"{ended}: it exits.", location=place)
    why, line = of_unreached_setup(case.source(SETUP))
    return replace(finding, message=f"{ended}: {why}.", location=Location(SETUP, line))


def _unknown_option(found: re.Match, finding: Diagnosis, case: Case) -> Diagnosis:
    near = get_close_matches(found[1], OPTIONS, n=1)
    expected = f"; expected {near[0]}" if near else ""
    message = (
        f"setuptools does not know the option {found[1]} of setup() in {SETUP}, and goes on "
        f"without it{expected}."
    )
    if not finding.message.startswith("setuptools"):
        message = f"{finding.message} {message}"
    place = case.submission.line_of(SETUP, re.escape(found[1]))
    return replace(finding, message=message, location=place)


def _no_module(found: re.Match, finding: Diagnosis, case: Case) -> Diagnosis:
    backend = re.search(
        r"build-backend\s{0,9}=\s{0,9}[\"']([\w.:]+)", case.submission.text(PROJECT)
    )
    if backend and backend[1].partition(":")[0] == found[1] and "." in found[1]:
        message = (
            f"build-backend in {PROJECT} names {found[1]}, which is not there; expected "
            "setuptools.build_meta."
        )
        return at_key(finding, case, message, "build-system.build-backend")
    if (own := f"{found[1]}.py") in case.files:
        message = (
            f"{finding.message} {own} lies beside {SETUP}, and a build looks for no module there; "
            f'expected cffi_modules=["{own}:..."], by which setuptools runs it as a file.'
        )
        place = case.submission.line_of(SETUP, rf"\b(?:import|from)\b[^\n]*\b{found[1]}\b")
        return replace(finding, message=message, location=place or Location(SETUP, 1))
    message = (
        f"{finding.message} A build can import only the packages that requires in {PROJECT} "
        "names, and what these need."
    )
    return at_key(finding, case, message, "build-system.requires")


def _syntax(found: re.Match, finding: Diagnosis, case: Case) -> Diagnosis:
    file = SETUP if found[1] == "<string>" else found[1]
    message = f"{file}, line {found[2]}, is not valid Python: {found[3]}."
    return replace(finding, message=message, location=Location(file, int(found[2])))


SAID: tuple[tuple[str, Tell], ...] = (
    (r"Unknown distribution option: '((?!cffi_modules')\w+)'", _unknown_option),
    (r"^configuration error: `([\w.\[\]-]+)` must ([^\n]+)", of_configuration),
    (
        r"requires a different Python: ([\w.+]+) not in '([^'\n]+)'",
        _at(
            "project.requires-python",
            f"requires-python in {PROJECT} is {{1!r}}, and this Python is {{0}}: pip does not "
            "install the package.",
        ),
    ),
    (r"InvalidSpecifier: Invalid specifier: '([^'\n]{1,80})'", _no_operator),
    (
        r"error in 'egg_base' option: '([^'\n]+)' does not exist",
        _at(
            "tool.setuptools.package-dir",
            f"package-dir in {PROJECT} names the folder {{0!r}}, which is not there; expected "
            "'src'.",
        ),
    ),
    (
        r"^error: package directory '([^'\n]+)' does not exist",
        _at(
            "tool.setuptools.packages",
            f"packages and package-dir in {PROJECT} lead to the folder {{0!r}}, which is not "
            "there; expected 'src/fibo'.",
        ),
    ),
    (r"No distribution was found\. Ensure that `setup\.py`", _no_setup),
    (r"^ModuleNotFoundError: No module named '([\w.]+)'", _no_module),
    (
        r'File "(?:[^"\n]*/)?(<string>|[\w-]+\.py)", line (\d+)\n(?:[^\n]*\n){0,3}'
        r"(?:Syntax|Indentation|Tab)Error: ([^\n]+)",
        _syntax,
    ),
)


def of_own_frame(finding: Diagnosis, case: Case) -> Diagnosis | None:
    """Return what setup.py, or the build script that it had run, raised, or ended with."""
    raised = list(RAISED.finditer(finding.detail))
    frames = [_own(found, case) for found in FRAME.finditer(finding.detail)]
    own = [place for place in frames if place]
    if raised and own:
        lines = [{"file": own[-1].file, "line": own[-1].line}]
        kind, text = raised[-1]["kind"], finding.detail[raised[-1].start("text") :]
        told = of_exception(
            {"type": kind, "kinds": [kind], "message": text, "lines": lines},
            f"Running {own[-1].file}",
        )
        cause = told.cause if told.cause in ("cdef-error", "todo-left") else finding.cause
        place = _named_in(text, case) or told.location
        return replace(told, cause=cause, location=place, detail=finding.detail)
    if finding.cause == "make-failed" and not raised and (place := _exit_in(case)):
        last = (finding.detail.strip().splitlines() or ["nothing"])[-1]
        line = case.submission.text(SETUP).split("\n")[place.line - 1]
        says = f"; it said: {last}" if re.search("[\"']", line) else ""
        message = f"{SETUP} ended the build by itself{says}."
        return replace(finding, message=message, location=place)
    return None


def _named_in(text: str, case: Case) -> Location | None:
    """Return the learner's own line of the build script that gives an option which a text names."""
    if (script := case.build_script) is None:
        return None
    named = (script.lines_with(f"{name}=") for name in re.findall(r"'(\w{3,80})'", text))
    own = (line for lines in named for line in lines if line in script.own)
    return next((Location(script.name, line) for line in own), None)


def _own(found: re.Match, case: Case) -> Location | None:
    file = SETUP if found["file"] == "<string>" else found["file"]
    return Location(file, int(found["line"])) if file in case.files else None


def of_dependencies(finding: Diagnosis, case: Case) -> Diagnosis | None:
    """Return where it is said what has to be there when the package is imported."""
    if not RUN_TIME.match(finding.message):
        return None
    place = case.submission.line_of(SETUP, r"\binstall_requires\b")
    if place:
        return replace(finding, location=place)
    if better := of_dynamic(finding, case):
        return better
    extra = EXTRA.search(finding.message)
    key = f"optional-dependencies.{extra[1]}" if extra else "dependencies"
    return at_key(finding, case, finding.message, f"project.{key}")


def _exit_in(case: Case) -> Location | None:
    return case.submission.line_of(SETUP, r"\b(?:exit|quit|SystemExit)\b")


IMPROVE: tuple[Callable[[Diagnosis, Case], Diagnosis | None], ...] = (
    of_option, of_limited_api, of_tag, of_dependencies, of_no_modules, of_set_source,
    of_searched_folder, of_manifest, of_own_frame, of_another_cdef, of_types,
    of_missing_module, of_named_key,
)  # fmt: skip
