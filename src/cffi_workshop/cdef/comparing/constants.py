"""Enumerators and macros: their values on both sides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from cffi_workshop.cdef.header.computed import ADDRESS, TEXT
from cffi_workshop.cdef.language.model import Constant, Declarations
from cffi_workshop.cdef.language.numerals import numeral

from . import consequences
from .difference import BREAKS, HARMLESS, UNKNOWN, Difference
from .lacking import LACKING, lacking_why
from .types import Types

__all__ = ["ENUM_SIZE", "constant_differences"]

ENUM_SIZE = "enum size"  # the kind of difference

FEW = 8  # enumerators that are shown in one line


def constant_differences(types: Types) -> Iterator[Difference]:
    """Compare values; what is wrong in one enum is one difference."""
    wrong: dict[str, list[tuple[Constant, Constant]]] = {}
    lacking: dict[str, list[Constant]] = {}
    for one in types.known.constants.values():
        if one.name in types.cdef.included:
            continue
        real = types.real.constants.get(one.name)
        group = one.enum or one.name
        if real is None:
            lacking.setdefault(group, []).append(one)
        elif real.form:
            yield _no_whole_number(types, one, real)
        elif one.value is not None and real.value is not None and (one.value - real.value) % 2**64:
            wrong.setdefault(group, []).append((one, real))
    for pairs in wrong.values():
        yield _values(types, pairs)
    for ones in lacking.values():
        yield _lacking_constants(types, ones)
    for key in types.known.enums:
        if key not in {*wrong, *types.known.partial_enums} and types.cdef.source is None:
            yield from _sign(types, key)
        if not types.cdef.is_called_by_c and key not in types.known.partial_enums:
            yield from _size(types, key)


def _size(types: Types, key: str) -> Iterator[Difference]:
    """Tell of an enum that is no int to C: it is packed, or says its type."""
    names = types.known.names_of(key)
    first = types.known.constants[types.known.enums[key][0]]
    values = _numbers(types.known, key)
    said = 4 if min(values) >= -(2**31) and max(values) < 2**32 else 8
    for other in types.real.enums:
        size = types.header.layouts[other].size
        if not names & types.real.names_of(other) or size in (None, said):
            continue
        kind = f"{'u' * (min(_numbers(types.real, other)) >= 0)}int{8 * (size or 0)}_t"
        yield Difference(
            BREAKS,
            min(names, key=lambda name: (" " in name, name)),
            ENUM_SIZE,
            f"{said} bytes",
            f"{size} byte{'s' * (size != 1)}",
            consequences.ENUM_SIZE.format(kind),
            "",
            first.place,
            types.real.constants[types.real.enums[other][0]].place,
        )


def _sign(types: Types, key: str) -> Iterator[Difference]:
    """Tell of an enum that has negative values in the header alone: cffi takes it for unsigned."""
    known, real = types.known, types.real
    names = known.names_of(key)
    for other in real.enums:
        if not names & real.names_of(other):
            continue
        negative = [name for name in real.enums[other] if (real.constants[name].value or 0) < 0]
        if negative and min(_numbers(known, key)) >= 0:
            first = known.constants[known.enums[key][0]]
            values = _listed(types, negative)
            few = real.enums[other] if len(real.enums[other]) <= FEW else negative
            yield Difference(
                BREAKS,
                min(names, key=lambda name: (" " in name, name)),
                "enum sign",
                "no negative value",
                values,
                consequences.ENUM_SIGN,
                _listed(types, few),
                first.place,
                real.constants[negative[0]].place,
            )


def _numbers(side: Declarations, key: str) -> list[int]:
    return [side.constants[name].value or 0 for name in side.enums[key]]


def _listed(types: Types, names: Iterable[str]) -> str:
    return ", ".join(f"{name} = {_numeral(types.real.constants[name])}" for name in names)


def _numeral(one: Constant) -> str:
    return numeral(one.value, one.like)


def _values(types: Types, pairs: list[tuple[Constant, Constant]]) -> Difference:
    """Tell of values that differ, in the numerals of the header, or else in those of the cdef."""
    first, real = pairs[0]
    like = [other.like or one.like for one, other in pairs]
    said = ", ".join(f"{one.name} = {_numeral(one)}" for one, _real in pairs[:4])
    values = [numeral(other.value, own) for (_one, other), own in zip(pairs, like, strict=True)]
    wanted = ", ".join(
        f"{one.name} = {value}" for (one, _real), value in zip(pairs[:4], values, strict=False)
    )
    place = real.place
    is_api = types.cdef.source is not None
    if is_api and first.enum:
        grade, told = HARMLESS, consequences.ENUM_IN_API
    elif types.cdef.is_compiled:
        grade, told = UNKNOWN, consequences.VALUE_IN_MODULE
    else:
        grade, told = BREAKS, consequences.VALUE_IN_API if is_api else consequences.VALUE
    return Difference(
        grade,
        _first_of(pairs),
        "value",
        said,
        wanted,
        told,
        wanted if first.enum else f"#define {first.name} {values[0]}",
        first.place,
        place if place.file else None,
    )


def _no_whole_number(types: Types, one: Constant, real: Constant) -> Difference:
    """Tell of a macro that is a text, an address or a fraction: cffi takes it for an integer."""
    needs_compiler = types.cdef.is_api or one.value is None  # which fills in `...`
    types_of_c = {TEXT: "char *const", ADDRESS: "void *const"}
    return Difference(
        BREAKS,
        one.name,
        "no integer",
        "..." if one.value is None else _numeral(one),
        f"{real.form}: {types.header.macros.get(one.name, '')}".rstrip(": "),
        consequences.NO_INTEGER if needs_compiler else consequences.VALUE,
        f"static {types_of_c.get(real.form, 'const double')} {one.name};" if needs_compiler else "",
        one.place,
        None,
    )


def _first_of(pairs: Sequence[tuple[Constant, object]]) -> str:
    more = f", and {len(pairs) - 1} more of its enum" if len(pairs) > 1 else ""
    return pairs[0][0].name + more


def _lacking_constants(types: Types, ones: list[Constant]) -> Difference:
    name = _first_of([(one, None) for one in ones])
    values = [(one.name, "..." if one.value is None else _numeral(one)) for one in ones[:4]]
    said = ", ".join(f"{name} = {value}" for name, value in values)
    place = ones[0].place
    if ones[0].name in types.header.macros:
        told, wanted = consequences.CALLED_MACRO, "a macro with parameters"
        return Difference(BREAKS, name, LACKING, said, wanted, told, "", place, None)
    if real := types.real.variables.get(ones[0].name):
        told, wanted = consequences.VARIABLE, "a variable, whose value no header has"
        return Difference(UNKNOWN, name, "value", said, wanted, told, "", place, real.place)
    told = lacking_why(types, ones[0].name)
    return Difference(UNKNOWN, name, LACKING, said, "not in the header", told, "", place, None)
