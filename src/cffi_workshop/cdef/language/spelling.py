"""Types and declarations as C text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from .model import (
    Array,
    Basic,
    Declared,
    Function,
    Member,
    Named,
    Pointer,
    Record,
    Tagged,
    Type,
    Unsaid,
    Void,
)

__all__ = ["Spelling", "plain"]

INDENT = "    "


class Spelling:
    """Writes declarations.

    `simpler` may put another type in a type's place, for a reader who knows fewer names;
    `records` finds the struct, and `enums` the text of the enum, to write out where C gives it no
    name.
    """

    def __init__(
        self,
        simpler: Callable[[Type], Type] = lambda kind: kind,
        records: Callable[[str], Record | None] = lambda key: None,
        enums: Callable[[str], str] = lambda key: "enum { ... }",
    ) -> None:
        self.simpler, self.records, self.enums = simpler, records, enums

    def declared(self, kind: Type, name: str = "") -> str:
        """Return the declaration of a name: `int (*compare)(const void *, const void *)`."""
        kind = self.simpler(kind)
        if isinstance(kind, Pointer):
            return self.pointer(kind, name)
        if isinstance(kind, Array):
            length = "" if kind.length is None else kind.length
            const, items = "const " * kind.const, f"{name}[{length}]"
            if isinstance(self.simpler(kind.item), Pointer):
                return self.declared(kind.item, const + items)
            return const + self.declared(kind.item, items)
        if isinstance(kind, Function):
            return self.declared(kind.result, f"{name}({self.parameters(kind)})")
        return f"{self.base(kind)} {name}".strip()

    def variable(self, one: Declared) -> str:
        """Return the declaration of a global; the const of what pointers point to is in them."""
        item = self.simpler(one.type)
        const = "const " * (one.const and not isinstance(item, Pointer | Array))
        return const + self.declared(one.type, one.name)

    def pointer(self, kind: Pointer, name: str) -> str:
        target = self.simpler(kind.to)
        star = f"*{name}"
        if isinstance(target, Array | Function):
            return self.declared(target, f"({star})")
        if isinstance(target, Pointer):
            return self.pointer(target, f"const {star}" if kind.const else star)
        return f"{'const ' * kind.const}{self.base(target)} {star}"

    def parameters(self, kind: Function) -> str:
        """Write the parameters; an array whose length is another parameter is a pointer to C."""
        texts = []
        for one in kind.parameters:
            passed = one.type
            if isinstance(passed, Array) and isinstance(passed.length, str):
                passed = Pointer(passed.item, passed.const)
            texts.append(self.held(passed, one.name or "", one.const))
        texts += ["..."] * kind.variadic
        return ", ".join(texts) or "void"

    def base(self, kind: Type) -> str:
        match kind:
            case Void():
                return "void"
            case Basic(name):
                return name
            case Named(name):
                return name
            case Unsaid(what):
                return f"{what}..." if what not in ("", "array") else "..."
            case Tagged(key) if kind.is_anonymous:
                return self.unnamed(key)
            case Tagged(key):
                return key
        raise TypeError(kind)

    def unnamed(self, key: str) -> str:
        if key.startswith("enum "):
            return self.enums(key)
        record = self.records(key)
        if record is None or record.members is None:
            return f"{key.split(' ')[0]} {{ ... }}"
        members = " ".join(f"{self.member(one)};" for one in record.members)
        return f"{record.kind} {{ {members} }}"

    def member(self, one: Member) -> str:
        bits = "" if one.bits is None else f" : {one.bits}"
        return f"{self.held(one.type, one.name or '', one.const)}{bits}"

    def held(self, kind: Type, name: str, const: bool) -> str:
        """Return the declaration of a parameter or a member, with the const of an array's items."""
        meant = self.simpler(kind)
        if const and isinstance(meant, Array):
            return self.declared(replace(meant, const=True), name)
        return "const " * const + self.declared(kind, name)

    def record(self, record: Record, name: str, typedef: str = "") -> str:
        """Return the definition of a struct or union over several lines."""
        rows = [f"{INDENT}{self.member(one)};" for one in record.members or ()]
        rows += [f"{INDENT}...;"] * record.partial
        head = f"{'typedef ' * bool(typedef)}{record.kind} {name}".strip()
        return "\n".join([f"{head} {{", *rows, f"}} {typedef}".rstrip() + ";"])


plain = Spelling()
