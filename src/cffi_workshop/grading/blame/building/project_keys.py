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
    "of_named_key",
    "of_searched_folder",
    "of_unknown_table",
]

PROJECT = "pyproject.toml"
NAMED = re.compile(r"\b(requires|dependencies|build-backend|requires-python) in pyproject\.toml")
TABLES = {"requires": "build-system", "build-backend": "build-system"}
FIND = "tool.setuptools.packages.find"
PACKAGE = "fibo"
PROJECT_KEYS = (
    *("name", "version", "description", "requires-python", "dependencies", "dynamic"),
    *("optional-dependencies", "requires", "build-backend", "packages", "package-dir"),
)
ENTRY = re.compile(r"\[(\d{1,9})\]")
READ = ("build-system", "project", "tool", "dependency-groups")  # the tables that there are


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
        near = get_close_matches(unknown[1], PROJECT_KEYS, n=1)
        meant = f"; is {near[0]} meant?" if near else "."
        message = f"The table [{key}] of {PROJECT} has no key {unknown[1]}{meant}"
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


def of_unknown_table(finding: Diagnosis, case: Case) -> Diagnosis | None:
    """Return the finding about a table that nobody reads, since its name is nearly another."""
    try:
        tables = [*tomllib.loads(case.submission.text(PROJECT))]
    except tomllib.TOMLDecodeError:
        return None
    for table in tables:
        if table not in READ and (near := get_close_matches(table, READ, n=1)):
            message = f"{PROJECT} has a table [{table}], which nobody reads; is [{near[0]}] meant?"
            return at_key(finding, case, message, table)
    return None


def of_searched_folder(finding: Diagnosis, case: Case) -> Diagnosis | None:
    """Return the finding about a folder in which setuptools looks for packages in vain, or None.

    setuptools says nothing about a folder that is not there, and packs no package. Where the folder
    is right, its patterns may leave the package out.
    """
    if "lacks src/" not in finding.message and "The wheel holds" not in finding.message:
        return None
    there = {name.partition("/")[0] for name in case.exercise.handed_out if "/" in name}
    where = texts_at(case.submission.text(PROJECT), "where")
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
        patterns = texts_at(text, key)
        if patterns and any(fnmatch(PACKAGE, each) for each in patterns) != must:
            message = (
                f"{key} in the table [{FIND}] of {PROJECT} is {patterns}, which "
                f"{'leaves out' if must else 'means'} the package {PACKAGE!r}."
            )
            return at_key(finding, case, message, f"{FIND}.{key}")
    return None


def texts_at(text: str, key: str) -> list[str]:
    """Return what a key of the table says by which packages are looked for."""
    try:
        found = tomllib.loads(text)["tool"]["setuptools"]["packages"]["find"][key]
    except (tomllib.TOMLDecodeError, KeyError, TypeError):
        return []
    return [each for each in found if isinstance(each, str)]
