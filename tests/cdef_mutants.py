"""Single changes of a cdef, each of which changes what travels between Python and C.

A change is made in the tree that pycparser makes of the text, and undone after the text is written.
"""

import random
import re
from collections.abc import Iterator
from contextlib import contextmanager

from cffi import cparser
from pycparser import c_ast, c_generator

KINDS = {
    "type": {"int": "short", "double": "float", "float": "double", "char": "long", "long": "short"},
    "sign": {"int": "unsigned int", "uint8_t": "int8_t", "uint16_t": "int16_t"},
}
OTHERS = {
    "size_t": "unsigned char",
    "uint32_t": "uint64_t",
    "uint16_t": "uint64_t",
    "uint8_t": "int",
}
DOTS = re.compile(r"__dotdotdot(\d*__|int__|array__)")


class Mutants:
    """All single changes of a cdef's declarations that `known` says yes to."""

    def __init__(self, text: str, known) -> None:
        tree, self.macros, _text = cparser.Parser()._parse(text)
        names = [getattr(node, "name", None) for node in tree.ext]
        self.nodes = tree.ext[names.index("__dotdotdot__") + 1 :]
        self.texts = [generated(node) for node in self.nodes]
        self.sites = [
            (number, kind, site)
            for number, node in enumerate(self.nodes)
            if known(node)
            for kind, site in sites(node)
        ]
        self.sites += [
            (None, "value", name)
            for name, value in self.macros.items()
            if known(name) and value != "..."  # the compiler's value is taken
        ]

    def drawn(self, rng: random.Random, count: int) -> Iterator[tuple[str, str]]:
        """Yield what was changed, and the whole text with that one change."""
        by_kind = {}
        for site in self.sites:
            by_kind.setdefault(site[1], []).append(site)
        kinds = sorted(by_kind)
        for turn in range(count):
            number, kind, site = rng.choice(by_kind[kinds[turn % len(kinds)]])
            yield self.changed(number, kind, site)

    def changed(self, number, kind: str, site) -> tuple[str, str]:
        macros, texts = dict(self.macros), list(self.texts)
        if number is None:
            macros[site] = str(int(macros[site], 0) + 1)
            told = f"value: #define {site}"
        else:
            with site() as told:
                changed = generated(self.nodes[number])
            told = f"{kind}: {told}: {changed.strip()}"
            # Other functions say nothing about this one, and cost time.
            texts = [text for text, node in zip(texts, self.nodes, strict=True) if is_type(node)]
            texts.insert(sum(map(is_type, self.nodes[:number])), changed)
            if is_type(self.nodes[number]):
                del texts[sum(map(is_type, self.nodes[:number])) + 1]
        rows = [f"#define {name} {value}" for name, value in macros.items()]
        return told, "\n".join([*rows, *texts])


def is_type(node) -> bool:
    return isinstance(node, c_ast.Typedef) or node.name is None


def generated(node) -> str:
    text = c_generator.CGenerator().visit(node) + ";\n"
    return DOTS.sub(lambda found: "int..." if found[1] == "int__" else "...", text)


def sites(node) -> Iterator[tuple]:
    """Yield each place of a declaration that can be changed, as a context that changes it."""
    if isinstance(node, c_ast.Typedef) and not isinstance(
        node.type.type, c_ast.Struct | c_ast.Enum
    ):
        return
    for one in walk(node):
        if isinstance(one, c_ast.FuncDecl):
            yield from signature(one)
        elif isinstance(one, c_ast.Struct | c_ast.Union) and one.decls:
            yield from members(one)
        elif isinstance(one, c_ast.Enum) and one.values:
            for enumerator in one.values.enumerators:
                yield (
                    "value",
                    changing(enumerator, "value", c_ast.Constant("int", "77"), enumerator.name),
                )


def walk(node):
    yield node
    for _name, child in node.children():
        yield from walk(child)


def signature(node) -> Iterator[tuple]:
    given = [one for one in (node.args.params if node.args else []) if named_type(one) != ["void"]]
    yield "count", changing(node, "args", params([*given, extra("double")]), "one more parameter")
    if given:
        yield "count", changing(node, "args", params(given[:-1]), "one parameter less")
    yield from numbers([node, *given])
    for place in range(len(given) - 1):
        one, other = given[place : place + 2]
        if shape(one) != shape(other):
            swapped = [*given[:place], other, one, *given[place + 2 :]]
            yield (
                "order",
                changing(node, "args", params(swapped), f"{place + 1} and the next swapped"),
            )


def members(node) -> Iterator[tuple]:
    given = [one for one in node.decls if named_type(one)[:1] != ["__dotdotdot__"]]
    if len(given) < len(node.decls):  # the compiler fills in the rest
        return
    yield from numbers(given)
    yield "member", changing(node, "decls", [extra("double"), *given], "one more member")
    for place in range(len(given) - 1):
        swapped = [*given[:place], given[place + 1], given[place], *given[place + 2 :]]
        if isinstance(node, c_ast.Struct):
            yield "order", changing(node, "decls", swapped, f"{place + 1} and the next swapped")
            yield "member", changing(node, "decls", given[:place] + given[place + 1 :], "one less")
    for one in given:
        if isinstance(one.type, c_ast.ArrayDecl) and isinstance(one.type.dim, c_ast.Constant):
            longer = c_ast.Constant("int", str(int(one.type.dim.value, 0) + 1))
            yield "length", changing(one.type, "dim", longer, f"{one.name} one longer")


def numbers(ones) -> Iterator[tuple]:
    """Yield changes of the arithmetic types of members, parameters and results."""
    for one in ones:
        kind = one.type
        while isinstance(kind, c_ast.PtrDecl | c_ast.ArrayDecl | c_ast.TypeDecl):
            kind = kind.type
        if not isinstance(kind, c_ast.IdentifierType):
            continue
        name = " ".join(kind.names)
        for what, table in (("type", KINDS["type"] | OTHERS), ("sign", KINDS["sign"])):
            if name in table:
                yield what, changing(kind, "names", table[name].split(), f"{name} to {table[name]}")
        if isinstance(one.type, c_ast.PtrDecl) and not isinstance(one, c_ast.FuncDecl):
            plain = c_ast.TypeDecl(one.name, [], None, c_ast.IdentifierType(["short"]))
            yield "pointer", changing(one, "type", plain, "a pointer to short")


def changing(node, attribute: str, value, told: str):
    @contextmanager
    def change():
        before = getattr(node, attribute)
        setattr(node, attribute, value)
        try:
            yield told
        finally:
            setattr(node, attribute, before)

    return change


def params(ones):
    return c_ast.ParamList(ones or [extra("void", None)])


def extra(name: str, called: str | None = "extra_one"):
    kind = c_ast.TypeDecl(called, [], None, c_ast.IdentifierType([name]))
    return c_ast.Decl(called, [], [], [], [], kind, None, None)


def named_type(node) -> list[str]:
    kind = getattr(getattr(node, "type", None), "type", None)
    return getattr(kind, "names", []) if isinstance(kind, c_ast.IdentifierType) else []


def shape(node) -> str:
    """Return a parameter's type without its name; to C all pointers to characters are the same."""
    text = c_generator.CGenerator().visit(node)
    text = re.sub(rf"\b{node.name}\b", "", text) if getattr(node, "name", None) else text
    return re.sub(r"\b(const|unsigned|signed) |\bvoid\b", "", text)
