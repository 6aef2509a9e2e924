"""Lengths of arrays and widths of bit fields: found in the declarations, and set to numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from .model import Array, Declarations, Function, Pointer, Type

__all__ = ["expressions", "resolve"]


def expressions(known: Declarations) -> Iterator[str]:
    """Yield the expressions that lengths of arrays and bit fields are given as."""
    for kind in known.all_types():
        if isinstance(kind, Array) and isinstance(kind.length, str):
            yield kind.length
    for record in known.records.values():
        yield from (one.bits for one in record.members or () if isinstance(one.bits, str))


def resolve(known: Declarations, numbers: Mapping[str, int]) -> None:
    """Put numbers in the place of expressions for lengths of arrays and of bit fields."""

    def number(value: int | str | None) -> int | str | None:
        return numbers.get(value, value) if isinstance(value, str) else value

    def kind(one: Type) -> Type:
        if isinstance(one, Array):
            return Array(kind(one.item), number(one.length), one.const)
        if isinstance(one, Pointer):
            return replace(one, to=kind(one.to))
        if isinstance(one, Function):
            parameters = tuple(replace(p, type=kind(p.type)) for p in one.parameters)
            return replace(one, result=kind(one.result), parameters=parameters)
        return one

    for group in (known.functions, known.variables, known.typedefs):
        for name, one in group.items():
            group[name] = replace(one, type=kind(one.type))
    for key, record in known.records.items():
        members = tuple(
            replace(m, type=kind(m.type), bits=number(m.bits)) for m in record.members or ()
        )
        if record.members is not None:
            known.records[key] = replace(record, members=members)
