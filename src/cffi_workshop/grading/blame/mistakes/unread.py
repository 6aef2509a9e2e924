"""What neither Python nor a compiler can read, where the lines themselves say why."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from cffi_workshop.exercises.general_hints import NOT_PYTHON
from cffi_workshop.grading.diagnose import Diagnosis
from cffi_workshop.grading.python_code import line_of_error
from cffi_workshop.grading.verdict import Location

from ..files.case import Case, Source
from ..ranking.rank import is_of_own_style

__all__ = ["is_where_python_stopped", "of_unread"]

UNREAD = ("compile-error", "import-error", "cdef-error", "make-failed")
VAGUE = re.compile(r"Python: (?:invalid syntax|expected )")
BEGINS, ENDS = "<<<<<<< ", ">>>>>>> "
NOT_COMPILED = re.compile(
    r"([\w./-]{1,200}\.(?:c|cpp)), line (\d{1,9}), does not compile: (.{0,400})"
)
# What compilers say where the next statement was taken for an operand, or for arguments.
TAKEN_FOR_OPERAND = re.compile(
    r"operands to binary|lvalue required|not assignable|called object|void value"
)
COMMENT = re.compile(r"//.*|/\*[^*]{0,300}\*/[ \t]{0,40}$")
# Two words that never stand side by side in Python, and do where C declares something.
DECLARED_IN_C = re.compile(
    r"(?:^|[(=,])[ \t]{0,40}((?:const|unsigned|signed|struct|enum|typedef|extern|static|void|char"
    r"|short|int|long|float|double|\w{1,80}_t)[ \t*]{1,40}\w[^\n]{0,200})"
)
WHOLE_TEXT, IN_QUOTES = re.compile(r"\"[^\"\n]*\"|'[^'\n]*'"), re.compile(r"[\"'#]")
OPEN_ENDED = re.compile(r"(?:if|else|for|while|do|switch|case)\b|#|[A-Z_]{1,80}\(")


def of_unread(finding: Diagnosis, case: Case) -> Diagnosis:
    """Return the finding with what stands there: marks of a merge, no semicolon, C in Python."""
    if finding.cause not in UNREAD:
        return finding
    for name, line, says in [
        *marks(case),
        *without_semicolon(finding, case),
        *c_outside_of_quotes(finding, case),
    ]:
        message = f"{name}, line {line}, {says}"
        return replace(finding, message=message, location=Location(name, line), detail="")
    return finding


def is_where_python_stopped(symptom: Location, finding: Diagnosis, case: Case) -> bool:
    """Say whether the line of a SyntaxError is the one to mend; a vague one may be a line late."""
    if NOT_PYTHON not in finding.message:
        return False
    return not VAGUE.search(finding.message) or is_of_own_style(case.source(symptom.file))


def marks(case: Case) -> Iterator[tuple[str, int, str]]:
    """Yield where git left both sides of a merge; by then nobody can read the file."""
    for source in case.there:
        begun = [at for at, line in numbered(source) if line.startswith(BEGINS)]
        if begun and any(line.startswith(ENDS) for _, line in numbered(source)):
            says = (
                "has the marks of a merge that git left to you. Keep one of the two sides, and "
                f"delete the lines that begin with `{BEGINS.strip()}`, `=======` and "
                f"`{ENDS.strip()}`."
            )
            yield source.name, begun[0], says


def without_semicolon(finding: Diagnosis, case: Case) -> Iterator[tuple[str, int, str]]:
    """Yield the statement that goes on in the next line, `*next = both`, for want of its end."""
    stopped = NOT_COMPILED.match(finding.message)
    source = stopped and next((one for one in case.there if one.name == stopped[1]), None)
    if not stopped or not source or not TAKEN_FOR_OPERAND.search(stopped[3]):
        return
    # Where a bracket goes on, compilers name what they took for a function: the line before.
    is_call = "called object" in stopped[3]
    codes = [(at, COMMENT.sub("", line).rstrip()) for at, line in numbered(source)]
    codes = [(at, code) for at, code in codes if code or at == int(stopped[2])]
    before = next(each for each, (at, _) in enumerate(codes) if at == int(stopped[2])) - (
        not is_call
    )
    if before < 0 or before + 1 >= len(codes):
        return
    (line, code), (after, following) = codes[before : before + 2]
    if following.lstrip().startswith("(" if is_call else "*") and lacks_semicolon(code, following):
        yield (
            source.name,
            line,
            f"lacks its semicolon, so that the compiler read line {after} as part of it.",
        )


def c_outside_of_quotes(finding: Diagnosis, case: Case) -> Iterator[tuple[str, int, str]]:
    """Yield where a declaration in C stands among the lines of Python, and is no text."""
    if NOT_PYTHON not in finding.message or finding.location is None:
        return
    source = case.source(finding.location.file)
    stopped = line_of_error(source.text)
    for line, text in numbered(source)[max(stopped - 1, 0) : stopped + 1] if stopped else ():
        code = IN_QUOTES.split(WHOLE_TEXT.sub("0", text))[0].rstrip()
        if declared := DECLARED_IN_C.search(code):
            yield (
                source.name,
                line,
                f"{NOT_PYTHON}: `{declared[1].split(';')[0].rstrip(' {')}` is C. Python takes C "
                'as a text alone: put it in quotes, inside of ffi.cdef("...").',
            )
            return
        if not code.endswith("("):  # of a bracket that is open at the end, Python names the line
            return


def lacks_semicolon(code: str, following: str) -> bool:
    """Say whether a line is a whole statement but for its end, and is not gone on with."""
    is_whole = code[-1].isalnum() or code[-1] in "_)]"
    is_indented = len(following) - len(following.lstrip()) > len(code) - len(code.lstrip())
    is_closed = code.count("(") == code.count(")")
    return is_whole and is_closed and not is_indented and not OPEN_ENDED.match(code.lstrip(" \t}"))


def numbered(source: Source) -> list[tuple[int, str]]:
    return [*enumerate(source.written_lines, start=1)]
