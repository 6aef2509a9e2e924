"""What a class leaves out at its end, put in: a call of its own that ends it, a name let go of.

What the file ends already, no change leaves out.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from cffi_workshop.grading.blame import Source

from ..text.statement import LEAVES
from ..text.step import Step, indent_of, with_lines

__all__ = ["ended", "still_ended"]

OPENS = re.compile(r"[:(\[{,]\s{0,9}(?:#.{0,80})?$")
ENDS = ("exit", "close", "del", "release", "free", "drop", "aexit", "stop", "end", "finish")
CALLS_END = re.compile(r"\b(?:ffi|lib\w{0,20})\.\w{0,40}(?:free|release|close)\(|(?<![\w.])free\(")
NOTHING = re.compile(r"\n\w[\w =]{0,80} = None(?=\n)")
MOST = 8  # calls and names
NOTHING_DONE = 1.5  # how much likelier something is missing there


def ended(source: Source, lines: list[int]) -> Iterator[Step]:
    """Yield the text with `self.close()`, or `self.x = None`, at one of the lines."""
    texts = source.written_lines
    for one in (each for each in source.written if isinstance(each, ast.ClassDef)):
        said = [*calls(one), *(f"{name} = None" for name in attributes(one))]
        last = one.end_lineno or one.lineno
        for line in (each for each in lines if one.lineno < each <= last):
            function, text = source.function_at(line), texts[line - 1]
            if function is None or OPENS.search(text) or not text.strip():
                continue
            at = line if LEAVES.match(text) else line + 1
            ends_it = function.name.strip("_") in ENDS  # __exit__() calls it, and so do others
            does_nothing = text.strip() == "pass"
            for new in said[:MOST]:
                if new.partition("(")[0] != f"self.{function.name}" and new not in text:
                    cost = (1.0 if ends_it else 1.6) + (0.3 if "=" in new else 0.0)
                    cost -= NOTHING_DONE if ends_it and does_nothing else 0.0
                    yield Step(cost, line, with_lines(source, at, at, indent_of(text) + new))


def calls(one: ast.ClassDef) -> Iterator[str]:
    """Yield the calls of what ends an object, or gives back one of its attributes."""
    for method in one.body:
        name = method.name if isinstance(method, ast.FunctionDef) else "__"
        if name.strip("_") in ENDS and not name.startswith("__"):
            yield f"self.{name}()"
    for node in ast.walk(one):
        is_call = isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)
        if is_call and not node.value.args:  # type: ignore[attr-defined]
            said = ast.unparse(node)
            if said.startswith("self.") and said.count("(") == 1:
                yield said


def attributes(one: ast.ClassDef) -> list[str]:
    """Return the attributes that somewhere are given a value."""
    found = (each for each in ast.walk(one) if isinstance(each, ast.Attribute))
    stored = (each for each in found if isinstance(each.ctx, ast.Store))
    return list(dict.fromkeys(map(ast.unparse, stored)))


def still_ended(source: Source, steps: list[Step]) -> list[Step]:
    """Return the changes that free and close as often as the file does, and make as much.

    Where the solution does so as often, with less of it a change only hides what is wrong with it.
    So does one that puts `lib = None` back, as it was handed out.
    """
    ends = {each: source.text.count(each) for each in CALLS_END.findall(source.solution)}
    kept = [each for each in ends.items() if each[1] <= source.solution.count(each[0])]
    undone = {*NOTHING.findall(source.stub)} - {*NOTHING.findall(source.solution)}
    gone = [nothing for nothing in undone if nothing not in source.text]
    return [
        step
        for step in steps
        if all(step.text.count(end) >= count for end, count in kept)
        and not any(nothing in step.text for nothing in gone)
    ]
