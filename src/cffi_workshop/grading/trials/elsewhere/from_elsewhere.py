"""What stands elsewhere, in the place of what is wrong: conditions, functions called, statements.

What mends a mistake is mostly somewhere in the same file already, or in the solution.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator

from cffi_workshop.grading.blame import Source
from cffi_workshop.grading.blame.files.functions import FunctionNode, name_called

from ..line.other_names import may_end
from ..native.c_expressions import expressions_of
from ..script.asked import handed_to_helpers
from ..text.own_words import in_own_names
from ..text.statement import LEAVES, OPENS, STATEMENT
from ..text.step import Step, ends_of_statements, indent_of, with_lines, with_node

__all__ = ["from_elsewhere", "from_elsewhere_in_c"]

CONDITION, OF_SAME = 2.2, 0.5  # how much likelier one is that asks about the same
CALLED, STATEMENT_AGAIN = 1.8, 2.4
HANDED_ON = 0.8
# What has a function called elsewhere or later, and which of its arguments that is.
HANDS_ON = {"call_soon_threadsafe": 0, "call_soon": 0, "to_thread": 0, "run_in_executor": 1}
MOST = 16  # conditions, or statements of C
NAME = re.compile(r"\b[a-z_]\w{0,60}\b")
ASKS = re.compile(r"^([ \t]{0,80}(?:\} else )?(?:if|while) \()(.{1,160})(\) ?\{?)$", re.MULTILINE)
# A call, or what is given to a name or a member.
DOES = re.compile(r"(?:await )?[\w.]{1,60}\(|[\w.]{1,80} [-+]?= ")
LONGEST = 100
# What is done with one value in the place of another thing.
CALL_OF_C, KEYWORDS = re.compile(r"\b([a-z]\w{1,40})\("), ("if", "for", "while", "sizeof", "return")
TAKES_TYPE = re.compile(r"\.(?:new|cast|cdef|dlopen|offsetof)$")
EXCEPTION = re.compile(r"(?:Error|Exception|StopIteration|Interrupt|Exit)$")
OFTEN = ("len", "list", "bytes", "str", "int", "float", "bool")


def from_elsewhere(source: Source, lines: list[int]) -> Iterator[Step]:
    """Yield the text of a script with another condition, or another function that is called."""
    inside = {*lines}
    conditions, called = conditions_in(source), functions_called(source)
    for node in source.written:
        for asked in asked_by(node):
            if asked.lineno in inside:
                yield from other_conditions(source, asked, conditions)
        if isinstance(node, ast.Call) and node.lineno in inside and not node.keywords:
            yield from other_functions(source, node, called)
        if isinstance(node, ast.Expr) and node.lineno in inside:
            yield from handed_on(source, node.value)
    for asked in handed_to_helpers(source):
        if asked.lineno in inside:
            yield from other_conditions(source, asked, [*parts_of_conditions(source)])
    said = dict.fromkeys((*statements_in(source), *helpers_asked(source, conditions)))
    yield from statements_of_elsewhere(source, lines, [*said])


def asked_by(node: ast.AST) -> Iterator[ast.expr]:
    if isinstance(node, ast.If | ast.While | ast.IfExp):
        yield node.test
    elif isinstance(node, ast.comprehension):
        yield from node.ifs


def conditions_in(source: Source) -> list[str]:
    own = (ast.unparse(each) for node in source.written for each in asked_by(node))
    solved = (ast.unparse(each) for node in source.solved for each in asked_by(node))
    said = dict.fromkeys((*own, *(in_own_names(source, each) for each in solved)))
    return [each for each in said if "__name__" not in each]


def other_conditions(source: Source, asked: ast.expr, conditions: list[str]) -> Iterator[Step]:
    here = ast.unparse(asked)
    names = {*NAME.findall(here)}
    for new in [each for each in conditions if each != here][:MOST]:
        cost = CONDITION - (OF_SAME if names & {*NAME.findall(new)} - {"self", "not"} else 0.0)
        yield Step(cost, asked.lineno, with_node(source.text, asked, f"({new})"))


def parts_of_conditions(source: Source) -> Iterator[str]:
    """Yield what the solution asks, part by part, each as it is and as its opposite."""
    for node in (each for solved in source.solved for each in asked_by(solved)):
        for part in node.values if isinstance(node, ast.BoolOp) else [node]:
            said = in_own_names(source, ast.unparse(part))
            yield from (opposite(part, said), said)


def opposite(asked: ast.expr, said: str) -> str:
    """Return what is asked the other way round: `a == b` of `a != b`."""
    first = asked.ops[0] if isinstance(asked, ast.Compare) and len(asked.ops) == 1 else None
    for one, other in (("==", "!="), ("!=", "=="), (" is not ", " is "), (" is ", " is not ")):
        if first and said.count(one) == 1:
            return said.replace(one, other)
    return said.removeprefix("not ") if said.startswith("not ") else f"not ({said})"


def handed_on(source: Source, call: ast.expr) -> Iterator[Step]:
    """Yield the text with a function handed on to what has it called, as another thread does."""
    if not isinstance(call, ast.Call) or call.keywords or not source.function_at(call.lineno):
        return
    nodes = (*source.written, *source.solved)
    waited = {id(each.value) for each in nodes if isinstance(each, ast.Await)}
    for hands in dict.fromkeys(each for each in nodes if isinstance(each, ast.Call)):
        place = HANDS_ON.get(name_called(hands))
        if place is None or len(hands.args) <= place:
            continue
        ahead = [ast.unparse(each) for each in hands.args[:place]]
        given = ", ".join([*ahead, ast.unparse(call.func), *map(ast.unparse, call.args)])
        new = in_own_names(source, f"{ast.unparse(hands.func)}({given})")
        if name_called(call) not in HANDS_ON:
            new = f"await {new}" if id(hands) in waited else new
            yield Step(HANDED_ON, call.lineno, with_node(source.text, call, new))


def functions_called(source: Source) -> dict[int, list[str]]:
    """Return the functions that the file and the solution call, by how many values each is given.

    A method is none: it belongs to its object.
    """
    found: dict[int, list[str]] = {1: [*OFTEN]}
    for nodes in (source.solved, source.written):
        for node in nodes:
            if isinstance(node, ast.Call) and not node.keywords:
                said = in_own_names(source, ast.unparse(node.func))
                if re.fullmatch(r"\w{1,60}|(?:ffi|lib|os|np|numpy|C|c)\w{0,20}\.\w{1,60}", said):
                    found.setdefault(len(node.args), []).append(said)
    return {count: [*dict.fromkeys(names)] for count, names in found.items()}


def other_functions(source: Source, call: ast.Call, called: dict[int, list[str]]) -> Iterator[Step]:
    here = ast.unparse(call.func)
    names = called.get(len(call.args), []) if call.args else []
    for new in names if here in names else ():
        if new != here and are_of_a_sort(call, here, new):
            yield Step(CALLED, call.lineno, with_node(source.text, call.func, new))


def are_of_a_sort(call: ast.Call, here: str, new: str) -> bool:
    """Say whether a function may stand for another: both take the same first, or make the same.

    ffi.new() and its relatives take the text of a type, and what can be raised is an exception.
    """
    is_type = isinstance(call.args[0], ast.Constant) and isinstance(call.args[0].value, str)
    takes_type = bool(TAKES_TYPE.search(new))
    if takes_type != bool(TAKES_TYPE.search(here)) or (takes_type and not is_type):
        return False
    return may_end(here, new) and bool(EXCEPTION.search(here)) == bool(EXCEPTION.search(new))


def statements_in(source: Source) -> list[str]:
    """Return what the functions of a file, and of the solution, do in a line each."""
    own = map(ast.unparse, done_in_functions(source.written))
    solved = (in_own_names(source, ast.unparse(each)) for each in done_in_functions(source.solved))
    said = [each for each in dict.fromkeys((*own, *solved)) if DOES.match(each)]
    return [each for each in said if len(each) < LONGEST and re.search(r"self\.|\(", each)]


def done_in_functions(nodes: list[ast.AST]) -> list[ast.AST]:
    """Return the statements of functions that are calls, or that give something a value."""
    functions = (each for each in nodes if isinstance(each, FunctionNode))
    inside = {id(each) for function in functions for each in ast.walk(function)}
    kinds = (ast.Expr, ast.Assign, ast.AugAssign)
    return [each for each in nodes if isinstance(each, kinds) and id(each) in inside]


def helpers_asked(source: Source, conditions: list[str]) -> Iterator[str]:
    """Yield calls of the file's own functions that are given a condition, with other conditions."""
    for node in source.written:
        call = node.value if isinstance(node, ast.Expr) else None
        if isinstance(call, ast.Call) and any(isinstance(each, ast.Compare) for each in call.args):
            for new in conditions:
                given = [
                    new if isinstance(each, ast.Compare) else ast.unparse(each)
                    for each in call.args
                ]
                yield f"{ast.unparse(call.func)}({', '.join(given)})"


def statements_of_elsewhere(
    source: Source, lines: Iterable[int], statements: list[str]
) -> Iterator[Step]:
    """Yield the text with such a statement behind a line, in whose function it does not stand.

    Where a block begins or is left, it stands ahead of the line.
    """
    texts, ends = source.written_lines, ends_of_statements(source)
    for line in lines:
        text, function, end = texts[line - 1], source.function_at(line), ends.get(line, line)
        if function is None or not text.strip() or (OPENS.search(text) and end == line):
            continue
        begins = line > 1 and OPENS.search(texts[line - 2])
        places = {line} if LEAVES.match(text) else {line, end + 1} if begins else {end + 1}
        body = source.body_of(function)
        known = {*NAME.findall(source.text_of(function))}
        for new in statements:
            names = {*NAME.findall(new.partition(" = ")[2] or new)}
            for at in places if new not in body and names & known else ():
                put = with_lines(source, at, at, indent_of(text) + new)
                yield Step(STATEMENT_AGAIN, max(line, at - 1), put)


def from_elsewhere_in_c(source: Source, lines: list[int]) -> Iterator[Step]:
    """Yield the text of C with another condition, or a statement that stands elsewhere."""
    conditions = [*dict.fromkeys(each[2] for each in ASKS.finditer(source.text))]
    conditions += [each[2] for each in ASKS.finditer(source.solution)]
    called = {*CALL_OF_C.findall(source.solution)} - source.offered - {*KEYWORDS}
    for line in lines:
        asks = ASKS.match(source.written_lines[line - 1])
        for new in [each for each in conditions if asks and each != asks[2]][:MOST]:
            assert asks
            is_same = {*NAME.findall(asks[2])} & {*NAME.findall(new)}
            said = f"{asks[1]}{new}{asks[3]}"
            cost = CONDITION - (OF_SAME if is_same else 0.0)
            yield Step(cost, line, with_lines(source, line, line + 1, said))
        for cost, new in with_functions_of_c(source.written_lines[line - 1], called):
            yield Step(cost, line, with_lines(source, line, line + 1, new))
    done = (each.strip() for each in source.written_lines if STATEMENT.match(each))
    does = re.compile(r"[\w.>-]{1,60}(?:\(.{0,120}\)| [-+]?= .{1,120}|\+\+);")
    statements = [each for each in dict.fromkeys(done) if does.fullmatch(each)][:MOST]
    yield from statements_of_elsewhere(source, lines, statements)


def with_functions_of_c(line: str, called: Iterable[str]) -> Iterator[tuple[float, str]]:
    """Yield a line of C with another function called that the solution calls, or asked for 0."""
    for node in (each for root in expressions_of(line) for each in root):
        if node.kind != "call":
            continue
        name, *given = (line[part.first : part.last] for part in node.parts)
        for other in sorted({*called} - {name}) if name not in called and given else ():
            for count in {len(given), min(len(given), 2)}:
                said = f"{other}({', '.join(given[:count])})"
                for cost, new in ((CALLED, said), (CALLED, f"({said} == 0)")):
                    yield cost, f"{line[: node.first]}{new}{line[node.last :]}"
