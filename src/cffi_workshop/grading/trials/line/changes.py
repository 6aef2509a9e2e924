"""Small changes of a line, such as would mend what learners get wrong; the likeliest first.

Each is made by tokens, in C as in Python: the other comparison, one more or one less, another name
of the same function, a statement less. Some are no code at all, and fail where they are tried.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

from ..text.words import Words, agrees
from .numbers import with_numbers, with_squares
from .offsets import with_offsets_moved
from .other_names import SAME_KIND, UNLIKE, UNREAD, alternatives, cost_of_other
from .regrouped import regrouped
from .stepping import of_c
from .widths import with_wider_types

__all__ = ["changes_of"]

Change = tuple[float, str]  # how unlikely it is, and the line as it would be

IN_BOTH = 0.6  # how much less likely one name for another is in both places of a line
# A name that is an index elsewhere, or that a loop gives one number after the other.
INDEXED, INDEX = 1.0, re.compile(r"\[(\w{1,40})\]")
LOOPED = re.compile(r"\bfor \(?(?:\w{1,20} )?(\w{1,40})(?= = \w| in range\()")
# A number that the solution has, for another; the latter in a constant, which has it for all.
OF_SOLUTION, CONSTANT_OF_SOLUTION = 1.5, -0.5
CONSTANT = re.compile(r"^(?:#define )?[A-Z_]{2,60} (?:= )?\d{1,6}$")
AGREES = 0.8  # how much less likely a name is wrong on both sides of the `=`
LONGEST = 200  # characters of a line that is changed
TOKEN = re.compile(
    r"(?P<text>\"[^\"\n]{0,80}\"|'[^'\n]{0,80}')"
    r"|(?P<operator>->|<<|>>|<=|>=|==|!=|&&|\|\||\+\+|--|//|[-+*/%]=|[-+*/%<>=!?:])"
    r"|(?P<number>\b\d{1,6}(?![\w.]))|(?P<word>[A-Za-z_]\w{0,60})"
)
OTHERS = {
    "<": ((1.0, "<="), (1.6, ">"), (1.5, "!=")),
    "<=": ((0.9, "<"), (1.6, ">="), (1.5, "==")),
    ">": ((1.0, ">="), (1.6, "<"), (1.5, "!=")),
    ">=": ((1.0, ">"), (1.6, "<="), (1.5, "==")),
    "==": ((1.8, "!="), (1.6, "<="), (1.6, ">=")),
    "!=": ((1.8, "=="), (2.0, "<")),
    "&&": ((1.4, "||"),),
    "||": ((1.4, "&&"),),
    "+": ((1.3, "-"), (2.6, "*")),
    "-": ((1.3, "+"),),
    "*": ((1.8, "/"), (2.6, "+")),
    "/": ((1.8, "*"), (2.4, "//")),
    "//": ((2.2, "/"),),
    "+=": ((1.8, "="), (1.8, "-=")),
    "-=": ((1.6, "+="), (1.9, "=")),
    "++": ((2.2, "--"),),
    "--": ((2.2, "++"),),
}
OPPOSITES = (("and", "or"), ("True", "False"), ("min", "max"), ("keys", "values"))
WORDS = {one: other for pair in OPPOSITES for one, other in (pair, pair[::-1])} | {
    "run": "start",
    "call_soon": "call_soon_threadsafe",
    "append": "extend",
    "int": "int64_t",
    "int32_t": "int64_t",
    **dict.fromkeys(("int8_t", "int16_t", "short"), "int64_t"),
    **dict.fromkeys(("uint8_t", "uint16_t", "uint32_t"), "uint64_t"),
    "long": "int64_t",
    "float": "double",
    "char": "unsigned char",
    "signed": "unsigned",
}
REMOVED = (
    (0.5, re.compile(r"\bstatic (?!inline)")),
    (
        0.8,
        re.compile(r"\((?:unsigned |signed )?(?:int|long|float|short|char|unsigned|int32_t)\) ?"),
    ),
    (1.0, re.compile(r" [-+] 1\b(?![\w.])")),
    (1.1, re.compile(r"\b1 \+ ")),
    (1.2, re.compile(r" ?(?:&&|\|\|) ?(?:[^&|();]|\([^()]{0,40}\)){1,60}(?=\)|;|$| &&| \|\|)")),
    (1.3, re.compile(r"(?<=\()[^&|()]{1,60}(?:&&|\|\|) ?")),
    (1.2, re.compile(r" (?:and|or) [^:]{1,60}(?=:|\)|$)")),
    (1.6, re.compile(r"\bnot |!(?!=)")),
    (1.5, re.compile(r"(?:(?<=[(\[,=?:] )|(?<=return )|(?<=[(\[]))-(?=\d)")),
    (1.2, re.compile(r" ?// ?\d{1,4}| ?[*/] ?\d{1,4}(?:\.\d)?\b")),
    (1.7, re.compile(r" [-+*/%] [\w.]{1,40}(?:\[[^\[\]]{0,40}\]|\([^()]{0,40}\))?")),
    (1.7, re.compile(r"(?<![\w.\])] )(?<![-\w.])[\w.]{1,40} [-+*] (?=[\w(])")),
    (1.0, re.compile(r"\.copy\(\)")),
    (1.2, re.compile(r"\.(?:[lr]?strip|lower|upper|casefold|title|capitalize)\(\)")),
    (1.2, re.compile(r"(?<=code\()[^()]{1,40}(?=\))")),  # other letters, or what becomes of errors
    (1.5, re.compile(r"(?<=\w)(?:->|\.)[a-z]\w{0,40}(?= [!=]=|\) \{?$)")),
    (1.8, re.compile(r"\[[^\[\]]{0,20}:[^\[\]]{0,20}\]")),
    (1.2, re.compile(r" [<>]=? 0 \? (?:1 : -1|-1 : 1)(?=;)")),  # which is never 0
)
ARITHMETIC, MOST_OPERATORS = re.compile(r"(?<=[\w)\]] )([-+*/])(?= [\w(*&])"), 5
LOOPS = re.compile(r"^[ \t]{0,80}for\b")
# Behind these one may stand for two.
TWICE = ("+ ", "- ", "+ (", "- (", "[", "[:, : ", "< ", "<= ", "> ", ">= ")
# What gets another value, and is declared or named for the first time elsewhere.
TARGET = re.compile(r"^[ \t]{0,80}(\*{0,2}[A-Za-z_][\w.>\[\]-]{0,80}) $")
ADDED, ADDED_TO_NOTHING = 1.5, 2.8  # `+=`, where the target had a value before, and where not
WRAPPED = re.compile(r"\b\w{1,20}\.gc\((.{1,120}?), [\w.]{1,80}\)")
FREED = re.compile(r"\b\w{1,20}\.\w{0,40}(?:free|close)\w{0,20}\((?!\))")
# Behind what one may be too few, or too many.
END_OF_OPERAND = re.compile(r"(?<=\))(?=;)|(?<=[\w\]])(?= ?[)\];,]| ?(?:[<>=!]=|[<>]) )")
COMPARED, LONGEST_NAME = re.compile(r"(?:[<>=!]=|[<>]) [\w.>-]{1,60}$"), 64
OF_LIMIT = -0.3  # where it is what a variable is compared with
COUNTED = re.compile(r"(?<=[\w\])])(?=\)?\]|\) for\b|\):|\)\]?$| [<>]=? )")
TURNED = (
    re.compile(r"(?P<a>[\w.*\[\]-]{1,40}) : (?P<b>[\w.*\[\]-]{1,40})(?=[;),]|$)"),  # ? a : b
    re.compile(r"(?P<a>[^,(){}=\[\]]{1,60}), (?P<b>[^,(){}=\[\]]{1,60})(?=[,)}\]]|$)"),
    re.compile(r"(?P<a>\b[\w.\[\]]{1,40}) [-<>] (?P<b>[\w.\[\]]{1,40}\b)"),
)
# A declaration up to its name: the star is no product, and no type is another name.
DECLARES = re.compile(r"^[ \t]{1,80}(?:const |struct |static ){0,3}\w{1,60} \*{1,2}(?=\w{1,60} = )")
ERRNO = re.compile(r"\b(?:ctypes\.)?get_errno\(\)")  # of ctypes, which keeps one of its own
NEVER_EQUAL = re.compile(
    r"(?P<a>\*?\b[\w.\[\]]{1,40}) (?P<sign>[<>])=? (?P<b>[\w.*\[\]]{1,40})"
    r" \? (?P<one>-?1) : -?1(?=;)"
    r"|(?P<first>-?1) if"
    r" (?P<c>\b[\w.\[\]]{1,40}) (?P<less>[<>])=? (?P<d>[\w.\[\]]{1,40}) else -?1\b"
    r"|(?<=return )(?P<e>\*?\b[\w.\[\]]{1,40}) [<>]=? (?P<f>[\w.*\[\]]{1,40})(?=;?$)"
)
IS = re.compile(r"\bis( not)? (?=\w)")  # of a pointer, which is another object each time
ENCODING = re.compile(r"([\"'])(?:latin-?1|ascii|utf-?16|cp1252|iso-8859-1)\1", re.IGNORECASE)


def changes_of(line: str, words: Words, *, is_python: bool) -> Iterator[Change]:
    """Yield the changes of a line; `words` are the names that may stand in it."""
    if len(line) > LONGEST:
        return
    for cost, pattern in REMOVED:
        for found in pattern.finditer(line):
            yield cost, line[: found.start()] + line[found.end() :]
    yield from () if is_python else of_c(line)
    for found in WRAPPED.finditer(line):
        yield 0.9, line[: found.start()] + found[1] + line[found.end() :]
    for found in FREED.finditer(line) if is_python else ():
        yield 0.7, f"{line[: found.start()]}{words.ffi}.release({line[found.end() :]}"
    head = None if is_python else DECLARES.match(line)
    for found in TOKEN.finditer(line, head.end() if head else 0):
        for cost, new in others(found, words, line):
            yield cost, line[: found.start()] + new + line[found.end() :]
            if found["word"] and line.count(found[0]) == 2 and new.isidentifier():
                again = IN_BOTH if cost >= SAME_KIND else 0.0
                yield cost + again, re.sub(rf"\b{found[0]}\b", new, line)
    for found in (COUNTED if is_python else END_OF_OPERAND).finditer(line):
        is_given = line[found.end() :].lstrip().startswith((")", ",", ";")) and not is_python
        is_limit = COMPARED.search(line[max(found.end() - LONGEST_NAME, 0) : found.end()])
        more_unlikely = OF_LIMIT if is_limit else 0.5 if is_given else 0.3
        for cost, more in ((1.6, " + 1"), (1.7, " - 1")):
            yield cost + more_unlikely, line[: found.end()] + more + line[found.end() :]
    yield from with_numbers(line, words)
    yield from with_squares(line)
    yield from equal_as_well(line)
    yield from regrouped(line)
    yield from with_offsets_moved(line)
    yield from with_operators_exchanged(line)
    for pattern in TURNED:
        for found in overlapping(pattern, line):
            (begin, middle), (later, end) = found.span("a"), found.span("b")
            turned = line[later:end] + line[middle:later] + line[begin:middle]
            yield 1.4, line[:begin] + turned + line[end:]
    yield from in_other_words(line, words) if is_python else ()
    yield from with_wider_types(line)


def equal_as_well(line: str) -> Iterator[Change]:
    """Yield the line with 0 for two that are equal, where it says which one is less alone.

    A comparison by itself is 1 or 0: it never says that the first one is less.
    """
    for found in NEVER_EQUAL.finditer(line):
        one, other = (found[a] or found[b] or found[c] for a, b, c in ("ace", "bdf"))
        is_upward = (found["sign"] or found["less"]) == "<"
        if not found["e"] and is_upward != ((found["one"] or found["first"]) == "-1"):
            one, other = other, one
        new = f"({one} > {other}) - ({one} < {other})"
        yield 1.0, line[: found.start()] + new + line[found.end() :]


def in_other_words(line: str, words: Words) -> Iterator[Change]:
    """Yield a line of Python with UTF-8, with equality for identity, and with the errno of cffi."""
    for found in ENCODING.finditer(line):
        yield 0.6, line[: found.start()] + '"utf-8"' + line[found.end() :]
    for found in IS.finditer(line):
        yield 1.0, f"{line[: found.start()]}{'!=' if found[1] else '=='} {line[found.end() :]}"
    for found in ERRNO.finditer(line):
        yield 0.4, f"{line[: found.start()]}{words.ffi}.errno{line[found.end() :]}"


def overlapping(pattern: re.Pattern[str], line: str) -> Iterator[re.Match[str]]:
    """Yield what a pattern of a and b finds, where b may be the a of the next as well."""
    found = pattern.search(line)
    while found:
        yield found
        found = pattern.search(line, found.start("b"))


def with_operators_exchanged(line: str) -> Iterator[Change]:
    """Yield the line with two of its operators in each other's place."""
    for one, other in combinations([*ARITHMETIC.finditer(line)][:MOST_OPERATORS], 2):
        if one[1] != other[1]:
            middle = line[one.end(1) : other.start(1)]
            yield 1.7, f"{line[: one.start(1)]}{other[1]}{middle}{one[1]}{line[other.end(1) :]}"


def others(found: re.Match[str], words: Words, line: str) -> Iterator[Change]:
    """Yield what may stand in the place of a token."""
    if found["operator"]:
        yield from OTHERS.get(found[0], ())
        if found[0] == "=" and (target := TARGET.match(line[: found.start()])):
            name = re.escape(target[1])
            had = "->" in target[1] or len(re.findall(rf"(?<![\w.>]){name}(?!\w)", words.said)) > 1
            yield from ((ADDED if had else ADDED_TO_NOTHING, new) for new in ("+=", "-="))
    elif found["text"]:
        yield from words.other_texts(found[0], is_twice=line.count(found[0]) > 1)
    elif found["number"]:
        value = int(found[0])
        is_index = line[: found.start()].endswith("[") and line[found.end() :].startswith("]")
        indices = {*INDEX.findall(words.said), *LOOPED.findall(words.said)} if is_index else set()
        declared = words.sorts.keys() or words.variables  # in C, no name of a function
        for name in words.variables & declared:
            is_unread = name in words.unused
            yield UNREAD if is_unread else INDEXED if name in indices else UNLIKE, name
        is_odd = CONSTANT.match(line) and found[0] not in words.numbers
        cost = CONSTANT_OF_SOLUTION if is_odd else OF_SOLUTION
        yield from ((cost, each) for each in sorted(words.numbers - {found[0]}))
        yield from ((1.5, str(value + 1)), (1.4, str(max(value - 1, 0))))
        if value and not line[: found.start()].rstrip().endswith(("-", "+", "*", "/", "%")):
            yield 1.6, f"-{value}"
    elif found["word"]:
        yield from other_words(found, words, line)


def other_words(found: re.Match[str], words: Words, line: str) -> Iterator[Change]:
    """Yield what may stand in the place of a name or a keyword."""
    word = found["word"]
    if word in WORDS:
        yield 1.2, WORDS[word]
    for other in alternatives(words, found, line):
        cost = cost_of_other(word, other, words) + (AGREES if agrees(line, word) else 0.0)
        yield cost + (0.6 if LOOPS.match(line) else 0.0), other
    if line[: found.start()].endswith(TWICE):
        yield 1.9, f"2 * {word}"
