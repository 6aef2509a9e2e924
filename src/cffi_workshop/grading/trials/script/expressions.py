"""Changes of an expression in a script: what a call is given, in which order, and around what."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import combinations

from cffi_workshop.grading.blame import Source
from cffi_workshop.grading.python_code import parsed_expression

from ..text.step import Step, with_node

__all__ = ["reworded"]

Variant = tuple[float, ast.expr, str]  # how unlikely it is, what goes, and what comes
MOST = 5  # arguments of a call
NEXT, APART = 1.2, 1.6  # that are exchanged
CONTAINERS = ast.Tuple | ast.List
OTHER_CONTAINER, OTHER = 1.3, {ast.Tuple: ast.List, ast.List: ast.Tuple}


def reworded(source: Source, lines: list[int]) -> Iterator[Step]:
    """Yield the text with one expression changed."""
    inside, own = {*lines}, functions_by_size(source)
    done = {id(each.value) for each in source.written if isinstance(each, ast.Expr)}
    done |= {id(each.exc) for each in source.written if isinstance(each, ast.Raise)}
    for node in source.written:
        line = getattr(node, "lineno", 0) or getattr(getattr(node, "iter", None), "lineno", 0)
        if line in inside or getattr(node, "end_lineno", 0) in inside:
            for cost, old, new in variants(node, own):
                if id(old) in done and new in unwrapped(old):
                    continue  # that is to leave a statement out, or to raise what is no exception
                at = line_of_change(old, new) if old.lineno in inside else line
                yield Step(cost, at, with_node(source.text, old, new))
    yield from multiplied(source, inside)


def line_of_change(old: ast.AST, new: str) -> int:
    """Return the line of the first part of an expression of several lines that another has not."""
    line = old.lineno  # type: ignore[attr-defined]
    if old.end_lineno == line:  # type: ignore[attr-defined]
        return line
    try:
        other = parsed_expression(new)
    except SyntaxError:
        return line
    for one, its in zip(ast.iter_child_nodes(old), ast.iter_child_nodes(other), strict=False):
        if isinstance(one, ast.expr) and ast.unparse(one) != ast.unparse(its):
            return line_of_change(one, ast.unparse(its)) if type(old) is type(other) else line
    return line


def multiplied(source: Source, inside: set[int]) -> Iterator[Step]:
    """Yield the text with a result times a number by which the solution multiplies."""
    products = [each for each in source.solved if isinstance(each, ast.BinOp)]
    numbers = [each.left for each in products if isinstance(each.op, ast.Mult)]
    factors = dict.fromkeys(ast.unparse(n) for n in numbers if isinstance(n, ast.Constant))
    for node in source.written:
        if isinstance(node, ast.Return) and isinstance(node.value, ast.BinOp | ast.Call):
            for factor in factors if node.lineno in inside else ():
                new = f"{factor} * ({ast.unparse(node.value)})"
                yield Step(1.4, node.lineno, with_node(source.text, node.value, new))


def variants(node: ast.AST, own: dict[str, int]) -> Iterator[Variant]:
    if isinstance(node, ast.Call):
        yield from of_call(node)
    elif isinstance(node, CONTAINERS) and 2 <= len(node.elts) <= MOST:
        yield from in_another_order(node, node.elts)
        if isinstance(node.ctx, ast.Load):
            yield OTHER_CONTAINER, node, ast.unparse(OTHER[type(node)](node.elts, node.ctx))
    elif isinstance(node, ast.Dict) and 2 <= len(node.values) <= MOST:
        yield from in_another_order(node, node.values)
    elif isinstance(node, ast.For | ast.comprehension):
        yield 1.6, node.iter, f"reversed({ast.unparse(node.iter)})"
    elif isinstance(node, ast.IfExp):
        yield from swapped(1.4, node, node.body, node.orelse)
    elif isinstance(node, ast.Return | ast.Yield) and node.value:
        yield from of_value(node.value)
    elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        yield 1.7, node.value, f"await {ast.unparse(node.value)}"
    elif isinstance(node, ast.Constant) and node.value in (0, "", b"") and node.value is not False:
        yield 1.8, node, "None"
    elif isinstance(node, ast.Name) and node.id in own:
        for name, size in own.items():
            if name != node.id and size == own[node.id]:
                yield 1.6, node, name


def of_value(value: ast.expr) -> Iterator[Variant]:
    """Yield what is given away turned round; and in the place of memory, what lies there."""
    if isinstance(value, ast.Call | ast.BinOp):
        # What C returns is seldom to be turned round: it is what is made of it that is wrong.
        yield (2.0 if isinstance(value, ast.Call) else 1.5), value, f"-({ast.unparse(value)})"
    elif isinstance(value, ast.Subscript) and isinstance(value.slice, ast.Slice):
        yield 0.9, value, f"list({ast.unparse(value)})"
    elif isinstance(value, ast.Name | ast.Attribute) and ast.unparse(value) != "self":
        yield 1.2, value, f"{ast.unparse(value)}[0]"


def of_call(call: ast.Call) -> Iterator[Variant]:
    """Yield a call with its arguments in another order, with one less, and what it is around."""
    for argument in call.args:  # two in the place of one
        if isinstance(argument, ast.Tuple):
            yield from ((1.6, argument, ast.unparse(each)) for each in argument.elts[:2])
    yield from in_another_order(call, call.args)
    for each in call.keywords:
        yield 1.0, call, without(call, each)
    for argument in call.args if len(call.args) > 1 else ():
        yield 1.5, call, without(call, argument)
    if len(call.args) == 1 and not call.keywords:
        yield 1.3, call, ast.unparse(call.args[0])
    if isinstance(call.func, ast.Attribute) and isinstance(
        call.func.value, ast.Call | ast.Subscript
    ):
        yield 1.3, call, ast.unparse(call.func.value)


def unwrapped(call: ast.expr) -> list[str]:
    """Return what a call is around."""
    if not isinstance(call, ast.Call):
        return []
    around = call.func.value if isinstance(call.func, ast.Attribute) else None
    return [ast.unparse(each) for each in (*call.args[:1], around) if each is not None]


def without(call: ast.Call, left_out: ast.AST) -> str:
    kept = [each for each in call.args if each is not left_out]
    keywords = [each for each in call.keywords if each is not left_out]
    return ast.unparse(ast.Call(call.func, kept, keywords))


def in_another_order(whole: ast.expr, parts: list[ast.expr]) -> Iterator[Variant]:
    """Yield an expression with two of its parts exchanged, neighbours first."""
    for (place, one), (after, other) in combinations(enumerate(parts), 2):
        if after == place + 1 or len(parts) <= MOST:
            yield from swapped(NEXT if after == place + 1 else APART, whole, one, other)


def swapped(cost: float, whole: ast.expr, one: ast.expr, other: ast.expr) -> Iterator[Variant]:
    """Yield an expression with two of its parts in each other's place."""
    texts = ast.unparse(one), ast.unparse(other)
    if texts[0] != texts[1] and not isinstance(one, ast.Starred):
        changed = Swap(one, other).visit(whole)
        yield cost, whole, ast.unparse(changed)


class Swap(ast.NodeTransformer):
    """A copy of an expression in which two parts have changed places."""

    def __init__(self, one: ast.expr, other: ast.expr) -> None:
        self.places = {id(one): other, id(other): one}

    def generic_visit(self, node: ast.AST) -> ast.AST:
        fields = {
            name: [self.visited(each) for each in value]
            if isinstance(value, list)
            else self.visited(value)
            for name, value in ast.iter_fields(node)
        }
        return type(node)(**fields)

    def visited(self, value: object) -> object:
        found = self.places.get(id(value), value)
        return self.visit(found) if isinstance(found, ast.AST) and found is value else found


def functions_by_size(source: Source) -> dict[str, int]:
    """Return the functions of a file that are in no class, and how many arguments each takes."""
    tree = source.written[0] if source.written else None
    functions = (each for each in getattr(tree, "body", ()) if isinstance(each, ast.FunctionDef))
    return {each.name: len(each.args.args) for each in functions}
