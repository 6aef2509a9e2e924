"""Statements of C in another place, without their condition, or with a value turned round."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from cffi_workshop.grading.blame import Source
from cffi_workshop.grading.blame.ranking.neglected import unread_parameters

from ..text.statement import LEAVES, STATEMENT
from ..text.step import Step, indent_of, with_lines

__all__ = ["statements_of_c"]

ENDS_BLOCK = re.compile(r"^[ \t]{1,80}\}$")
IF = re.compile(r"^([ \t]{0,80}(?:\} else )?if \()(.{1,160})(\) ?\{?)$")
UP = re.compile(  # a loop from the first to the last
    r"^([ \t]{0,80}for \((?:\w{1,40} )?)(\w{1,40}) = 0; \2 < ([\w.>-]{1,80}); "
    r"(?:\2\+\+|\+\+\2|\2 \+= 1)\)(.*)$"
)
RETURNS = re.compile(r"^([ \t]{0,80}return )(.{1,160}[()+<>*/&|-].{0,160});$")
KEEPS = re.compile(r"^([ \t]{1,80}\w{1,60}->\w{1,60} = )(?:\(char \*\) ?)?(\w{1,60});$")
# What is too narrow, or has a sign, in all places of a function.
TYPES = (("char", "unsigned char"), ("int", "int64_t"), ("float", "double"), ("int32_t", "int64_t"))
ASSIGNS = re.compile(r"^([ \t]{1,80}[\w.>-]{1,60}) = [^=;\n]{1,120};$")
# What is given away, and then asked what comes behind it.
GOES_ON = re.compile(r"^[ \t]{1,80}(\w{1,60}) = \1(?:->|\.)\w{1,60};$")
GIVES_UP = re.compile(r"^([ \t]{1,80}\w{1,60}\()(\w{1,60})\);$")
MADE = re.compile(r"^[ \t]{1,80}(?:const )?int (\w{1,60}) = ")
MADE_FOR_NOTHING = 0.3
IN_HEAD = 0.9  # of a helper
TURNED = 1.9
COUNTED, FROM_NOTHING, ASKED_BEFORE = 1.7, 0.7, 0.2
DOWN = re.compile(r"--[\w]|\w--|\w -= 1\b")
BACKWARDS, BACKWARDS_AS_SOLVED = 1.5, 0.7
OPERAND = re.compile(r"\b[a-z]\w{0,40}\b(?![\w(\[.]|->)")
NO_OPERAND = {"return", "double", "const", "int", "size_t", "if", "for", "while", "else", "sizeof"}


def statements_of_c(source: Source, lines: Iterable[int]) -> Iterator[Step]:
    texts = source.written_lines
    unused = {each: [*unread_parameters(source, each)] for each in source.functions}
    yield from of_other_types(source, lines)
    yield from leaving_with_it(source, lines)
    for line in lines:
        text, after = (*texts[line - 1 : line + 1], "")[:2]
        if STATEMENT.match(text) and ENDS_BLOCK.match(after):
            yield Step(1.5, line, with_lines(source, line, line + 2, after, text))
        if STATEMENT.match(text) and line > 1 and ENDS_BLOCK.match(texts[line - 2]):
            yield Step(1.5, line, with_lines(source, line - 1, line + 1, text, texts[line - 2]))
        for cost, new in rewritten(source, text):
            yield Step(cost, line, with_lines(source, line, line + 1, new))
        gives, goes_on = GIVES_UP.match(text), GOES_ON.match(after)
        if gives and goes_on and gives[2] == goes_on[1]:
            name, indent = gives[2], indent_of(text)
            new = f"{indent}__typeof__({name}) _gone = {name};"
            put = with_lines(source, line, line + 2, new, after, f"{gives[1]}_gone);")
            yield Step(ASKED_BEFORE, line, put)
        function = source.function_at(line)
        for name in unused.get(function, ()) if function else ():
            for new in multiplied(text, name):
                yield Step(1.6, line, with_lines(source, line, line + 1, new))


def rewritten(source: Source, text: str) -> Iterator[tuple[float, str]]:
    """Yield what a line may be in the place of what it is, and how unlikely that is."""
    if loops := UP.match(text):
        head, name, end, rest = loops.groups()
        cost = BACKWARDS_AS_SOLVED if goes_back(source) else BACKWARDS
        yield cost, f"{head}{name} = {end}; {name}-- > 0;){rest}"
    if asks := IF.match(text):
        yield from ((1.7, f"{asks[1]}{said}{asks[3]}") for said in ("1", "0", f"!({asks[2]})"))
    if returns := RETURNS.match(text):
        yield TURNED, f"{returns[1]}-({returns[2]});"
    if keeps := KEEPS.match(text):
        yield 1.8, f"{keeps[1]}__builtin_strdup({keeps[2]});"
    if assigns := ASSIGNS.match(text):
        cost = FROM_NOTHING if begins_with_nothing(source, assigns[1]) else COUNTED
        yield cost, f"{assigns[1]}++;"


def leaving_with_it(source: Source, lines: Iterable[int]) -> Iterator[Step]:
    """Yield the text with a number that nobody reads, given where a function leaves."""
    for line in lines:
        text, function = source.written_lines[line - 1], source.function_at(line)
        for name in made_for_nothing(source, function.body, line) if function else ():
            if LEAVES.match(text):
                new = f"{indent_of(text)}if ({name}) return {name};"
                yield Step(MADE_FOR_NOTHING, line, with_lines(source, line, line, new))


def made_for_nothing(source: Source, first: int, last: int) -> Iterator[str]:
    """Yield the variables that a function makes up to a line, and that nobody reads."""
    body = "\n".join(source.lines[first - 1 : last])
    for line in range(first, last):
        made = MADE.match(source.lines[line - 1])
        if made and len(re.findall(rf"\b{made[1]}\b", body)) == 1:
            yield made[1]


def goes_back(source: Source) -> bool:
    """Say whether the solution goes from the last to the first somewhere, and the file nowhere."""
    return bool(DOWN.search(source.solution)) and not DOWN.search(source.text)


def begins_with_nothing(source: Source, name: str) -> bool:
    """Say whether a member, or a variable, is 0 in all other lines that change it."""
    word = re.escape(re.split(r"\.|->", name)[-1])
    changes = re.findall(rf"\b{word}(?:\+\+|--| [-+*/]= | = )(?:\w{{1,20}};)?", source.text)
    return len(changes) > 1 and changes.count(f"{word} = 0;") == len(changes) - 1


def of_other_types(source: Source, lines: Iterable[int]) -> Iterator[Step]:
    """Yield the text with another type wherever a function has one, in more than one line."""
    inside = {*lines}
    for function in source.functions:
        texts = source.text_of(function).split("\n")
        for old, new in TYPES:
            word = re.compile(rf"(?<!unsigned )\b{old}\b")
            at = [number for number, text in enumerate(texts, function.first) if word.search(text)]
            if len(at) > 1 and inside & {*at}:
                changed = [word.sub(new, text) for text in texts[function.body - function.first :]]
                line = next(each for each in at if each in inside)
                yield Step(
                    1.2, line, with_lines(source, function.body, function.last + 1, *changed)
                )
            is_helper = function.name not in source.offered
            if is_helper and len(word.findall(texts[0])) > 1 and inside & {*function.span}:
                head = word.sub(new, texts[0])
                first = function.first
                yield Step(IN_HEAD, first, with_lines(source, first, first + 1, head))


def multiplied(text: str, name: str) -> Iterator[str]:
    """Yield the line with a parameter that nobody uses as a factor."""
    for found in OPERAND.finditer(text):
        if found[0] not in NO_OPERAND:
            yield f"{text[: found.end()]} * {name}{text[found.end() :]}"
