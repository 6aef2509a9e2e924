"""What the solution has in the same role: under the same key, as the same argument, as the result.

Two scripts that do the same in other words still fill the same keys and members, and give the same
functions something. What the solution has there is tried over the script's own variables.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice, product

from cffi_workshop.grading.blame import Source
from cffi_workshop.grading.blame.files.functions import FunctionNode, name_called
from cffi_workshop.grading.python_code import names_in

from ..text.own_words import KNOWN, in_own_names, substituted
from ..text.step import Step, with_node

__all__ = ["in_role"]

SURELY, PERHAPS = 0.7, 1.6  # over variables that stand for one another, or may
AGREES = 0.3  # what fills a member is the member of that name
MOST, FEW = 12, 6  # choices of variables, and variables that one may stand for
LIB = re.compile(r"lib\w{0,20}$")
OF_FILE = re.compile(r"(?:lib\w{0,20}|ffi|self|cls|np|numpy|os|sys)$")
Role = tuple[str, ...]
Placed = tuple[Role, ast.expr]


def in_role(source: Source, lines: list[int]) -> Iterator[Step]:
    """Yield the text of a script with what the solution has in the place of one expression."""
    inside = {*lines}
    solved: dict[Role, list[tuple[FunctionNode, ast.expr]]] = {}
    for home in functions_in(source.solved):
        for role, value in placed_in(home):
            solved.setdefault(role, []).append((home, value))
    for mine in functions_in(source.written):
        for role, value in placed_in(mine):
            if value.lineno in inside and role[0] == "key":
                yield from agreeing(source, role[1], value)
            for home, other in solved.get(role, ()) if value.lineno in inside else ():
                if isinstance(other, ast.Name) and is_made(mine, value):
                    continue  # what a variable is made of is no variable
                for cost, said in over_own_names(mine, home, other):
                    new = in_own_names(source, said)
                    if new != ast.unparse(value):
                        yield Step(cost, value.lineno, with_node(source.text, value, new))


def agreeing(source: Source, key: str, value: ast.expr) -> Iterator[Step]:
    """Yield the text with the member of the name that is filled, in the place of another one."""
    read = {name for each in (*source.written, *source.solved) if (name := member_read(each))}
    for node in ast.walk(value) if key in read else ():
        name = member_read(node)
        is_other = name and name != key and name in read
        if is_other and isinstance(node, ast.Attribute | ast.Subscript):
            changed = type(node)(**dict(ast.iter_fields(node)) | named(node, key))
            yield Step(AGREES, node.lineno, with_node(source.text, node, ast.unparse(changed)))


def member_read(node: ast.AST) -> str:
    """Return the member, or the key, that an expression reads of another; "" for none."""
    if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load):
        return text_of(node.slice)
    is_member = isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load)
    return node.attr if is_member and not OF_FILE.match(ast.unparse(node.value)) else ""  # type: ignore[attr-defined]


def named(node: ast.Attribute | ast.Subscript, key: str) -> dict[str, object]:
    return {"attr": key} if isinstance(node, ast.Attribute) else {"slice": ast.Constant(key)}


def functions_in(nodes: list[ast.AST]) -> list[FunctionNode]:
    return [each for each in nodes if isinstance(each, FunctionNode)]


def placed_in(function: FunctionNode) -> Iterator[Placed]:
    """Yield the expressions that have a role; for a variable, what it is made of in its place.

    To put something else in where a variable is used would make all that was done to it as good as
    right, wherever it went wrong.
    """
    made: dict[str, list[ast.expr]] = {}
    for name, value in assigned_in(function):
        made.setdefault(name, []).append(value)
    for role, value in roles_in(function):
        yield from ((role, each) for each in made.get(getattr(value, "id", ""), (value,)))


def assigned_in(function: FunctionNode) -> Iterator[tuple[str, ast.expr]]:
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            yield node.targets[0].id, node.value


def is_made(function: FunctionNode, value: ast.expr) -> bool:
    return any(each is value for _, each in assigned_in(function))


def roles_in(function: FunctionNode) -> Iterator[Placed]:
    """Yield the expressions of a function that have a role which other code has as well."""
    for node in ast.walk(function):
        if isinstance(node, ast.Dict):
            pairs = zip(node.keys, node.values, strict=True)
            yield from ((("key", key), value) for each, value in pairs if (key := text_of(each)))
        elif isinstance(node, ast.Assign) and (key := filled(node.targets[0])):
            yield ("key", key), node.value
        elif isinstance(node, ast.Return) and node.value:
            yield ("result", function.name), node.value
        elif isinstance(node, ast.Expr) and (called := of_c_in(node.value)):
            yield ("done", function.name, called), node.value
        elif isinstance(node, ast.Call):
            yield from ((("key", each.arg), each.value) for each in node.keywords if each.arg)
            name, count = name_called(node), str(len(node.args))
            for place, value in enumerate(node.args):
                if not isinstance(value, ast.Starred):
                    yield ("given", name, count, str(place)), value


def filled(target: ast.AST) -> str:
    """Return the key or the member that an assignment fills; "" for a variable."""
    if isinstance(target, ast.Subscript):
        return text_of(target.slice)
    return target.attr if isinstance(target, ast.Attribute) else ""


def text_of(node: ast.expr | None) -> str:
    is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
    return node.value if is_text else ""  # type: ignore[union-attr]


def of_c_in(value: ast.expr) -> str:
    """Return the function of C that an expression calls, or hands on to be called."""
    found = (each for each in ast.walk(value) if isinstance(each, ast.Attribute))
    return next((each.attr for each in found if LIB.match(ast.unparse(each.value))), "")


def over_own_names(
    mine: FunctionNode, home: FunctionNode, value: ast.expr
) -> Iterator[tuple[float, str]]:
    """Yield an expression of the solution's over variables of another function, with its cost."""
    said, bound = ast.unparse(value), names_in(value, ast.Store)
    theirs, own = uses_of(home), uses_of(mine)
    used = [name for name in theirs if name in names_in(value) - bound]
    choices = [stands_for(name, theirs[name], own) for name in used]
    is_sure = all(len(each) == 1 for each in choices)
    for chosen in islice(product(*choices), MOST):
        if len({*chosen}) == len(chosen):
            names = dict(zip(used, chosen, strict=True))
            yield SURELY if is_sure else PERHAPS, renamed(said, names)


def stands_for(name: str, uses: set[Role], own: dict[str, set[Role]]) -> list[str]:
    """Return the variables that do what one of the solution's does; where none does, any."""
    alike = [each for each, others in own.items() if uses & others]
    if name in alike:
        return [name]
    return (alike or ([name] if name in own else [*own]))[:FEW]


def renamed(code: str, names: dict[str, str]) -> str:
    """Return code with all variables renamed at once: two may have changed their names."""
    apart = {old: f"_{place}_of_own" for place, old in enumerate(names)}
    again = {apart[old]: new for old, new in names.items()}
    return substituted(substituted(code, apart), again)


@lru_cache(maxsize=64)  # asked for each expression
def uses_of(function: FunctionNode) -> dict[str, set[Role]]:
    """Return the variables of a function, and for each what is done with it."""
    given = function.args
    found: dict[str, set[Role]] = {
        each.arg: {("parameter", each.arg)}
        for each in (*given.posonlyargs, *given.args, *given.kwonlyargs)
        if each.arg not in ("self", "cls")
    }
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            made = of_c_in(node.value) or (
                name_called(node.value) if isinstance(node.value, ast.Call) else ""
            )
            found.setdefault(node.targets[0].id, set()).update({("made", made)} if made else ())
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.setdefault(node.id, set())
    for role, value in roles_in(function):
        if isinstance(value, ast.Name) and value.id in found:
            found[value.id].add(role)
    return {name: roles for name, roles in found.items() if name not in KNOWN}
