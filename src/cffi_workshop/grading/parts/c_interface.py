"""How a function looks from C: its name in the library, and what its compiler says it takes."""

from __future__ import annotations

import re

from cffi_workshop.grading.building.cached_runs import built
from cffi_workshop.grading.building.cdef_comparison import merged
from cffi_workshop.grading.check_run import CheckRun
from cffi_workshop.grading.diagnose import Diagnosis

__all__ = ["lacking", "signature"]

MENDING = {
    "cpp": 'extern "C" gives a function its plain C name.',
    "fortran": "bind(c) gives a function its plain C name.",
}
# What -fc-prototypes prints of a function; the lines around are for the preprocessor.
PROTOTYPE = re.compile(r"^\w[\w *]*\(.*\);$", re.MULTILINE)


def lacking(run: CheckRun, language: str, name: str) -> Diagnosis:
    """Return why a library has no function of that name: most often it has another one."""
    source, header = run.source_in(language), run.header
    plain = Diagnosis("missing-function", f"{source} defines no {name}(), which {header} declares.")
    place = run.submission.line_of(source, rf"\b{name}\s*\(")
    if language == "fortran" and (given := bound_name(run.submission.text(source), name)):
        message = (
            f'{source} gives {name}() the name "{given}" in C; expected bind(c, name="{name}").'
        )
        return Diagnosis("missing-function", message, place)
    if language == "c" or (found := exported(run, language, name)) is None:
        return plain
    mangled, written = found
    if language == "cpp" and written not in (names := cpp_names(run)):
        wanted = next((each for each in names if each.startswith(f"{name}(")), f"{name}()")
        message = f"{source} defines {written}, but {header} declares {wanted}."
        return Diagnosis("signature-mismatch", message, place)
    shown = f" for {written}" if language == "cpp" else ""
    if mangled.lower() != name.lower():
        mangled += f", a name that the compiler makes up{shown}"
    message = (
        f"{source} defines {name}(), but the library has it as {mangled}. "
        f"{mending(run, language, name)}"
    )
    return Diagnosis("missing-function", message, place)


def bound_name(text: str, name: str) -> str | None:
    """Return the name that bind(c, name="...") gives a Fortran function, if it is another."""
    heads = (
        line for line in text.split("\n") if re.search(rf"\b{name}\b", line[:400], re.IGNORECASE)
    )
    found = (re.search(r"name\s?=\s?[\"'](\w+)[\"']", line[:400], re.IGNORECASE) for line in heads)
    return next((each[1] for each in found if each and each[1] != name), None)


def mending(run: CheckRun, language: str, name: str) -> str:
    """Return what to do about the name, beyond what the source does already."""
    text = run.submission.text(run.source_in(language))
    if language == "cpp" and 'extern "C"' in text:
        return f'extern "C" stands in the file, but not around {name}().'
    return MENDING[language]


def exported(run: CheckRun, language: str, name: str) -> tuple[str, str] | None:
    """Return a name in the library that was made of another one, and how people write it."""
    library = run.library_in(language)
    files = built(run.learner_library(language).result())
    pair = [run.builder.names(files, library, demangled=way).output for way in (False, True)]
    for raw, written in zip(*map(symbols, pair), strict=True):
        if re.search(rf"(?<![a-z]){name}(?![a-z0-9])", raw.lower()) or written.startswith(
            f"{name}("
        ):
            return raw, written
    return None


def symbols(listing: str) -> list[str]:
    """Return the functions that nm lists, in its order."""
    return [line.split(" T ", 1)[1] for line in listing.splitlines() if " T " in line]


def cpp_names(run: CheckRun) -> list[str]:
    """Return the functions of the header, as C++ writes them."""
    functions = list(run.reference_declared().result()["functions"])
    listing = run.builder.cpp_names(run.locked, run.header, functions).output
    return [line.split(" U ", 1)[1] for line in listing.splitlines() if " U " in line]


def signature(run: CheckRun) -> Diagnosis | None:
    """Return what a Fortran function takes or gives, where that is not as in the header."""
    sources = run.sources_in("fortran")
    said = run.builder.prototypes(run.learner_files("fortran"), sources).output
    # There are no unsigned integers in Fortran, so both sides are compared without their signs.
    text = "\n".join(PROTOTYPE.findall(said))
    script = f"from cffi import FFI\nffi = FFI()\nffi.cdef({text!r})\n".encode()
    reply = run.builder.import_info("prototypes", {"prototypes.py": script})
    if "result" not in reply:  # types that cffi does not know; the calls will tell
        return None
    source = run.source_in("fortran")
    mismatches = run.comparison(merged(reply["result"]["declared"]), source).mismatches
    if not mismatches:
        return None
    name = re.search(r"\b(\w+)\(\)", mismatches[0])
    place = run.submission.line_of(source, rf"\b{name[1]}\s*\(") if name else None
    return Diagnosis("signature-mismatch", mismatches[0], place, "\n".join(mismatches))
