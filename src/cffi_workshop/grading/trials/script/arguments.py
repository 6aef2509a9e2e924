"""What a function is given, as something else: a name for a call, a part of a list for the list."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator

from cffi_workshop.grading.blame import Source
from cffi_workshop.grading.blame.files.c_names import types_in
from cffi_workshop.grading.blame.ranking.neglected import unread_parameters

from ..text.step import Step, with_lines, with_node

__all__ = ["given_nowhere", "names_for_calls", "parts_of_lists", "texts_of_bytes"]

FOR_CALL, TWICE, DECODED, NOWHERE = 1.5, 1.0, 0.8, 0.6
CALLED = re.compile(r"(?<=[(,] )[\w.>-]{1,60}\([^()]{0,80}\)|(?<=\()[\w.>-]{1,60}\([^()]{0,80}\)")
NUMBERS = re.compile(r"(?:u?int\d{0,2}(?:_t)?|size_t|unsigned|double|float|char|void|auto)$")
PARTS = ("[1:]", "[:-1]")


def names_for_calls(source: Source, lines: Iterable[int]) -> Iterator[Step]:
    """Yield the text of C with a variable that is no number, in the place of what a call gave."""
    for line in lines:
        text, function = source.lines[line - 1], source.function_at(line)
        found = [*CALLED.finditer(text)] if function and line >= function.body else []
        names = types_in(source, function) if function and found else {}
        for call in found:
            for name, (kind, _) in names.items():
                if not NUMBERS.match(kind):
                    new = text[: call.start()] + name + text[call.end() :]
                    yield Step(FOR_CALL, line, with_lines(source, line, line + 1, new))


def given_nowhere(source: Source, lines: Iterable[int]) -> Iterator[Step]:
    """Yield the text of a script with a parameter that nothing reads, given to a call."""
    inside = {*lines}
    unused = {each: [*unread_parameters(source, each)] for each in source.functions}
    for call in source.written if any(unused.values()) else ():
        if not isinstance(call, ast.Call) or call.lineno not in inside:
            continue
        function = source.function_at(call.lineno)
        for name in unused[function] if function else ():
            new = ast.unparse(ast.Call(call.func, [*call.args, ast.Name(name)], call.keywords))
            yield Step(NOWHERE, call.lineno, with_node(source.text, call, new))


def parts_of_lists(source: Source, lines: Iterable[int]) -> Iterator[Step]:
    """Yield the text with all but the first, or the last, of what a call is given twice."""
    inside = {*lines}
    for call in source.written:
        if not isinstance(call, ast.Call) or call.lineno not in inside:
            continue
        said = [ast.unparse(each) for each in call.args]
        for name in (each for each in call.args if isinstance(each, ast.Name)):
            for part in PARTS if said.count(name.id) > 1 else ():
                yield Step(TWICE, name.lineno, with_node(source.text, name, name.id + part))


def texts_of_bytes(source: Source, lines: Iterable[int]) -> Iterator[Step]:
    """Yield the text of a script with bytes decoded, where str() would show them as code."""
    inside = {*lines}
    calls = (each for each in source.written if isinstance(each, ast.Call))
    for call in (each for each in calls if each.lineno in inside and len(each.args) == 1):
        if ast.unparse(call.func) == "str":
            new = f"{ast.unparse(call.args[0])}.decode()"
            yield Step(DECODED, call.lineno, with_node(source.text, call, new))
