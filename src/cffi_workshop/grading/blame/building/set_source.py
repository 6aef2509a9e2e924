"""What set_source() was given in the wrong form, where a build or an import failed by it.

setuptools takes a text for the list of its letters, and leaves out an option that it does not know.
What it says then, or what the compiler says, is about a consequence.
"""

from __future__ import annotations

import ast
import posixpath
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import get_close_matches
from pathlib import PurePosixPath

from cffi_workshop.grading.diagnose import Diagnosis
from cffi_workshop.grading.verdict import Location

from ..files.case import Case, Source
from .options import meant, options_of

__all__ = ["of_call_of_set_source"]

CAUSES = (
    "compile-error", "link-error", "import-error", "symbol-not-found", "make-failed",
    "missing-file",
)  # fmt: skip
# What is to be mended before a module can be imported by any name.
FIRST = ("compile-error", "compile-warning", "link-error", "cdef-error", "make-failed", "timeout")
LISTS = (
    "sources", "include_dirs", "libraries", "library_dirs", "runtime_library_dirs",
    "extra_objects", "extra_compile_args", "extra_link_args", "define_macros",
)  # fmt: skip
# What is told of a build that lacks an option, by the option.
LACKS = {
    "sources": re.compile(r"is not in it|nothing that was linked|undefined symbol|lacks \S+\.c\b"),
    "libraries": re.compile(r"is not in it|nothing that was linked|does not name the library"),
    "include_dirs": re.compile(r"No such file"),
    "library_dirs": re.compile(r"cannot find the library"),
}
MODULE = re.compile(r"[\w.]{1,200}")
FILE = re.compile(r"[\w./-]{1,200}\.(?:c|cc|cpp|cxx|h|hpp|so|pyd|py)")
HEADERS = (".h", ".hpp")
COMPILED = (".c", ".o")
TWICE = "is defined twice"
UNKNOWN = re.compile(r"unknown file type '[.\w]{0,20}' \(from '([^'\n]{1,200})'\)")
DEFINED = re.compile(r"\b(\w{1,80})[ \t]{0,9}\([^;{}()]{0,400}\)\s{0,40}\{")
CALLED = re.compile(r"\b(\w{1,80})\(")
INCLUDED_C = re.compile(r"#[ \t]{0,9}include[ \t]{0,9}\"([^\"\n]{1,200}\.c)\"")


def of_call_of_set_source(finding: Diagnosis, case: Case) -> Diagnosis:
    """Return the finding with what a call of set_source() was given in the wrong form, if any."""
    script, place = case.build_script, finding.location
    if script and finding.cause == "did-not-call-c":
        return next(_of_own_c(finding, script), finding)
    if script and finding.cause not in FIRST:
        finding = next(_of_name_of_a_script(finding, script, case), finding)
    if not script or finding.cause not in CAUSES:
        return finding
    if place and place.file != script.name and not UNKNOWN.search(finding.message):
        return finding
    if finding.cause == "missing-file" and not LACKS["sources"].search(finding.message):
        return finding
    for call in script.calls_of("set_source"):
        for node, wrong in _wrong_in(call, script, finding.message):
            message = f"set_source() in {script.name} {wrong}"
            place = Location(script.name, getattr(node, "lineno", call.lineno))
            return replace(finding, message=message, location=place)
    return finding


def _of_name_of_a_script(finding: Diagnosis, script: Source, case: Case) -> Iterator[Diagnosis]:
    """Yield that the module has the name of a script, so that an import finds one of them alone."""
    scripts = {name.removesuffix(".py") for name in case.exercise.editable if name.endswith(".py")}
    for call in script.calls_of("set_source"):
        module = _text(call.args[0], script) if call.args else None
        if module in scripts and case.api_script:
            message = (
                f"set_source() in {script.name} was given {module!r} for the module's name, which "
                f"is that of {module}.py, so that an import finds one of the two; expected the "
                f"name that {case.api_script.name} imports."
            )
            yield finding.behind("import-error", message, Location(script.name, call.lineno))


def _of_own_c(finding: Diagnosis, script: Source) -> Iterator[Diagnosis]:
    """Yield that the text of set_source() defines a function of the library, in its place."""
    declared = {*CALLED.findall(script.solution)}
    for call in script.calls_of("set_source"):
        source = _text(call.args[1], script) if len(call.args) > 1 else None
        for defined in DEFINED.finditer(source or ""):
            if defined[1] in declared:
                message = (
                    f"The C in set_source() of {script.name} defines {defined[1]}() once more; "
                    "expected the #include of its header alone, and the library's own C in "
                    "sources=."
                )
                yield finding.behind(finding.cause, message, Location(script.name, call.lineno))


def _wrong_in(call: ast.Call, script: Source, said: str) -> Iterator[tuple[ast.AST, str]]:
    """Yield what a call was given wrongly, and how that is told."""
    given = options_of(call, script)
    for place, key in enumerate(("module_name", "source")[: len(call.args)]):
        given[key] = call.args[place]
    texts = {key: _text(node, script) for key, node in given.items()}
    yield from ((given[key], wrong) for key, wrong in _of_names(texts))
    for key in LISTS:
        yield from _wrong_in_list(key, given.get(key), script)
    if unknown := UNKNOWN.search(said):
        wrong = f'has "{unknown[1]}" in sources, which is nothing to compile; expected a file of C.'
        sources = given.get("sources")
        named = [item for item in _items(sources) if _text(item, script) == unknown[1]]
        yield from ((node, wrong) for node in (*named, sources) if node)
    if TWICE in said:
        yield from _given_twice(given, texts, script)
    for key in [key for key in given if key not in ("module_name", "source", *LISTS)]:
        for option in get_close_matches(key, LACKS, n=1):
            if option not in given and LACKS[option].search(said):
                yield given[key], f"has an option {key}, which nobody reads; is {option} meant?"


def _wrong_in_list(
    key: str, node: ast.expr | None, script: Source
) -> Iterator[tuple[ast.AST, str]]:
    if node and (text := _text(node, script)) is not None:
        yield node, _of_text_for_list(key, text)
    for item in _items(node):
        if (text := _text(item, script)) and _is_several(text.split()):
            words = ", ".join(f'"{word}"' for word in text.split())
            yield item, f'has "{text}" in {key}, which is one item; expected {words}.'


def _items(node: ast.expr | None) -> Sequence[ast.expr]:
    return getattr(node, "elts", ())


def _given_twice(
    given: dict[str, ast.expr], texts: dict[str, str | None], script: Source
) -> Iterator[tuple[ast.AST, str]]:
    """Yield the source that is compiled already: one ahead of it, or the C, has the same file."""
    included = map(posixpath.normpath, INCLUDED_C.findall(texts.get("source") or ""))
    known = dict.fromkeys(included, "in an #include")
    for item in _items(given.get("sources")):
        if (text := _text(item, script)) is None:
            continue
        name = posixpath.normpath(text)
        if name in known:
            yield item, f'has "{text}" in sources, and once more {known[name]}; expected it once.'
        known[name] = "in sources"


def _is_several(words: list[str]) -> bool:
    """Say whether an item is several: a file's name may have a space, and so may an option."""
    alike = all(word.startswith("-") for word in words) or all(map(_is_compiled, words))
    return len(words) > 1 and alike


def _is_compiled(word: str) -> bool:
    return word.endswith(COMPILED)


def _of_names(texts: dict[str, str | None]) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with the module's name or its C: the argument, and how it is told."""
    module, source = texts.get("module_name"), texts.get("source")
    if module and not MODULE.fullmatch(module):
        swapped = source and MODULE.fullmatch(source)
        expected = f"first {source!r}, and then the C" if swapped else "a name as in an import"
        yield "module_name", f"was given {module!r} for the module's name; expected {expected}."
    elif module and FILE.fullmatch(module):
        bare = module.split(".")[0]
        yield "module_name", f'was given the name of a file, "{module}"; expected "{bare}".'
    if source and FILE.fullmatch(source.strip()):
        is_header = PurePosixPath(source.strip()).suffix in HEADERS
        expected = (
            f"""'#include "{source.strip()}"'""" if is_header else "an #include of the header"
        )
        yield "source", f"was given the name of a file, {source!r}, for the C; expected {expected}."


def _of_text_for_list(key: str, text: str) -> str:
    items = ", ".join(f'"{word}"' for word in text.split()) or f'"{text}"'
    return f"was given a text for {key}, and a list is read; expected {key}=[{items}]."


def _text(node: ast.expr | None, script: Source) -> str | None:
    """Return the text that an argument is; None where it is no text, or not to be read."""
    said = meant(node, script)
    if isinstance(said, ast.Constant) and isinstance(said.value, str):
        return said.value
    return None
