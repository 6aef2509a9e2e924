"""What a wheel was told to be and to leave out, where that is not as it should be."""

from __future__ import annotations

import re
from dataclasses import replace
from difflib import get_close_matches

from cffi_workshop.grading.diagnose import Diagnosis
from cffi_workshop.grading.verdict import Location

from ..files.case import Case
from .package_source import SETUP
from .project_keys import PROJECT

__all__ = ["of_limited_api", "of_option", "of_tag", "of_types"]

NO_OPTION = re.compile(r"command '\w{1,80}' has no such option '(\w{1,80})'")
REFUSED = re.compile(
    r"py-limited-api must match|unsupported tag \('cp3(?P<minor>\d+)'|"
    r"expected string or bytes-like object"
)
FIRST_WITH_LIMITED_API = 2  # of Python 3
VALUE = r"py[-_]limited[-_]api[\"']?\s{0,9}[=:]\s{0,9}"
BDIST_WHEEL = ("py-limited-api", "python-tag", "plat-name", "build-number")
TYPES = (".pyi in it.", "py.typed in it.")  # how the sentence of a wheel that lacks one ends


def of_option(finding: Diagnosis, case: Case) -> Diagnosis | None:
    """Return the option that a command of setuptools does not have, at its line."""
    if not (found := NO_OPTION.search(finding.detail)):
        return None
    option = found[1].replace("_", "-")
    near = get_close_matches(option, BDIST_WHEEL, n=1)
    if near == [option]:
        expected = "; bdist_wheel has it: expected the table [tool.distutils.bdist_wheel]."
    else:
        expected = f"; is {near[0]} meant?" if near else "."
    message = f"A command of setuptools got {option}, an option that it does not have{expected}"
    return replace(finding, message=message, location=_line(case, option.replace("-", "[-_]")))


def of_limited_api(finding: Diagnosis, case: Case) -> Diagnosis | None:
    """Return the value of py-limited-api that setuptools refused, at its line."""
    place = _line(case, VALUE)
    if place is None or not (found := REFUSED.search(finding.detail)):
        return None
    line = case.submission.text(place.file).split("\n")[place.line - 1]
    value = re.split(VALUE, line, maxsplit=1)[-1].strip(" ,}")
    if found["minor"] and int(found["minor"]) < FIRST_WITH_LIMITED_API:
        message = (
            f"py-limited-api is {value}, which is Python 3.{found['minor']}: no Python before "
            f"3.{FIRST_WITH_LIMITED_API} has the limited API. Expected the oldest that is "
            "supported, with all of its digits."
        )
    elif found["minor"]:
        message = (
            f"py-limited-api is {value}, a newer Python than the one that builds; a wheel fits "
            "the Python that built it, and later ones. Expected the oldest that is supported."
        )
    else:
        message = (
            f"py-limited-api is {value}; expected a Python as a wheel's name has it, in quotes: "
            'cp, then 3, then the other digits without a dot, such as "cp310".'
        )
    return replace(finding, message=message, location=place)


def of_tag(finding: Diagnosis, case: Case) -> Diagnosis | None:
    """Return the line that says the oldest Python of a wheel, in whichever file it stands."""
    if not finding.message.startswith("The wheel's tag is") or not (place := _line(case, VALUE)):
        return None
    return replace(finding, location=place)


def of_types(finding: Diagnosis, case: Case) -> Diagnosis | None:
    """Return the line that keeps the stub, or py.typed, out of the wheel."""
    if not finding.message.endswith(TYPES):
        return None
    return replace(finding, location=_line(case, "exclude"))


def _line(case: Case, pattern: str) -> Location | None:
    places = (case.submission.line_of(name, pattern) for name in (PROJECT, SETUP))
    return next((place for place in places if place), None)
