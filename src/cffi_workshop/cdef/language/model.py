"""What C declares, as plain values: the same for a cdef and for a header."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

__all__ = [
    "Array",
    "Basic",
    "Constant",
    "Declarations",
    "Declared",
    "Function",
    "Layout",
    "Member",
    "Named",
    "Parameter",
    "Place",
    "Pointer",
    "Record",
    "Tagged",
    "Type",
    "Unsaid",
    "Void",
    "parts",
]


@dataclass(frozen=True)
class Void:
    pass


@dataclass(frozen=True)
class Basic:
    """An arithmetic type of C, in its usual spelling: "unsigned long"."""

    name: str


@dataclass(frozen=True)
class Named:
    """A type by the name that a typedef gave to it."""

    name: str


@dataclass(frozen=True)
class Tagged:
    """A struct, union or enum by its key: "struct point", or "struct $h3" without a name."""

    key: str

    @property
    def kind(self) -> str:
        return self.key.split(" ", 1)[0]

    @property
    def is_anonymous(self) -> bool:
        return " $" in self.key


@dataclass(frozen=True)
class Pointer:
    to: Type
    const: bool = False  # what is pointed to may not be written


@dataclass(frozen=True)
class Array:
    """`length` is a number, a C expression that is still to be computed, or None for none said."""

    item: Type
    length: int | str | None
    const: bool = False  # its items may not be written


@dataclass(frozen=True)
class Parameter:
    name: str | None
    type: Type
    const: bool = False  # of an array that has a name of its own: `const vec3 v`


@dataclass(frozen=True)
class Function:
    result: Type
    parameters: tuple[Parameter, ...]
    variadic: bool


@dataclass(frozen=True)
class Unsaid:
    """What a cdef leaves to the compiler: `typedef int... uid_t;`, `typedef ... FILE;`."""

    what: str


Type = Void | Basic | Named | Tagged | Pointer | Array | Function | Unsaid


def parts(kind: Type) -> tuple[Type, ...]:
    """Return what a type is made of: a pointer's target, an array's item, a function's types."""
    if isinstance(kind, Pointer | Array):
        return (kind.to if isinstance(kind, Pointer) else kind.item,)
    if isinstance(kind, Function):
        return kind.result, *(one.type for one in kind.parameters)
    return ()


@dataclass(frozen=True)
class Place:
    """Where a declaration stands: in which file, or part of a cdef, and in which line."""

    file: str
    line: int


@dataclass(frozen=True)
class Declared:
    """A function, a global or a typedef."""

    name: str
    type: Type
    place: Place
    storage: str = ""  # "static", "extern", 'extern "Python"'
    const: bool = False


@dataclass(frozen=True)
class Member:
    """`name` is None for a struct or union inside whose members are reached without a name."""

    name: str | None
    type: Type
    place: Place
    bits: int | str | None = None
    const: bool = False  # as that of a parameter


@dataclass(frozen=True)
class Record:
    """A struct or union; `members` is None where only its name is known."""

    key: str
    members: tuple[Member, ...] | None
    partial: bool  # ends with `...;`: the compiler fills in the rest
    place: Place

    @property
    def kind(self) -> str:
        return self.key.split(" ", 1)[0]


@dataclass(frozen=True)
class Constant:
    """An enumerator or a macro; `value` is None where it is still to be computed, or not said."""

    name: str
    place: Place
    value: int | None = None
    enum: str | None = None  # the key of its enum
    form: str = ""  # what a macro is instead of a whole number, "a text" say
    like: str = ""  # the hexadecimal number that its C has


@dataclass
class Layout:
    """Size of a struct or union in bytes, and the offset of each member that has one."""

    size: int | None = None
    offsets: dict[str, int] = field(default_factory=dict)


@dataclass
class Declarations:
    """All that a cdef or a header declares, by name."""

    functions: dict[str, Declared] = field(default_factory=dict)
    variables: dict[str, Declared] = field(default_factory=dict)
    typedefs: dict[str, Declared] = field(default_factory=dict)
    records: dict[str, Record] = field(default_factory=dict)
    enums: dict[str, tuple[str, ...]] = field(default_factory=dict)
    partial_enums: set[str] = field(default_factory=set)  # the compiler fills in their values
    constants: dict[str, Constant] = field(default_factory=dict)

    def names_of(self, key: str) -> set[str]:
        """Return the names of a struct, union or enum: its tag, and the typedefs that mean it."""
        return self._typedefs_of.get(key, set()) | (set() if " $" in key else {key})

    @cached_property
    def _typedefs_of(self) -> dict[str, set[str]]:
        """Return the typedefs by the tag that they mean; asked where all is read."""
        found: dict[str, set[str]] = {}
        for name in self.typedefs:
            if isinstance(kind := self.meaning(Named(name)), Tagged):
                found.setdefault(kind.key, set()).add(name)
        return found

    def members(self, record: Record | None) -> list[Member]:
        """Return the members that have names, those of unnamed structs inside among them."""
        found = []
        for one in (record.members or ()) if record else ():
            kind = self.meaning(one.type)
            if one.name:
                found.append(one)
            elif isinstance(kind, Tagged):
                found += self.members(self.records.get(kind.key))
        return found

    def all_types(self) -> Iterator[Type]:
        """Yield the types of all that is declared, of members too, and what these are made of."""
        groups = (self.functions, self.variables, self.typedefs)
        left: list[Type] = [one.type for group in groups for one in group.values()]
        left += [one.type for record in self.records.values() for one in record.members or ()]
        while left:
            yield (one := left.pop())
            left += parts(one)

    def paths(self, record: Record | None, prefix: str = "") -> Iterator[str]:
        """Yield how C reaches the members that have an offset: "disk.used" in an unnamed struct."""
        for one in self.members(record):
            kind, path = self.meaning(one.type), f"{prefix}{one.name}"
            if one.bits is None:
                yield path
            if isinstance(kind, Tagged) and kind.is_anonymous:
                yield from self.paths(self.records.get(kind.key), f"{path}.")

    def meaning(self, kind: Type) -> Type:
        """Follow typedefs to what they stand for, as far as they are known here."""
        seen = set()
        while isinstance(kind, Named) and kind.name in self.typedefs and kind.name not in seen:
            seen.add(kind.name)
            kind = self.typedefs[kind.name].type
        return kind

    def move(self, place: Callable[[Place], Place]) -> None:
        """Tell the places of all that is declared in other words."""
        for group in (self.functions, self.variables, self.typedefs):
            for name, one in group.items():
                group[name] = replace(one, place=place(one.place))
        for name, constant in self.constants.items():
            self.constants[name] = replace(constant, place=place(constant.place))
        for key, record in self.records.items():
            members = record.members and tuple(
                replace(m, place=place(m.place)) for m in record.members
            )
            self.records[key] = replace(record, members=members, place=place(record.place))
