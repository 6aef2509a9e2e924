"""Expressions of a line of C as trees, and what such a line is with one of them changed.

Each expression may have been less: what it is made of stands in its place. Two of its parts may
stand in each other's place. Whatever is in the line is reached, which no list of patterns does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from cffi_workshop.grading.blame import Source

from ..text.step import Step, with_lines

__all__ = ["expressions_of", "with_other_expressions", "with_other_parts"]

LESS, LESS_OF_CONDITION, LESS_OF_CALL, LESS_OF_PLACE = 1.7, 1.3, 1.6, 2.0
TURNED, NOT, NEGATED = 1.6, 1.9, 2.1
TOKEN = re.compile(
    r"[ \t]{0,80}(?:(?P<word>[A-Za-z_]\w{0,80})|(?P<number>\.?\d[\w.]{0,40})"
    r"|(?P<text>\"(?:[^\"\\\n]|\\.){0,160}\"|'(?:[^'\\\n]|\\.){1,4}')"
    r"|(?P<operator>->|\+\+|--|<<=|>>=|<<|>>|[-+*/%&|^<>=!]=|&&|\|\||[-+*/%&|^<>=!~?:.,;(){}\[\]]))"
)
LEVELS = (
    ("=", "+=", "-=", "*=", "/=", "%="), ("?",), ("||",), ("&&",), ("|",), ("^",), ("&",),
    ("==", "!="), ("<", ">", "<=", ">="), ("<<", ">>"), ("+", "-"), ("*", "/", "%"),
)  # fmt: skip
BINDS = {operator: level for level, each in enumerate(LEVELS) for operator in each}
UNARY = {"-", "+", "!", "~", "*", "&", "++", "--"}
GIVES = LEVELS[0]
MATTERS = {"-", "/", "%", "<", ">", "<=", ">="}  # what comes first
PLACES = {"name", "index", "member", "unary"}  # that may get a value
NO_VALUE = {
    "if", "for", "while", "do", "switch", "return", "else", "const", "static", "struct", "int",
    "char", "double", "float", "long", "unsigned", "signed", "void", "enum", "union", "case",
    "default", "typedef", "extern", "goto", "break", "continue", "volatile",
}  # fmt: skip
DEEPEST, LONGEST = 40, 200
MOST_STEPS = 600  # of reading a line, parts of which may be read again where it is no expression


@dataclass(frozen=True)
class Node:
    """An expression: what it is, where it stands in its line, and what it is made of."""

    kind: str  # "name", "number", "call", "index", "member", "unary", "parens", or an operator
    first: int
    last: int
    parts: tuple[Node, ...] = ()

    def __iter__(self) -> Iterator[Node]:
        yield self
        for part in self.parts:
            yield from part


class _Reader:
    """Reads the tokens of a line; what is no expression is passed over."""

    def __init__(self, line: str) -> None:
        self._tokens = [*TOKEN.finditer(line)]
        self.at, self._deep, self._left = 0, 0, MOST_STEPS

    def all(self) -> Iterator[Node]:
        while self.at < len(self._tokens):
            begin = self.at
            node = self._binary(0)
            if node is None:
                self.at = begin + 1
            else:
                yield node

    def _is(self, *operators: str) -> bool:
        here = self._tokens[self.at : self.at + 1]
        return bool(here) and here[0]["operator"] in operators

    def _span(self, at: int) -> tuple[int, int]:
        found = self._tokens[at]
        return found.start(found.lastgroup or 0), found.end()

    def _binary(self, level: int) -> Node | None:
        self._deep, self._left = self._deep + 1, self._left - 1
        left = self._unary() if self._deep < DEEPEST and self._left > 0 else None
        while left and self.at < len(self._tokens):
            operator = self._tokens[self.at]["operator"]
            binds = BINDS.get(operator, -1)
            if binds < level:
                break
            begin, self.at = self.at, self.at + 1
            middle = None
            if operator == "?":
                middle = self._binary(0)
                if middle is None or not self._is(":"):
                    self.at = begin
                    break
                self.at += 1
            right = self._binary(binds if binds < 2 else binds + 1)
            if right is None:
                self.at = begin
                break
            parts = (left, middle, right) if middle else (left, right)
            left = Node(operator, left.first, right.last, parts)
        self._deep -= 1
        return left

    def _unary(self) -> Node | None:
        if self.at >= len(self._tokens):
            return None
        first = self._span(self.at)[0]
        behind = self._behind_cast() if self._is("(") else 0
        if behind or self._is(*UNARY):
            self.at = behind or self.at + 1
            inner = self._unary()
            return inner and Node("unary", first, inner.last, (inner,))
        return self._with_ends(self._atom(first))

    def _behind_cast(self) -> int:
        """Return where the value begins behind a type in parentheses; 0 where there is no type."""
        ahead = self._tokens[self.at - 1]["word"] if self.at else ""
        said = [each[0].strip() for each in self._tokens[self.at + 1 :]]
        end = said.index(")") if ")" in said else 0
        is_type = bool(end) and (said[0] in NO_VALUE or said[0].endswith("_t"))
        is_type = is_type and all(each == "*" or each.isidentifier() for each in said[:end])
        return self.at + end + 2 if is_type and ahead in (None, "", "return") else 0

    def _atom(self, first: int) -> Node | None:
        token = self._tokens[self.at]
        if self._is("("):
            self.at += 1
            inner = self._binary(0)
            if inner is None or not self._is(")"):
                return None
            self.at += 1
            return Node("parens", first, self._span(self.at - 1)[1], (inner,))
        if token["operator"] or token["word"] in NO_VALUE:
            return None
        self.at += 1
        kind = "name" if token["word"] else "number"
        return Node(kind, first, token.end())

    def _with_ends(self, node: Node | None) -> Node | None:
        """Return what was read with its arguments, indices and members."""
        while node and self.at < len(self._tokens):
            if self._is("(", "["):
                kind = "call" if self._is("(") else "index"
                begin, parts = self.at, [node]
                self.at += 1
                while not self._is(")", "]"):
                    part = self._binary(0)
                    if part is None:
                        self.at = begin
                        return node
                    parts.append(part)
                    if self._is(","):
                        self.at += 1
                self.at += 1
                node = Node(kind, node.first, self._span(self.at - 1)[1], tuple(parts))
            elif self._is(".", "->") and self.at + 1 < len(self._tokens):
                self.at += 2
                node = Node("member", node.first, self._span(self.at - 1)[1], (node,))
            elif self._is("++", "--"):
                self.at += 1
                node = Node("unary", node.first, self._span(self.at - 1)[1], (node,))
            else:
                break
        return node


def with_other_expressions(source: Source, lines: list[int]) -> Iterator[Step]:
    """Yield the text with one of its expressions less, or turned round."""
    for line in lines:
        text = source.written_lines[line - 1]
        for cost, new in with_other_parts(text) if len(text) <= LONGEST else ():
            yield Step(cost, line, with_lines(source, line, line + 1, new))


def expressions_of(line: str) -> list[Node]:
    """Return the outermost expressions of a line of C."""
    return [*_Reader(line).all()]


def with_other_parts(line: str) -> Iterator[tuple[float, str]]:
    """Yield the line with an expression that is less, or is turned round."""
    roots = expressions_of(line)
    for node in (each for root in roots for each in root):
        for cost, part in less_of(node):
            yield cost, put(line, node, said(line, part, within=node))
        for one, other in turned(node):
            if text_of(line, one) != text_of(line, other):
                yield TURNED, exchanged(line, one, other)
    for node in roots:
        yield from negated(line, node)


def turned(node: Node) -> Iterator[tuple[Node, Node]]:
    """Yield the parts of an expression for which it matters which one comes first."""
    if node.kind == "call":
        yield from combinations(node.parts[1:], 2)
    elif node.kind == "?":
        yield node.parts[1], node.parts[2]
    elif node.kind in MATTERS or (node.kind in GIVES and node.parts[1].kind in PLACES):
        yield node.parts[0], node.parts[1]


def less_of(node: Node) -> Iterator[tuple[float, Node]]:
    """Yield the parts that may stand for an expression."""
    if node.kind in ("unary", "parens"):
        yield LESS, node.parts[0]
    elif node.kind == "call":
        yield from ((LESS_OF_CALL, part) for part in node.parts[1:])
    elif node.kind in ("index", "member"):
        yield LESS_OF_PLACE, node.parts[0]
    elif node.kind not in GIVES:
        cost = LESS_OF_CONDITION if node.kind in ("&&", "||") else LESS
        yield from ((cost, part) for part in node.parts)


def negated(line: str, node: Node) -> Iterator[tuple[float, str]]:
    """Yield the line with a condition that is not met, or a result with the other sign."""
    before = line[: node.first].strip()
    inner = node.parts[0] if node.kind == "parens" else node
    if before.endswith(("if", "while")):
        yield NOT, put(line, inner, f"!({text_of(line, inner)})")
    elif before == "return":
        for sign in "-!":
            yield NEGATED, put(line, node, f"{sign}({text_of(line, node)})")


def said(line: str, part: Node, within: Node) -> str:
    text = text_of(line, part)
    is_whole = part.kind in ("name", "number", "call", "index", "member", "parens", "unary")
    return text if is_whole or within.kind == "call" else f"({text})"


def text_of(line: str, node: Node) -> str:
    return line[node.first : node.last]


def put(line: str, node: Node, new: str) -> str:
    return line[: node.first] + new + line[node.last :]


def exchanged(line: str, one: Node, other: Node) -> str:
    """Return the line with two of its parts in each other's place."""
    first, second = text_of(line, one), text_of(line, other)
    return line[: one.first] + second + line[one.last : other.first] + first + line[other.last :]
