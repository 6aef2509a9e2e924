"""The lines of pyproject.toml in which keys are given."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from difflib import get_close_matches
from fnmatch import fnmatch

from cffi_workshop.grading.diagnose import Diagnosis
from cffi_workshop.grading.verdict import Location

from ..files.case import Case

__all__ = [
    "PROJECT",
    "at_key",
    "key_line",
    "of_configuration",
    "of_dynamic",
    "of_named_key",
    "of_searched_folder",
    "of_unknown_table",
]

PROJECT = "pyproject.toml"
NAMED = re.compile(r"\b(requires|dependencies|build-backend|requires-python) in pyproject\.toml")
TABLES = {"requires": "build-system", "build-backend": "build-system"}
FIND = "tool.setuptools.packages.find"
PACKAGE = "fibo"
# What is read in each table; the first ones are of pyproject.toml itself.
KEYS = {
    "": ("build-system", "project", "tool", "dependency-groups"),
    "build-system": ("requires", "build-backend", "backend-path"),
    "project": (
        *("name", "version", "description", "readme", "requires-python", "license", "authors"),
        *("urls", "scripts", "dependencies", "optional-dependencies", "dynamic"),
    ),
    "tool": ("setuptools", "distutils"),
    "tool.setuptools": ("packages", "package-dir", "package-data", "py-modules", "ext-modules"),
    "tool.distutils": ("bdist_wheel", "build_ext", "sdist"),
    "tool.distutils.bdist_wheel": ("py-limited-api",),
}
SAID_BY_SETUPTOOLS = ("tool.setuptools", "tool.distutils.bdist_wheel")
OF_SETUP = {  # what setup() calls some of them
    "install-requires": "dependencies", "python-requires": "requires-python",
    "extras-require": "optional-dependencies", "setup-requires": "requires",
}  # fmt: skip
ALIKE = 0.86  # anybody may have a table below [tool], such as [tool.setuptools_scm]
ENTRY = re.compile(r"\[(\d{1,9})\]")
HEADER = re.compile(r"[ \t]{0,80}\[")


def key_line(text: str, key: str) -> int | None:
    """Return the line of pyproject.toml that gives a key, by its dotted name.

    Return that of its table where the key is not given, and None where there is no table either.
    """
    table, _, name = key.rpartition(".")
    lines = text.split("\n")
    header = next(
        (at for at, line in enumerate(lines) if table and line.strip() == f"[{table}]"), -1
    )
    quoted = rf"[\"']?{re.escape(name)}[\"']?"
    for at in range(header + 1, len(lines)):
        if header >= 0 and HEADER.match(lines[at]):
            break
        if re.match(rf"[ \t]{{0,80}}(?:[\w-]{{1,40}}\.){{0,4}}{quoted}[ \t]{{0,80}}=", lines[at]):
            return at + 1
    header = next((at for at, line in enumerate(lines) if line.strip() == f"[{key}]"), header)
    return header + 1 if header >= 0 else None


def at_key(finding: Diagnosis, case: Case, message: str, key: str) -> Diagnosis:
    line = key_line(case.submission.text(PROJECT), key)
    return replace(finding, message=message, location=Location(PROJECT, line) if line else None)


def of_configuration(found: re.Match, finding: Diagnosis, case: Case) -> Diagnosis:
    """Return the finding about a value, by the key, that setuptools does not take."""
    entry = ENTRY.search(found[1])  # of a list, counted from 0
    key, must = ENTRY.sub("", found[1]), found[2].rstrip(".")
    for theirs, ours in (
        ("pep508-versionspec", "a version such as '>=3.11'"),
        ("be pep508", "be the name of a package, with versions or without"),
        ("be array", "be a list"),
    ):
        must = must.replace(theirs, ours)
    unknown = re.search(r"not contain \{'([\w-]{1,80})'\} properties", must)
    if unknown:
        meant = meant_by(key, unknown[1])
        expected = expected_for(key, *meant) if meant else "."
        message = f"The table [{key}] of {PROJECT} has no key {unknown[1]}{expected}"
        return at_key(finding, case, message, f"{key}.{unknown[1]}")
    lacking = re.search(r"contain \['([\w-]+)'\] properties", must)
    if lacking:
        return at_key(
            finding, case, f"The table [{key}] of {PROJECT} lacks the key {lacking[1]}.", key
        )
    what = f"Entry {int(entry[1]) + 1} of the key {key}" if entry else f"The key {key}"
    message = f"{what} in {PROJECT} is not as setuptools wants it: it must {must}."
    told = at_key(finding, case, message, key)
    given = re.search(r"^GIVEN VALUE:\n[ \t]*\"([^\"\n]{1,200})\"$", finding.detail, re.MULTILINE)
    place = case.submission.line_of(PROJECT, re.escape(given[1])) if entry and given else None
    return replace(told, location=place) if place else told


def of_named_key(finding: Diagnosis, case: Case) -> Diagnosis | None:
    """Return the line of the key that a finding names."""
    if not (named := NAMED.search(finding.message)):
        return None
    return at_key(finding, case, finding.message, f"{TABLES.get(named[1], 'project')}.{named[1]}")


def meant_by(table: str, name: str) -> tuple[str, str] | None:
    """Return the table and the key that are meant by a key that a table does not have, or None.

    It is written in another way, or is the key of another table, or misspelt.
    """
    key = OF_SETUP.get(name.replace("_", "-"), name).replace("_", "-")
    for home in (table, *KEYS):
        for each in KEYS.get(home, ()):
            if each.replace("_", "-") == key:
                return home, each
    spelt = {each.replace("_", "-"): each for each in KEYS.get(table, ())}
    likely = ALIKE if table in ("tool", "tool.distutils") else 0.6
    near = get_close_matches(key, spelt, n=1, cutoff=likely)
    return (table, spelt[near[0]]) if near else None


def expected_for(table: str, home: str, key: str) -> str:
    """Return how the sentence about a key of a table ends, where another is meant."""
    whole = f"{home}.{key}".lstrip(".")
    shown = f"[{whole}]" if whole in KEYS else key
    if home == table:
        return f"; is {shown} meant?"
    return (
        f"; expected {f'the table {shown}' if whole in KEYS else f'{key} in the table [{home}]'}."
    )


def of_unknown_table(finding: Diagnosis, case: Case) -> Diagnosis | None:
    """Return the finding about a table, or a key, that nobody reads: misspelt, or out of its place.

    Where its right place has it too, it is no mistake that shows.
    """
    settings = settings_in(case.submission.text(PROJECT))
    for table in (each for each in KEYS if each not in SAID_BY_SETUPTOOLS):
        for key, value in table_at(settings, table).items():
            spelt = key.replace("-", "_") if table == "tool.distutils" else key  # either is read
            found = None if spelt in KEYS[table] else meant_by(table, key)
            if found is None or found[1] in table_at(settings, found[0]):
                continue
            if found[0] == table == "project":  # setuptools says it, should it come as far
                continue
            whole = f"{table}.{key}".lstrip(".")
            what = f"a table [{whole}]" if isinstance(value, dict) else f"a key {key}"
            place = f" in the table [{table}]" if table and not isinstance(value, dict) else ""
            message = f"{PROJECT} has {what}{place}, which nobody reads"
            message += expected_for(table, *found)
            return at_key(finding, case, message, whole)
    return None


def settings_in(text: str) -> dict:
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError):
        return {}


def table_at(settings: dict, name: str) -> dict:
    """Return the table of that dotted name, or an empty one."""
    for part in filter(None, name.split(".")):
        settings = settings.get(part, {}) if isinstance(settings, dict) else {}
    return settings if isinstance(settings, dict) else {}


def of_dynamic(finding: Diagnosis, case: Case) -> Diagnosis | None:
    """Return the finding about the file that dependencies are read from, where it is not there."""
    text = case.submission.text(PROJECT)
    for file in texts_at(text, "tool.setuptools.dynamic.dependencies.file"):
        if file not in case.exercise.handed_out:
            message = (
                f"{finding.message} {PROJECT} has its dependencies read from the file {file!r}, "
                "which is not in the source distribution; expected dependencies in [project]."
            )
            place = case.submission.line_of(PROJECT, rf"[\"']{re.escape(file)}")
            return replace(finding, message=message, location=place)
    return None


def of_searched_folder(finding: Diagnosis, case: Case) -> Diagnosis | None:
    """Return the finding about a folder in which setuptools looks for packages in vain, or None.

    setuptools says nothing about a folder that is not there, and packs no package. Where the folder
    is right, its patterns may leave the package out.
    """
    if "lacks src/" not in finding.message and "The wheel holds" not in finding.message:
        return None
    there = {name.partition("/")[0] for name in case.exercise.handed_out if "/" in name}
    where = texts_at(case.submission.text(PROJECT), f"{FIND}.where")
    if not where or "src" in where:
        return of_left_out_package(finding, case)
    folder = next((each for each in where if each not in there), where[0])
    lacks = (
        "in which there is no package" if folder in there or folder == "." else "which is not there"
    )
    message = (
        f"where in the table [{FIND}] of {PROJECT} names the folder {folder!r}, {lacks}; "
        "expected 'src'."
    )
    return at_key(finding, case, message, f"{FIND}.where")


def of_left_out_package(finding: Diagnosis, case: Case) -> Diagnosis | None:
    """Return the patterns of packages that are looked for, where none of them means the package."""
    text = case.submission.text(PROJECT)
    for key, must in (("include", True), ("exclude", False)):
        patterns = texts_at(text, f"{FIND}.{key}")
        if patterns and any(fnmatch(PACKAGE, each) for each in patterns) != must:
            message = (
                f"{key} in the table [{FIND}] of {PROJECT} is {patterns}, which "
                f"{'leaves out' if must else 'means'} the package {PACKAGE!r}."
            )
            return at_key(finding, case, message, f"{FIND}.{key}")
    return None


def texts_at(text: str, key: str) -> list[str]:
    """Return the texts that a key says, by its dotted name: one, or those of a list."""
    table, _, name = key.rpartition(".")
    found = table_at(settings_in(text), table).get(name, [])
    found = found if isinstance(found, list) else [found]
    return [each for each in found if isinstance(each, str)]
