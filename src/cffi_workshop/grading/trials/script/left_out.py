"""What a script leaves out around a value: a copy, a member, what frees it, a helper, `return`."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from itertools import islice, permutations

from cffi_workshop.grading.blame import Source, own_names
from cffi_workshop.grading.diagnose import Diagnosis

from ..text.names import parameters
from ..text.statement import LEAVES, OPENS
from ..text.step import Step, indent_of, with_lines, with_node
from .lifetimes import MADE_BY_CFFI, frees_of
from .results import results_left_out

__all__ = ["left_out"]

CHANGED = re.compile(r"\b(?:changed|returned) argument \d|\bchanged by the caller\b")
IS_NAME = re.compile(r"^([ \t]{1,80}[\w.]{1,80} = |[ \t]{1,80}return )([A-Za-z_][\w.]{0,80})$")
SETS = re.compile(r"^([ \t]{1,80})([A-Za-z_][\w.]{0,60}?)\.(\w{1,60}) = \w")
NEW = re.compile(
    r"^([ \t]{1,80})([A-Za-z_][\w.]{0,60}) = \w{1,20}\.new\(['\"]struct (\w{1,60}) \*['\"]\)$"
)
NAMED_BEFORE = re.compile(r"^[ \t]{1,80}(\w{1,60}) = ", re.MULTILINE)
POINTERS = re.compile(r"\* ?(\w{1,60});")
DECLARED = re.compile(r"[ *](\w{1,60})(?:\[\d{0,9}\])?;")
BODY = re.compile(r"\{([^{}]{0,2000})\}")
# What a member is given where its struct is made, or read into, by its name.
KEYED = re.compile(r"(?:(?<=[(, ])(\w{1,60})=|\"(\w{1,60})\": )([^,(){}=]{1,80})(?=[,)}]|$)")
RETURNS = re.compile(r"^([ \t]{1,80})return (.{1,120})$")
MADE = re.compile(r"^([ \t]{1,80})((?:self\.)?\w{1,60}) = .{1,200}$")
AT_FIRST = re.compile(r"^[ \t]{1,80}(?:self\.)?(\w{1,60}) = (True|False)$", re.MULTILINE)
IN_STATE = re.compile(r"\bself\.(\w{1,60}) (?:==|is) ([A-Z]\w{0,60}|\"\w{1,40}\")")
FLAG, DONE_ALIKE = -0.3, 1.6  # the latter ahead of what is done as well where the flag is set
COPIED, MEMBER, FREED, ENDED, HELPER, BESIDE = 0.2, 0.5, 0.3, 0.2, 0.0, 0.3
OTHER_NAME = 0.9  # for a member, in the place of one that cffi made
MOST = 12  # orders of names


def left_out(source: Source, lines: list[int], finding: Diagnosis) -> Iterator[Step]:
    if CHANGED.search(finding.message):
        yield from copied(source, lines)
    if finding.cause == "leak":
        yield from freed_behind(source, lines)
        yield from finalized(source, lines)
    else:
        yield from flag_set(source, lines)
        yield from member_set(source, lines)
        yield from with_helper(source, lines)
        yield from results_left_out(source, lines)


def copied(source: Source, lines: Iterable[int]) -> Iterator[Step]:
    """Yield the text with a copy in the place of what a name stands for."""
    for line in lines:
        if name := IS_NAME.match(source.written_lines[line - 1]):
            new = f'{name[1]}__import__("copy").deepcopy({name[2]})'
            yield Step(COPIED, line, with_lines(source, line, line + 1, new))


def member_set(source: Source, lines: Iterable[int]) -> Iterator[Step]:
    """Yield the text with a member of a struct set.

    Its value is the parameter of the same name, or what cffi made and no member has; in a struct
    that is new also what another name has. What is set by its own name shows how its neighbour is.
    """
    texts = source.written_lines
    declared = f"{source.text}\n{source.twin}"
    members, pointers = {*DECLARED.findall(declared)}, {*POINTERS.findall(declared)}
    for line in lines:
        text = texts[line - 1]
        function, kept = source.function_at(line), SETS.match(text) or NEW.match(text)
        body = source.body_of(function) if function else ""
        for pair in KEYED.finditer(text) if function else ():
            for new in as_beside(pair[0], pair[1] or pair[2], keys_in(body), declared):
                put = f"{text[: pair.end()]}, {new}{text[pair.end() :]}"
                yield Step(BESIDE, line, with_lines(source, line, line + 1, put))
        if function is None or kept is None or kept[2] == "self":
            continue
        given = parameters(source, function)
        made = [each for each in MADE_BY_CFFI.findall(body) if not re.search(rf" = {each}\b", body)]
        pairs = [(MEMBER, name, name) for name in given]
        made = [each for each in made if each != kept[2]]
        pairs += [(MEMBER, name, each) for name in sorted(pointers) for each in made]
        before = "\n".join(texts[function.body - 1 : line])
        others = [*dict.fromkeys((*given, *NAMED_BEFORE.findall(before)))]
        others = [each for each in others if each not in (*made, "self", "cls", kept[2])]
        if made_new := NEW.match(text):
            own = members_of(made_new[3], source)
            pairs += [(OTHER_NAME, name, each) for name in sorted(own) for each in others]
        for new in as_beside(text, kept[3], before, declared) if SETS.match(text) else ():
            yield Step(BESIDE, line, with_lines(source, line + 1, line + 1, new))
        for cost, name, value in pairs:
            if name in members and not re.search(rf"\.{name}(?:, [\w., ]{{1,160}})? = ", body):
                new = f"{kept[1]}{kept[2]}.{name} = {value}"
                yield Step(cost, line, with_lines(source, line + 1, line + 1, new))


def as_beside(said: str, member: str, taken: str, declared: str) -> Iterator[str]:
    """Yield what is said of a member by its own name, as it is for each neighbour not yet taken."""
    if len(re.findall(rf"\b{member}\b", said)) > 1:
        for name in sorted(members_beside(member, declared)):
            if not re.search(rf"\b{name}\b", taken):
                yield re.sub(rf"\b{member}\b", name, said)


def keys_in(body: str) -> str:
    return " ".join(one or other for one, other, _ in KEYED.findall(body))


def members_beside(member: str, declared: str) -> set[str]:
    """Return the other members of the structs in which one is declared."""
    around = BODY.sub(" ", declared)  # of structs with others in them
    found = [{*DECLARED.findall(each)} for each in BODY.findall(declared) + BODY.findall(around)]
    return {name for each in found if member in each for name in each} - {member}


def members_of(struct: str, source: Source) -> set[str]:
    """Return the members that a script, or its twin, declares for a struct."""
    declared = rf"\bstruct {struct}\s{{0,9}}\{{(.{{0,2000}}?)\}}\s{{0,9}};"
    said = re.search(declared, source.text + source.twin, re.DOTALL)
    return {*DECLARED.findall(said[1])} if said else set()


def flag_set(source: Source, lines: Iterable[int]) -> Iterator[Step]:
    """Yield the text with an attribute set that the script asks for, but never changes.

    Such an attribute is always what it was at first, or never gets the value that it is asked for.
    """
    texts = source.written_lines
    flags = [
        (name, str(first == "False"))
        for name, first in AT_FIRST.findall(source.text)
        if len(re.findall(rf"\b{name} = ", source.text)) == 1
        and re.search(rf"\b(?:if|while|not|and|or) self\.{name}\b", source.text)
    ]
    flags += [
        (name, state)
        for name, state in dict.fromkeys(IN_STATE.findall(source.text))
        if not re.search(rf"\.{name} = .{{0,80}}{state}", source.text)
    ]
    for line in lines if flags else ():
        if source.function_at(line) and not OPENS.search(text := texts[line - 1]):
            at = line if LEAVES.match(text) else line + 1
            for name, value in flags:
                new = f"{indent_of(text)}self.{name} = {value}"
                asked = re.search(rf"\bself\.{name}\b.{{0,40}}:\n[ \t]+(\S.*)", source.text)
                is_alike = asked is not None and asked[1] == text.strip()
                cost = FLAG - (DONE_ALIKE if is_alike else 0.0)
                yield Step(cost, line, with_lines(source, at, at, new))


def freed_behind(source: Source, lines: Iterable[int]) -> Iterator[Step]:
    """Yield the text with what is freed as soon as a value was made of it."""
    lib = own_names(source.text, source.solution)[1]
    frees, texts = frees_of(source.solution), source.written_lines
    for line in lines:
        if gives := RETURNS.match(texts[line - 1]):
            for name in dict.fromkeys(re.findall(r"(?<![\w.])[a-z_]\w*(?![\w(.])", gives[2])):
                for free in frees:
                    new = (
                        f"{gives[1]}try:", f"{gives[1]}    return {gives[2]}",
                        f"{gives[1]}finally:", f"{gives[1]}    {lib}.{free}({name})",
                    )  # fmt: skip
                    yield Step(FREED, line, with_lines(source, line, line + 1, *new))


def finalized(source: Source, lines: Iterable[int]) -> Iterator[Step]:
    """Yield the text with weakref.finalize() on what was made, if the script imports weakref.

    It calls a helper that nobody calls, or the function of C that frees.
    """
    if not re.search(r"\bimport weakref\b", source.text):
        return
    lib = own_names(source.text, source.solution)[1]
    enders = {f"{lib}.{free}": 1 for free in frees_of(source.solution)} | unused_functions(source)
    texts = source.written_lines
    for line in lines:
        function, made = source.function_at(line), MADE.match(texts[line - 1])
        body = source.body_of(function) if function and made else ""
        names = attributes_and_variables(body)
        for ender, count in enders.items() if made else ():
            for given in islice(permutations(names, count), MOST * count):
                if made and made[2] not in given:
                    said = f"weakref.finalize({', '.join([made[2], ender, *given])})"
                    for new in (f"{made[1]}{said}", f"{made[1]}{made[2]}.finish = {said}"):
                        yield Step(ENDED, line, with_lines(source, line + 1, line + 1, new))


def attributes_and_variables(body: str) -> list[str]:
    """Return the attributes of the object and the variables of a function."""
    found = re.findall(r"\bself\.\w+(?![\w(])|^[ \t]*\w+(?= = )", body, re.MULTILINE)
    return list(dict.fromkeys(each.strip() for each in found))


def unused_functions(source: Source) -> dict[str, int]:
    """Return the functions of a script that nobody names, and how many arguments each takes."""
    body = getattr(source.written[0], "body", ()) if source.written else ()
    own = (each for each in body if isinstance(each, ast.FunctionDef) and not each.decorator_list)
    return {
        each.name: len(each.args.args)
        for each in own
        if each.name not in source.offered
        and len(re.findall(rf"\b{each.name}\b", source.text)) == 1
    }


def with_helper(source: Source, lines: Iterable[int]) -> Iterator[Step]:
    """Yield the text with a call of a helper that nobody calls, in the place of an argument."""
    inside, helpers = {*lines}, unused_functions(source)
    for node in source.written if helpers else ():
        if not isinstance(node, ast.Call) or node.lineno not in inside:
            continue
        function = source.function_at(node.lineno)
        names = parameters(source, function) if function else []
        for helper, count in helpers.items():
            for argument in node.args:
                for given in islice(permutations(names, count), MOST):
                    text = with_node(source.text, argument, f"{helper}({', '.join(given)})")
                    yield Step(HELPER, argument.lineno, text)
