"""The names that may stand for one another in a function, and the members of a file."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from cffi_workshop.exercises.languages import LANGUAGES

__all__ = ["KEPT", "Words", "agrees", "fields_of"]

C = LANGUAGES["c"]
SAID_TWICE, BEGINS_ALIKE = 1.3, 1.5

KEPT = {
    "if", "else", "for", "while", "return", "const", "static", "struct", "sizeof", "size_t", "int",
    "char", "double", "float", "long", "unsigned", "signed", "void", "def", "in", "is", "not",
    "and", "or", "None", "self", "True", "False", "import", "from", "raise", "with", "as",
    "int32_t", "int64_t", "uint64_t", "uint32_t", "NULL", "lambda", "try", "except", "class",
    "continue", "break", "do", "switch", "case", "default", "goto",
}  # fmt: skip
NAME = re.compile(r"(?P<ahead>(?:\.|->)?)\b(?P<name>[A-Za-z_]\w{0,60})\b(?!\()")
# Where a variable gets its name: parameters, what is assigned, what a loop goes through.
MADE = re.compile(
    r"\bdef \w+\([^)]{0,300}|^\w[^;{}()]{0,80}\([^;{}]{0,400}\)\s*\{|\bfor \w[\w, ]{0,60}(?= in\b)"
    r"|^[ \t]{1,80}(?:[A-Za-z_][\w, *]{0,80}?)(?= ?(?:[-+*/]?=[^=]|;|\[))|\bfor \(\w+ \w+",
    re.MULTILINE,
)
MODULE = re.compile(r"\b(?:np|numpy|os|sys|threading|asyncio|ffi|cffi|pathlib)\.(\w{1,60})")
LIB = re.compile(r"(?<![\w.])lib\w{0,20}\.(\w{1,60})")
CONSTANTS = re.compile(r"^([A-Z][A-Z_0-9, ]{1,80}) = ", re.MULTILINE)
NUMBER = re.compile(r"(?<![\w.])\d{2,6}(?![\w.])")  # one of one digit tells little
DECIMAL = re.compile(r"(?<![\w.])\d{1,4}\.\d{1,4}(?![\w.])")
COMMENT = re.compile(r"#(?!define\b).*")  # of Python; a macro of C stays
HEAD = re.compile(r"\bdef \w{1,60}\(([^)]{0,300})")
DEFINED = re.compile(r"\bdef (\w{1,60})\(")
RECORD = re.compile(r"\b(?:struct|union|class)\b[^()=]{0,200}$")  # ahead of its `{`
FIELD = re.compile(r"(?P<name>\b[A-Za-z_]\w{0,60})\s{0,9}(?:\[[^\]]{0,40}\]|: ?\d{1,2})?\s{0,9}$")
OF_C = re.compile(r"(?<!\blib)(?<!\bffi)(?<!\bself)(?:\.|->)(?P<name>[a-z]\w{0,60})\b(?!\()")


@dataclass(frozen=True)
class Words:
    """The names that may stand for one another: variables of a function, members of a file."""

    variables: set[str]
    members: set[str]
    of_c: frozenset[str] = frozenset()  # the members that the solution reads
    texts: frozenset[str] = frozenset()
    ffi: str = "ffi"
    sorts: dict[str, str] = field(default_factory=dict)  # of names of C
    unused: frozenset[str] = frozenset()  # what the function is given, or makes, and never reads
    functions: frozenset[str] = frozenset()  # of the file, each as good as another
    constants: frozenset[str] = frozenset()  # of a script, in capitals
    of_lib: frozenset[str] = frozenset()  # what the file, or the solution, has of a library
    said: str = ""  # the function itself
    solved: str = ""  # the solution's function of the same name, "" where it has none
    parameters: frozenset[str] = frozenset()  # of the function
    numbers: frozenset[str] = frozenset()  # of the solution
    decimals: frozenset[str] = frozenset()  # of the solution, with a point

    @classmethod
    def of(cls, function: str, whole: str, solution: str = "", ffi: str = "ffi") -> Words:
        variables = {
            name for found in MADE.finditer(function) for name in re.findall(r"\w+", found[0])
        }
        members = {each["name"] for each in NAME.finditer(whole + solution) if each["ahead"]}
        members -= {*MODULE.findall(whole + solution), "py", "so"}  # a file has none
        texts = frozenset(re.findall(r"\"\w{1,20}\"", whole + solution))
        texts |= {f'"{name}"' for name in members}  # for getattr(), and for the keys of a table
        of_c = frozenset(each["name"] for each in OF_C.finditer(solution))
        fields = fields_of(whole)
        members |= fields
        # A parameter may have the name of the attribute that keeps it.
        variables -= KEPT | {*DEFINED.findall(function)} | (fields if function == whole else set())
        head = HEAD.search(function)
        given = frozenset(re.findall(r"\w+", head[1]) if head else ()) - {"self", "cls"}
        lines = "\n".join(CONSTANTS.findall(whole))
        constants = frozenset(re.findall(r"\b[A-Z][A-Z_0-9]+\b", lines)) - KEPT
        return cls(
            variables,
            members,
            of_c,
            texts,
            ffi,
            of_lib=frozenset(LIB.findall(whole + solution)),
            said=function,
            parameters=given,
            constants=constants,
            numbers=frozenset(NUMBER.findall(without_comments(solution))),
            decimals=frozenset(DECIMAL.findall(without_comments(solution))),
        )

    def keeps(self, word: str, other: str) -> bool:
        """Say whether the solution's function has a name, and not the one in its place."""
        has, has_other = (re.search(rf"\b{name}\b", self.solved) for name in (word, other))
        return bool(has) and not has_other

    def other_texts(self, text: str, *, is_twice: bool) -> list[tuple[float, str]]:
        """Return the texts that begin like one, and all where a line says it twice; with costs."""
        others = (each for each in self.texts - {text} if is_twice or each[:3] == text[:3])
        return [(SAID_TWICE if is_twice else BEGINS_ALIKE, each) for each in others]


def fields_of(text: str) -> set[str]:
    """Return the members that records of a text of C have; what a function makes is none."""
    fields: set[str] = set()
    opened: list[bool] = []  # of each brace, whether it holds a record
    begin = 0
    text = C.without_comments(text) if ";" in text else ""
    for mark in re.finditer(r"[{};]", text):
        said, begin = text[begin : mark.start()], mark.end()
        if mark[0] == "{":
            opened.append(bool(RECORD.search(said[-240:])))
        elif mark[0] == "}":
            del opened[-1:]
        elif opened and opened[-1] and "(" not in said:
            fields |= {found["name"] for each in said.split(",") if (found := FIELD.search(each))}
    return fields


def without_comments(solution: str) -> str:
    """Return a text of C or of Python without its comments."""
    bare = COMMENT.sub("", solution)
    return bare if re.search(r"^(?:def|import) ", bare, re.MULTILINE) else C.without_comments(bare)


def agrees(line: str, word: str) -> bool:
    """Say whether what gets a value has the same name as what gives it: that is right as it is."""
    target, is_given, value = line.partition(" = ")
    named = re.compile(rf"(?<![A-Za-z]){re.escape(word)}(?!\w)")
    return bool(is_given and word.isidentifier() and named.search(target) and named.search(value))
