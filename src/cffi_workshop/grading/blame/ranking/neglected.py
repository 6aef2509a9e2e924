"""What a file makes no use of: a result that is dropped, a parameter; and odd numbers."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from difflib import get_close_matches
from functools import cache

from cffi_workshop.grading.diagnose import Diagnosis
from cffi_workshop.grading.python_code import names_in, parsed

from ..files.case import Source
from ..files.differences import LONGEST
from ..files.functions import Function, name_called
from .reach import lines_in

__all__ = [
    "does_nothing",
    "dropped_in_c",
    "ends_nothing",
    "loops_that_do_not_look",
    "nearly_known",
    "neglected",
    "never_made",
    "unread_parameters",
    "unused_parameters",
]

NUMBER = re.compile(r"(?<![\w.])\d{1,9}(?:\.\d{1,9})?(?![\w.])")
PLAIN = ("0", "1", "2", "0.0", "1.0", "2.0")  # numbers that tell nothing
ENDS = ("__exit__", "close", "__del__")
OF_ENDS = re.compile(r"\bwith\b|\bclos|\bfreed?\b|\bstill\b|\bopen\b|\bgone\b")
NOTHING_DONE = 3.0
CONSTANT = re.compile(r"[A-Z][A-Z_0-9]{1,60} = \d{1,9}$")
NEARLY, NEARLY_IN_CONSTANT = 0.8, 3.5
OF_C = re.compile(r"lib\w{0,20}\.\w{1,60}$")
SAYS = (ast.Name, ast.Attribute, ast.Subscript, ast.Compare, ast.BinOp, ast.Tuple)
ATTRIBUTE_MISSED = re.compile(r"'(\w{1,80})' object has no attribute '(\w{1,80})'")
ITSELF = re.compile(r"(?:^[ \t]{1,80}|; ?)([A-Za-z_][\w.>-]{0,60}) = \1(?:;|\) ?\{?$)")
ATTRIBUTE_MADE = re.compile(r"(?:\.|def )(\w{1,80})(?:, [\w., ]{1,80})?(?: = |: |\()")
PARAMETER = re.compile(r"\b(\w{1,60}) ?[,)]")
GIVES_NAME = re.compile(r"(?:\breturn|\byield|\.append\() ?((?:self\.)?\w{1,60})\)?$")
# A call that is a statement of its own, and what stands ahead of a function's name in its head.
CALLS_IN_C = re.compile(r"^[ \t]{1,80}(\w{1,60})\(.{0,160}\);$")
GIVES_IN_C = re.compile(r"^(?:static |inline |const ){0,3}((?:struct )?\w{1,60}) ?(\*{0,2})$")
GIVES_SLICE = re.compile(r"\breturn \w[\w.]{0,80}\.\w{1,60}\[[^\]:]{0,60}:[^\]:]{1,60}\]$")
MADE_IN_C = re.compile(r"[ \t]{1,80}(?:\w{1,60} ){1,3}\*{0,2}(\w{1,60}) = ")
OF_VALUES = ("wrong-value", "wrong-type", "out-of-bounds", "exception", "missing-exception")


def neglected(source: Source, finding: Diagnosis, lines: list[int]) -> Iterator[tuple[int, float]]:
    """Yield the lines that make no use of something, each with its weight.

    That is a result, a value made in C, or a parameter. Numbers of one's own count as well, and
    cdata that is given away as it is.
    """
    yield from ((line, 1.2) for line in dropped_results(source) if line in lines)
    yield from ((line, 1.5) for line in does_nothing(source))
    yield from ((line, 2.5) for line in never_made(source, finding))
    yield from ((line, 1.2) for line, _ in dropped_in_c(source) if line in lines)
    made = () if source.name.endswith(".py") else never_read_in_c(source)
    yield from ((line, 1.2) for line in made if line in lines)
    yield from ((line, 0.25) for line in odd_numbers(source, lines))
    if OF_ENDS.search(finding.message):
        yield from ((line, NOTHING_DONE) for line in ends_nothing(source))
    for function in unused_parameters(source) if finding.cause in OF_VALUES else ():
        yield from ((line, 0.9) for line in lines_in(source, function) if line in lines)
    yield from ((line, 0.9) for line in loops_that_do_not_look(source) if line in lines)
    if finding.cause in ("cdata-leaked", "wrong-type"):
        yield from ((line, 0.6) for line in lines if gives_cdata(source, line))


def does_nothing(source: Source) -> Iterator[int]:
    """Yield what gives a name its own value, and in a script what only says one, but in a `try`."""
    if not source.nodes:
        yield from (at for at, line in enumerate(source.lines, 1) if ITSELF.search(line[:LONGEST]))
    asking = [each for one in source.nodes if isinstance(one, ast.Try) for each in one.body]
    for node in source.nodes:
        if isinstance(node, ast.Expr) and isinstance(node.value, SAYS) and node not in asking:
            yield node.lineno


def never_made(source: Source, finding: Diagnosis) -> Iterator[int]:
    """Yield where the attribute that was missed is only a variable, or the middle of __init__().

    Nothing makes such an attribute, nor one with nearly that name, which would be misspelt.
    """
    missed = ATTRIBUTE_MISSED.search(f"{finding.message}\n{finding.detail}")
    if missed is None or get_close_matches(missed[2], [*ATTRIBUTE_MADE.findall(source.said)]):
        return
    classes = [each for each in source.nodes if isinstance(each, ast.ClassDef)]
    around = [part for each in classes if each.name == missed[1] for part in each.body]
    for init in functions_in(source):
        if init in around and init.name == "__init__":
            only = [each.lineno for each in init.body if missed[2] in names_in(each, ast.Store)]
            yield (*only, init.body[len(init.body) // 2].lineno)[0]


def loops_that_do_not_look(source: Source) -> Iterator[int]:
    """Yield the lines of the loops of a script that read a name which is nothing that goes on."""
    for loop in source.nodes:
        if not isinstance(loop, ast.For):
            continue
        inside = [each for one in loop.body for each in ast.walk(one)]
        names = names_in(loop.target)
        read = {each.id for each in inside if isinstance(each, ast.Name)}
        unread = {name for name in names if not name.startswith("_")} - read
        if unread and len(names) > 1:  # one that counts need not be read
            yield from (each.lineno for each in loop.body)


def gives_cdata(source: Source, line: int) -> bool:
    """Say whether a line gives a name away that is made by cffi or by C."""
    text = source.line(line)
    if GIVES_SLICE.search(text):
        return True
    given = GIVES_NAME.search(text)
    return given is not None and bool(
        re.search(rf"(?<![\w.]){re.escape(given[1])} = (?:ffi|lib\w{{0,20}})\.", source.said)
    )


def dropped_results(source: Source) -> Iterator[int]:
    """Yield the statements that call for a result, and make nothing of it."""
    asked = asked_of_c(source.solution) if source.nodes else ()
    giving = {each.name for each in functions_in(source) if gives(each)}
    own = {each.name for each in source.functions}
    for node in source.nodes if asked else ():
        call = node.value if isinstance(node, ast.Expr) else None
        if isinstance(call, ast.Await):
            call = call.value
        if isinstance(call, ast.Call):
            name = name_called(call)
            if name in giving or (name in asked and name not in own):
                yield call.lineno


def dropped_in_c(source: Source) -> Iterator[tuple[int, tuple[str, int]]]:
    """Yield the lines of C that drop what a helper gives, and the type of it: name and stars.

    A helper that is given no address does nothing else than give it.
    """
    for line in () if source.name.endswith((".py", ".f90")) else range(1, len(source.lines) + 1):
        call = CALLS_IN_C.match(source.line(line))
        for helper in source.functions_named(call[1]) if call else ():
            ahead, _, given = source.lines[helper.first - 1].partition(f"{helper.name}(")
            gives = GIVES_IN_C.match(ahead.strip())
            if gives and gives[1] != "void" and "*" not in given:
                yield line, (gives[1].removeprefix("struct "), len(gives[2]))


@cache
def asked_of_c(solution: str) -> frozenset[str]:
    """Return the functions of C whose results the solution makes use of."""
    nodes = [*ast.walk(parsed(solution))]
    dropped = {id(each.value) for each in nodes if isinstance(each, ast.Expr)}
    dropped |= {id(each.body) for each in nodes if isinstance(each, ast.Lambda)}
    calls = (each for each in nodes if isinstance(each, ast.Call) and id(each) not in dropped)
    return frozenset(name_called(each) for each in calls if OF_C.match(ast.unparse(each.func)))


def functions_in(source: Source) -> list[ast.FunctionDef]:
    return [node for node in source.nodes if isinstance(node, ast.FunctionDef)]


def gives(function: ast.FunctionDef) -> bool:
    returns = (each for each in ast.walk(function) if isinstance(each, ast.Return))
    values = (each.value for each in returns)
    return any(value and not isinstance(value, ast.Constant | ast.Name) for value in values)


def unused_parameters(source: Source) -> Iterator[Function]:
    """Yield helpers of one's own that make no use of something that they are given."""
    for function in source.functions:
        is_called_back = source.lines[function.first - 1].startswith("@")
        if function.name in source.offered or function.name.startswith("__") or is_called_back:
            continue
        if any(unread_parameters(source, function)):
            yield function


def unread_parameters(source: Source, function: Function) -> Iterator[str]:
    """Yield the parameters that a function never reads."""
    body = " ".join(source.lines[line - 1] for line in lines_in(source, function))
    if source.name.endswith(".py"):
        around = [each for each in functions_in(source) if each.lineno == function.first]
        names = [each.arg for one in around for each in one.args.args]
    else:
        head = " ".join(source.lines[function.first - 1 : function.body])
        names = PARAMETER.findall(head.partition("(")[2])
    yield from (name for name in names if unread(name, body))


def unread(name: str, body: str) -> bool:
    is_given = name not in ("self", "cls", "void") and not name.startswith("_")
    return is_given and not re.search(rf"\b{name}\b", body)


def ends_nothing(source: Source) -> Iterator[int]:
    """Yield the `pass` of a method in which the solution ends something."""
    solved = {each.name for each in source.solved if isinstance(each, ast.FunctionDef)}
    for function in functions_in(source):
        said = [each for each in function.body if not is_text(each)]
        if function.name in {*ENDS} & solved and len(said) == 1 and isinstance(said[0], ast.Pass):
            yield said[0].lineno


def is_text(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def odd_numbers(source: Source, lines: list[int]) -> Iterator[int]:
    """Yield the lines with a number that the solution never names."""
    known = numbers_of(source.solution)
    for line in lines:
        found = NUMBER.findall(source.line(line))
        if any(each not in known for each in found):
            yield line


def nearly_known(source: Source, lines: list[int]) -> Iterator[tuple[int, float]]:
    """Yield the lines with a number that is one more or less than one of the solution's.

    A wrong number in a constant shows wherever the constant is used.
    """
    known = numbers_of(re.sub("#.*", "", source.solution))
    for line in lines if source.name.endswith(".py") else ():
        text = source.line(line)
        found = [int(each) for each in NUMBER.findall(text) if each.isdigit() and each not in known]
        if any(each > 9 and {str(each - 1), str(each + 1)} & known for each in found):
            yield line, NEARLY_IN_CONSTANT if CONSTANT.match(text) else NEARLY


@cache
def numbers_of(solution: str) -> set[str]:
    return {*NUMBER.findall(solution), *PLAIN}


def never_read_in_c(source: Source) -> Iterator[int]:
    """Yield where a function of C makes what it then makes no use of."""
    for function in source.functions:
        body = source.body_of(function)
        for line in lines_in(source, function):
            made = MADE_IN_C.match(source.line(line))
            if made and len(re.findall(rf"\b{made[1]}\b", body)) == 1:
                yield line
