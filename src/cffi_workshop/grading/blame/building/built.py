"""The line that names what is built, where that is not there or is not what was asked for."""

from __future__ import annotations

import ast
import re

from cffi_workshop.grading.diagnose import Diagnosis
from cffi_workshop.grading.verdict import Location

from ..files.case import Case, Source
from ..ranking.kinds import of_statement
from .options import meant, of_options

__all__ = ["where_built"]

SAYS_WHAT_IS_BUILT = re.compile(r"`(?:sources|libraries)=\[|\bset_source\(\) in \S+ names ")
NO_LIBRARY = re.compile(r"\bcannot find the library -l([\w.+-]{1,80}?)\.(?: |$)")
NO_SOURCE = re.compile(r"^The compiler says: ([\w./-]{1,80}\.(?:c|cc|cpp|cxx|f90)): No such file")


def where_built(finding: Diagnosis, case: Case) -> Location | None:
    """Return the learner's set_source(), where what it names is said to be wrong.

    Where it names the module as it should, the import is the mistake.
    """
    script = case.build_script
    if script is None:
        return None
    library, source = NO_LIBRARY.search(finding.message), NO_SOURCE.search(finding.message)
    said = script.lines_with(f'"{library[1]}"') if library else []
    if source:
        said = script.own_lines_with(source[1])
    if said:
        return Location(script.name, said[-1])
    if not SAYS_WHAT_IS_BUILT.search(finding.message):
        return None
    lines = script.lines_with(".set_source(")
    own = [line for line in script.own if line in lines] or of_statement(script, script.own)
    if not lines or (not own and "No module named" in finding.message):
        return None
    line = (of_module(script, finding.detail) or own or lines)[-1]
    key = re.search(r"`(\w{1,40})=\[", finding.message)
    return Location(script.name, of_options(script, line, key[1] if key else "") or line)


def of_module(script: Source, said: str) -> list[int]:
    """Return where set_source() is called for the module of a file that is spoken of."""
    calls = [call for call in script.calls_of("set_source") if call.args]
    names = ((call.lineno, meant(call.args[0], script)) for call in calls)
    texts = ((line, str(name.value)) for line, name in names if isinstance(name, ast.Constant))
    return [line for line, text in texts if re.search(rf"(?<!\w){re.escape(text)}\.", said)]
