"""What a script leaves out of the life of memory, put in: what keeps it, and what frees it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from cffi_workshop.grading.blame import Source, own_names
from cffi_workshop.grading.blame.files.functions import Function, calls_in, name_called
from cffi_workshop.grading.blame.ranking.lifetimes import let_go
from cffi_workshop.grading.blame.ranking.owners import without_name

from ..text.step import Step, behind_guard, indent_of, with_lines, with_node

__all__ = ["MADE_BY_CFFI", "frees_of", "given_back", "kept_alive"]

FREES = re.compile(
    r"\.gc\(.{0,160}?\blib\w{0,20}\.(\w{1,60})\b(?!\()"
    r"|\blib\w{0,20}\.(\w{0,40}(?:free|close)\w{0,20})\("
)
BY_HAND = re.compile(r"\blib\w{0,20}\.(\w{0,40}(?:free|close)\w{0,20})\(")
APPENDS = re.compile(r"^([ \t]{1,80}[\w.]{1,80}\.(?:append|add)\()(\w{1,60})\)$")
MADE_BY_CFFI = re.compile(
    r"^[ \t]{1,80}(\w{1,60}) = \w{1,40}\.(?:new|new_handle|from_buffer|callback)\(", re.MULTILINE
)
LOOKS_FOR_NULL = r"[ \t]*if (?:not \w[^:]{0,60}|.{1,60}NULL):"
OWNER = re.compile(r"\.(?:new|new_handle|from_buffer|callback|gc)$")
VALUE = re.compile(r"^(\s{0,80}(?:return |[\w.]{1,80} = ))([\w.]{1,80}(?:\([^=]{0,120}\))?)$")
# An object that is made of an address.
MAKES_OF = re.compile(r"^(\s{0,80}return \w{1,60}\()(\w{1,60})((?:, [^()]{1,80})?\))$")
ENDING = re.compile(
    r"^\s{0,80}(?:return|pass|del |(?:self\.)?\w{1,60} = (?:None|[\w.]{1,20}\.NULL))"
)
ENDS = ("exit", "close", "del", "release", "free", "drop", "aexit")
# What is kept is kept by the interpreter, wherever the name stands.
KEEP = (
    "import builtins as _b; _b._kept = getattr(_b, '_kept', []); "
    "_keep = lambda it: (_b._kept.append(it), it)[1]"
)
# What is there to end something frees nothing: it is likelier than a destructor left out.
ENDS_IT, UNUSED = -1.4, -1.2
NOTHING_DONE = 0.8  # how much likelier something is missing there
TABLE = re.compile(r"^([A-Za-z_]\w{0,60}) = \{\}$", re.MULTILINE)
KEPT_FOR_EVER = -0.5
NAMELESS, OWNER_ENDS, AS_WELL, IN_CALL = 0.0, 1.0, -0.8, -0.2
# A handle of an object that lives for ever keeps that for ever: the object has it then.
IN_OBJECT, SELF = -0.1, re.compile(r"\bdef \w{1,60}\(self\b")
OTHER_WAY = 0.8  # than by ffi.gc() or by a call, as the solution frees it
FUTURE = re.compile(r"^from __future__ .*$", re.MULTILINE)


def kept_alive(source: Source, lines: list[int]) -> Iterator[Step]:
    """Yield the text with owners, or what a function returns, that live as long as the program.

    Of a function all owners live then, and those of its helpers: one that goes is as bad as all.
    """
    calls = [each for each in source.written if isinstance(each, ast.Call) and each.lineno in lines]
    own = {each.name for each in source.functions}
    # An exception keeps the whole frame: nothing ends there any more, and no mistake shows.
    ends = (each for each in source.written if isinstance(each, (ast.Expr, ast.Raise)))
    dropped = {id(getattr(each, "value", getattr(each, "exc", None))) for each in ends}
    calls = [each for each in calls if id(each) not in dropped]
    makers = [each for each in calls if makes_owner(each, decorators_in(source))]
    for call in calls:
        if name_called(call) in own:
            yield Step(-0.5, call.lineno, with_kept(source.text, [call]))
    yield from kept_as_well(source, lines)
    yield from kept_in_call(source, makers)
    nameless = {*without_name(source)}
    for call in makers:
        cost = NAMELESS if call.lineno in nameless else OWNER_ENDS
        function = source.function_at(call.lineno)
        line = line_letting_go(source, function, [call]) if function else call.lineno
        yield Step(cost, line, with_kept(source.text, [call]))
        if function and SELF.search(source.lines[function.first - 1]):
            new = f"self.__dict__.setdefault('_own', {ast.unparse(call)})"
            yield Step(cost + IN_OBJECT, line, with_node(source.text, call, new))
    for function in source.functions:
        called = source.functions_named(*calls_in(source.body_of(function)))
        # The class that a method makes an object of has other methods as well.
        helpers = [each for each in called if function.first not in each.span]
        homes = [function, *helpers]
        inside = [call for call in makers if any(is_in(call, each) for each in homes)]
        is_told_inside = any(all(is_in(call, each) for call in inside) for each in helpers)
        if len(inside) > 1 and not is_told_inside:
            line = line_letting_go(source, function, inside)
            yield Step(1.6, line, with_kept(source.text, inside))


def kept_in_call(source: Source, makers: list[ast.Call]) -> Iterator[Step]:
    """Yield the text with an owner that has a name as long as its function is at work."""
    inside = [node for node in source.written if isinstance(node, ast.stmt)]
    values = {id(getattr(each, "value", None)) for each in inside}
    for call in makers:
        around = [each for each in inside if each.lineno <= call.lineno <= (each.end_lineno or 0)]
        at = max((each.lineno for each in around), default=0)
        if id(call) not in values and source.function_at(at):
            text = with_node(source.text, call, "_owner").split("\n")
            made = f"{indent_of(text[at - 1])}_owner = {ast.unparse(call)}"
            yield Step(IN_CALL, call.lineno, "\n".join([*text[: at - 1], made, *text[at - 1 :]]))


def kept_as_well(source: Source, lines: list[int]) -> Iterator[Step]:
    """Yield the text with an owner that is kept where its function keeps another one."""
    for line in lines:
        function, kept = source.function_at(line), APPENDS.match(source.lines[line - 1])
        if not (function and kept):
            continue
        body = source.body_of(function)
        for name in dict.fromkeys(MADE_BY_CFFI.findall(body)):
            new = f"{kept[1]}{name})"
            if name != kept[2] and new.strip() not in body:
                yield Step(AS_WELL, line, with_lines(source, line + 1, line + 1, new))


def decorators_in(source: Source) -> set[str]:
    """Return the names of what makes callbacks: ffi.callback() that was given no function yet."""
    made = (each for each in source.written if isinstance(each, ast.Assign))
    return {
        ast.unparse(each.targets[0])
        for each in made
        if isinstance(each.value, ast.Call)
        if name_called(each.value) == "callback" and len(each.value.args) < 2
    }


def makes_owner(call: ast.Call, decorators: set[str]) -> bool:
    made_by = ast.unparse(call.func)
    return bool(OWNER.search(made_by)) or made_by in decorators


def is_in(call: ast.Call, function: Function) -> bool:
    return function.first <= call.lineno <= function.last


def line_letting_go(source: Source, function: Function, calls: list[ast.Call]) -> int:
    own = [line for line in let_go(source) if function.first <= line <= function.last]
    here = [call.lineno for call in calls if is_in(call, function)]
    return (own or here or [function.body])[0]


def with_kept(text: str, calls: list[ast.Call]) -> str:
    """Return the text with `_keep()` around calls."""
    lines = [line.encode() for line in text.split("\n")]
    ends = [(call.end_lineno or 0, call.end_col_offset or 0, b")") for call in calls]
    begins = [(call.lineno, call.col_offset, b"_keep(") for call in calls]
    for line, column, new in sorted([*begins, *ends], reverse=True):
        lines[line - 1] = lines[line - 1][:column] + new + lines[line - 1][column:]
    changed = b"\n".join(lines).decode(errors="replace")
    future = FUTURE.search(changed)
    ahead = future.end() if future else 0
    return f"{changed[:ahead]}\n{KEEP}\n{changed[ahead:]}"


def frees_of(solution: str) -> list[str]:
    """Return the functions of C by which the solution frees, each once."""
    return list(dict.fromkeys(filter(None, sum(FREES.findall(solution), ()))))


def given_back(source: Source, lines: list[int]) -> Iterator[Step]:
    """Yield the text with a destructor on an address, or a call that frees at the end."""
    ffi, lib = own_names(source.text, source.solution)
    frees = frees_of(source.solution)
    texts, by_hand = source.written_lines, {*BY_HAND.findall(source.solution)}
    yield from taken_over(source, lines, ffi, [f"{lib}.{free}" for free in frees])
    yield from let_go_of(source)
    for line in lines:
        text = texts[line - 1]
        for call in unused_calls(source):
            for name in names_around(source, line) if ENDING.match(text) else ():
                new = f"{indent_of(text)}{call.format(name)}"
                yield Step(-0.5, line, with_lines(source, line, line, new))
        for name in unused_helpers(source):
            if value := VALUE.match(text):
                new = f"{value[1]}{ffi}.gc({value[2]}, {name})"
                yield Step(UNUSED, line, with_lines(source, line, line + 1, new))
        for free in frees:
            if made := MAKES_OF.match(text):
                new = f"{made[1]}{ffi}.gc({made[2]}, {lib}.{free}){made[3]}"
                yield Step(0.2, line, with_lines(source, line, line + 1, new))
            if value := VALUE.match(text):
                new = f"{value[1]}{ffi}.gc({value[2]}, {lib}.{free})"
                cost = (0.5 if "return" in text else 0.7) + OTHER_WAY * (free in by_hand)
                at = behind_guard(texts, line, LOOKS_FOR_NULL)  # what is NULL has none
                yield Step(cost, at, with_lines(source, line, line + 1, new))
            for name in names_around(source, line) if ENDING.match(text) else ():
                new = f"{indent_of(text)}{lib}.{free}({name})"
                cost = ENDS_IT if ends_it(source, line) else 1.0 - OTHER_WAY * (free in by_hand)
                cost -= NOTHING_DONE if text.strip() == "pass" else 0.0
                yield Step(cost, line, with_lines(source, line, line, new))


def taken_over(source: Source, lines: list[int], ffi: str, frees: list[str]) -> Iterator[Step]:
    """Yield the text with a destructor on what a function is given."""
    for function in source.written:
        if isinstance(function, ast.FunctionDef) and function.body[0].lineno in lines:
            first = function.body[0].lineno
            names = [each.arg for each in function.args.args if each.arg not in ("self", "cls")]
            for name in names:
                for free in frees:
                    new = f"{indent_of(source.lines[first - 1])}{name} = {ffi}.gc({name}, {free})"
                    yield Step(0.9, first, with_lines(source, first, first, new))


def let_go_of(source: Source) -> Iterator[Step]:
    """Yield the text with a table of the file made weak, so that it keeps nothing alive.

    The line of the step is where something is put into the table.
    """
    for table in TABLE.finditer(source.text):
        put = re.search(rf"^.*\b{table[1]}\[[^\]\n]{{1,80}}\] = ", source.text, re.MULTILINE)
        if put:
            weak = f'{table[1]} = __import__("weakref").WeakValueDictionary()'
            text = source.text[: table.start()] + weak + source.text[table.end() :]
            yield Step(KEPT_FOR_EVER, source.text.count("\n", 0, put.start()) + 1, text)


def unused_calls(source: Source) -> Iterator[str]:
    """Yield how the functions that nobody calls would be called."""
    for name, head in unused_helpers(source).items():
        is_method = re.search(r"\(self\b", head) is not None
        yield f"{{}}.{name}()" if is_method else f"{name}({{}})"


def unused_helpers(source: Source) -> dict[str, str]:
    """Return the functions that nobody names, and the head of each."""
    own = ((each.name, source.lines[each.first - 1]) for each in source.functions)
    return {
        name: head
        for name, head in own
        if len(re.findall(rf"\b{name}\b", source.text)) == 1
        and not (name.startswith("__") or re.search(rf"\b{name}\b", source.solution))
    }


def names_around(source: Source, line: int) -> list[str]:
    function = source.function_at(line)
    body = source.body_of(function) if function else ""
    return list(dict.fromkeys(re.findall(r"\bself\.\w+|\b\w+(?=, )|\b\w+(?= = )", body)))


def ends_it(source: Source, line: int) -> bool:
    function = source.function_at(line)
    is_last = "finally:" in source.lines[line - 2]
    return is_last or (function is not None and function.name.strip("_") in ENDS)
