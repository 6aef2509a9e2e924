"""What a package's build script says, where a build lacks something or does another thing."""

from __future__ import annotations

import ast
import re
from dataclasses import replace
from difflib import get_close_matches
from pathlib import PurePosixPath

from cffi_workshop.grading.diagnose import Diagnosis
from cffi_workshop.grading.verdict import Location

from ..files.case import Case, Source
from ..files.functions import is_none
from .options import meant, options_of

__all__ = [
    "SETUP",
    "of_another_cdef",
    "of_manifest",
    "of_missing_module",
    "of_no_modules",
    "of_set_source",
    "of_unreached_setup",
]

SETUP, MANIFEST = "setup.py", "MANIFEST.in"
SKIPPED = re.compile(r"(?:unknown action|no files found matching) '([^'\n]{1,200})'")
NO_MODULE = re.compile(
    r"lacks \S+\.c,|: '' must be|there is no compiled module|expected fibo/_fibo"
)
OTHER_TYPE = re.compile(r"initializer for ctype '[^'\n]{1,80}' must be|expected a pointer")
NO_C = re.compile(r"lacks \S+\.c\b|No such file|does not exist")
ABSOLUTE = re.compile(r"\b__file__\b|\.(?:resolve|absolute|cwd)\(|\b(?:abspath|realpath|getcwd)\(")
DECLARES = re.compile(r"(?<![.\w])(\w{1,80})\s{0,9}\([^)]{0,200}\*")


def of_unreached_setup(script: Source) -> tuple[str, int]:
    """Return why a script that came to its end has called no setup(), and the line that says so."""
    calls = [call.lineno for call in script.calls_of("setup")]
    for node in script.written if calls else ():
        if not isinstance(node, ast.FunctionDef | ast.If):
            continue
        if node.lineno < calls[0] <= (node.end_lineno or 0):
            if isinstance(node, ast.FunctionDef):
                return f"the call of setup() stands in {node.name}(), which nothing calls", calls[0]
            return "the call of setup() has a condition, which did not hold", node.lineno
    return "it never calls setup()", next(reversed(script.lines_with("setup")), 1)


def of_no_modules(finding: Diagnosis, case: Case) -> Diagnosis | None:
    """Return that setup() is given no build script, where no extension module came of it."""
    setup = case.source(SETUP) if SETUP in case.submission.files else None
    call = next(iter(setup.calls_of("setup")), None) if setup else None
    if setup is None or call is None or not NO_MODULE.search(finding.message):
        return None
    given = options_of(call, setup).get("cffi_modules")
    said = meant(given, setup)
    items = getattr(said, "elts", [said]) if given else []
    if (given and said is None) or any(getattr(each, "value", each) for each in items):
        return None
    message = f"{finding.message} setup() in {SETUP} is given no build script by cffi_modules="
    return replace(finding, message=f"{message}.", location=Location(SETUP, (given or call).lineno))


def of_another_cdef(finding: Diagnosis, case: Case) -> Diagnosis | None:
    """Return the cdef that differs, where the package's own Python passes what it does not take."""
    script = case.build_script
    if script is None or not OTHER_TYPE.search(finding.message):
        return None
    for line, text in enumerate(script.lines, start=1):
        declared = DECLARES.search(text[:400])
        if declared and line in script.own:
            message = f"The cdef of {declared[1]}() in {script.name} has other types than the C."
            return finding.behind("cdef-mismatch", message, Location(script.name, line))
    return None


def of_missing_module(finding: Diagnosis, case: Case) -> Diagnosis | None:
    """Return the finding with the line that names what is not there, or None.

    For a module that the wheel has under another name, that is what set_source() is given for it;
    else it is the line with the name of what a build did not find.
    """
    script = case.build_script
    call = next(iter(script.calls_of("set_source")), None) if script else None
    if script and call and finding.message.startswith("The wheel holds"):
        named = meant(call.args[0], script) if call.args else None
        return replace(finding, location=Location(script.name, (named or call).lineno))
    for text in re.findall(r"'([^'\n]{3,80})'", finding.message):
        for source in case.there:
            if lines := source.own_lines_with(text):
                return replace(finding, location=Location(source.name, lines[0]))
    return None


def of_set_source(finding: Diagnosis, case: Case) -> Diagnosis | None:
    """Return what is wrong in the call of set_source(), where no C came of it."""
    script = case.build_script
    calls = script.calls_of("set_source") if script and NO_C.search(finding.message) else []
    if script is None or not calls:
        return None
    call = calls[0]
    place = Location(script.name, call.lineno)
    if len(call.args) > 1 and is_none(call.args[1]):
        message = (
            f"set_source() in {script.name} was given None, which is ABI mode; expected the C to "
            "compile."
        )
        return replace(finding, message=message, location=place)
    lacking = re.search(r"The source distribution lacks (\S{1,200}\.c),", finding.message)
    if lacking and (made := _made_of_absolute_path(call, script)):
        message = (
            f"sources= in {script.name} names the C by an absolute path; expected {lacking[1]!r}, "
            f"as it is seen from the folder of {SETUP}: setuptools packs nothing else."
        )
        return replace(finding, message=message, location=Location(script.name, made.lineno))
    there = {*case.exercise.locked, *case.exercise.editable}
    for name in _sources_of(call) or _named_in(script.written):
        if name not in there:
            base = name.rpartition("/")[2]
            near = next((each for each in sorted(there) if each.rpartition("/")[2] == base), "")
            seen = f", as it is seen from the folder of {SETUP}"
            expected = f"; expected {near!r}{seen}" if near else ""
            if folder := folder_joined(script.written, near):
                message = f"{script.name} names the folder {folder[0]!r} for {name!r}{expected}."
                return replace(finding, message=message, location=Location(script.name, folder[1]))
            given = "sources= in " if "sources" in script.text else ""  # or a name for open()
            message = f"{given}{script.name} names {name!r}, which is not there{expected}."
            line = script.lines_with(name)
            place = Location(script.name, line[0]) if line else place
            return replace(finding, message=message, location=place)
    return None


def of_manifest(finding: Diagnosis, case: Case) -> Diagnosis | None:
    """Return the line of MANIFEST.in that means a file which is lacking, and names another."""
    lacking = re.search(r"The source distribution lacks (\S+?),", finding.message)
    if not lacking or lacking[1].startswith("src/") or MANIFEST not in case.submission.files:
        return None
    source = case.source(MANIFEST)
    if told := of_what_setuptools_skips(finding, lacking[1], source):
        return told
    words = {word: line for line in source.own for word in source.lines[line - 1].split()[1:]}
    near = get_close_matches(lacking[1], words, n=1)
    line = words[near[0]] if near else next(reversed(source.own), None)
    return replace(finding, location=Location(MANIFEST, line)) if line else None


def of_what_setuptools_skips(finding: Diagnosis, lacking: str, source: Source) -> Diagnosis | None:
    """Return the finding about a line for the lacking file that setuptools cannot do with, or None.

    It needs no advice to name the file.
    """
    file, said = PurePosixPath(lacking).name, finding.message.partition(" Name the file")[0]
    for word in SKIPPED.findall(finding.detail):
        line = next(iter(source.lines_with(word)), 0)
        if line and word == source.line(line).split()[0] and file in source.line(line):
            why = f"{MANIFEST} has no command {word!r}; expected 'include'."
        elif line and get_close_matches(file, [PurePosixPath(word.strip(",;")).name], cutoff=0.75):
            mark = ", without a comma" if word.strip(",;") == lacking else ""
            why = f"{MANIFEST} names {word!r}, which is not there; expected {lacking}{mark}."
        else:
            continue
        return replace(finding, message=f"{said} {why}", location=Location(MANIFEST, line))
    return None


def folder_joined(nodes: list[ast.AST], path: str) -> tuple[str, int] | None:
    """Return the first folder that a script puts a path together of, and that is none of it."""
    for node in nodes if path else ():
        parts: list[ast.expr] = []
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in ("join", "joinpath"):
            parts = node.args
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
            parts = [node.left, node.right]
        for part in parts:
            said = part.value if isinstance(part, ast.Constant) else None
            if isinstance(said, str) and "." not in said and said not in path.split("/"):
                return said, part.lineno
    return None


def _made_of_absolute_path(call: ast.Call, script: Source) -> ast.expr | None:
    """Return the source that a script puts together, where it makes a path absolute."""
    sources = options_of(call, script).get("sources")
    items = getattr(sources, "elts", [sources])
    made = (each for each in items if each and not isinstance(meant(each, script), ast.Constant))
    return next(made, None) if ABSOLUTE.search(script.text) else None


def _named_in(nodes: list[ast.AST]) -> list[str]:
    """Return the texts of a script that are names of files of C: of a list that has a name.

    What an f-string is put together of is no name.
    """
    made = {id(part) for node in nodes if isinstance(node, ast.JoinedStr) for part in node.values}
    constants = (node for node in nodes if isinstance(node, ast.Constant) and id(node) not in made)
    texts = (node.value for node in constants if isinstance(node.value, str))
    return [said for said in texts if said.endswith(".c") and not re.search(r"\s", said)]


def _sources_of(call: ast.Call) -> list[str]:
    given = next((word.value for word in call.keywords if word.arg == "sources"), None)
    items = given.elts if isinstance(given, ast.List | ast.Tuple) else []
    values = (item.value for item in items if isinstance(item, ast.Constant))
    return [value for value in values if isinstance(value, str)]
