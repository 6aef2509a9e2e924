"""All differences of a cdef from the header, one for each cause."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from cffi_workshop.cdef.header.read import Header
from cffi_workshop.cdef.language.model import Declared, Function, Named, Pointer, Tagged, Type, Void
from cffi_workshop.cdef.language.scalars import converts
from cffi_workshop.cdef.source.parsed import Cdef
from cffi_workshop.sentences import listed

from .consequences import OTHER_KIND
from .constants import ENUM_SIZE, constant_differences
from .difference import BREAKS, HARMLESS, Difference
from .exports import inline, not_exported
from .gap import Gap
from .lacking import lacking
from .order import swapped
from .records import record_differences
from .types import Types
from .words import Words

__all__ = ["compared", "sides_listed"]

RESULT = "the result"


def compared(
    cdef: Cdef, header: Header, exported: dict[str, bool] | None = None
) -> list[Difference]:
    """Return how a cdef differs from the header, in the order of the cdef.

    `exported` tells of each function and global whether the library has it.
    """
    types = Types(cdef, header)
    words = Words(types)
    typedefs = list(_typedefs(types, words))
    constants = list(constant_differences(types))
    told = {one.name.removeprefix("typedef ") for one in typedefs if one.grade == BREAKS}
    told |= {one.name for one in constants if one.what == ENUM_SIZE}
    found = [
        *typedefs,
        *record_differences(types, words, told),
        *constants,
        *_globals(types, words),
        *_functions(types, words),
    ]
    found = not_exported(types, found, exported or {})
    return _one_a_cause(sorted(found, key=lambda one: (one.place.file, one.place.line)))


def _one_a_cause(found: list[Difference]) -> list[Difference]:
    """Tell a harmless difference of two types once, with the number of places that have it."""
    kept: dict[object, Difference] = {}
    for number, one in enumerate(found):
        key = (
            (one.said_type, one.wanted_type) if one.grade == HARMLESS and one.said_type else number
        )
        kept[key] = kept[key].again() if key in kept else one
    return list(kept.values())


def _own(types: Types, group: dict[str, Declared]) -> Iterator[Declared]:
    return (one for name, one in group.items() if name not in types.cdef.included)


def _typedefs(types: Types, words: Words) -> Iterator[Difference]:
    for one in _own(types, types.known.typedefs):
        real = types.real.typedefs.get(one.name)
        gap = _named(types, one.type, real.type) if real else None
        if not real or not gap or _is_pointer_for_function(types, one, real):
            continue
        if gap.what == "size" and all(map(_is_enum, (one.type, real.type))):
            continue  # told of the enum
        if one.type == Void():  # there are only pointers to it
            gap = replace(gap, grade=HARMLESS, what="void pointer")
        wanted = f"typedef {words.real(real.type, one.name)}"
        is_tagged = isinstance(real.type, Tagged)
        right = wanted if is_tagged else f"typedef {words.corrected(real.type, one.name)}"
        yield words.difference(
            gap,
            f"typedef {one.name}",
            "typedef",
            f"typedef {words.said(one.type, one.name)}",
            wanted,
            one.place,
            real.place,
            f"{right};",
        )


def _is_enum(kind: Type) -> bool:
    return isinstance(kind, Tagged) and kind.kind == "enum"


def _is_pointer_for_function(types: Types, one: Declared, real: Declared) -> bool:
    """Say whether a name of pointers to functions stands for the header's name of the functions.

    `typedef int (*compare)(...)` for `typedef int compare(...)`: to C `compare` as a parameter is
    both, as long as the cdef has no `compare *`.
    """
    mine, wanted = types.meaning(one.type), types.meaning(real.type)
    if not (isinstance(mine, Pointer) and isinstance(wanted, Function)):
        return False
    is_same = _named(types, mine, Pointer(wanted)) is None
    pointers = (kind for kind in types.known.all_types() if isinstance(kind, Pointer))
    return is_same and all(kind.to != Named(one.name) for kind in pointers)


def _named(types: Types, said: Type, wanted: Type) -> Gap | None:
    """Compare the types that a name stands for; that of a function is a callback's, as a rule."""
    target = types.meaning(said)
    target = types.meaning(target.to) if isinstance(target, Pointer) else target
    return (types.passed if isinstance(target, Function) else types.gap)(said, wanted)


def _globals(types: Types, words: Words) -> Iterator[Difference]:
    for one in _own(types, types.known.variables):
        real = types.real.variables.get(one.name)
        if real is None:
            if one.name not in types.real.constants:
                yield _as_other(types, words, one) or lacking(types, one)
            continue
        gap = types.gap(one.type, real.type)
        if gap:
            yield words.difference(
                gap,
                one.name,
                "global",
                words.mine.variable(one),
                words.theirs.variable(real),
                one.place,
                real.place,
                f"extern {words.right.variable(real)};",
            )


def _as_other(types: Types, words: Words, one: Declared) -> Difference | None:
    """Tell of a function that is a global in the header, or of a global that is a function."""
    variable, function = types.real.variables.get(one.name), types.real.functions.get(one.name)
    real = variable or function
    if real is None:
        return None
    is_global = real is variable
    right = words.corrected(real.type, one.name)
    if is_global:
        right = f"extern {words.right.variable(real)}"
    return Difference(
        BREAKS,
        f"{one.name}{'()' * is_global}",
        "other kind",
        words.said(one.type, one.name),
        f"a {'global' if is_global else 'function'}: {words.real(real.type, one.name)}",
        OTHER_KIND,
        f"{right};",
        one.place,
        real.place,
    )


def _functions(types: Types, words: Words) -> Iterator[Difference]:
    for one in _own(types, types.known.functions):
        real = _real_function(types, one.name)
        if real is None:
            if not one.storage.startswith('extern "'):
                yield _as_other(types, words, one) or lacking(types, one, "()")
            continue
        mine, other = types.meaning(one.type), types.meaning(real.type)
        if isinstance(mine, Function) and isinstance(other, Function):
            yield from _signature(types, words, one, real, mine, other)
            if real.name in types.header.inline and not types.cdef.is_api:
                yield inline(one, real)


def _real_function(types: Types, name: str) -> Declared | None:
    """Return the header's declaration, also where a macro gives the function another name."""
    found = types.real.functions.get(name)
    return found or types.real.functions.get(types.header.macros.get(name, ""))


def _signature(
    types: Types, words: Words, one: Declared, real: Declared, mine: Function, other: Function
) -> Iterator[Difference]:
    said, wanted = words.said(mine, one.name), words.real(other, one.name)
    places = one.place, real.place, words.corrected(other, one.name) + ";"
    counts = len(mine.parameters), len(other.parameters)
    if counts[0] != counts[1] or mine.variadic != other.variadic:
        what = "variadic" if mine.variadic != other.variadic else "count"
        gap = Gap(BREAKS, what, mine, other)
        if (
            what == "variadic"
            and types.cdef.is_called_by_c
            and other.variadic
            and counts[0] >= counts[1]
        ):
            gap = Gap(HARMLESS, "dots", mine, other)
        yield words.difference(gap, f"{one.name}()", "function", said, wanted, *places)
        return
    own = [types.decayed(one.type) for one in mine.parameters]
    others = [types.decayed(one.type) for one in other.parameters]
    crossed = swapped(types.gap, own, others)
    if crossed:
        gap = Gap(BREAKS, "order", mine, other)
        name = f"parameters {crossed[0] + 1} and {crossed[1] + 1} of {one.name}()"
        yield words.difference(gap, name, "function", said, wanted, *places)
    gaps: dict[tuple[Type, Type], tuple[Gap, list[str]]] = {}
    labels = [RESULT, *(f"parameter {number}" for number in range(1, len(own) + 1))]
    pairs = zip(labels, [mine.result, *own], [other.result, *others], strict=True)
    for place, (where, a, b) in enumerate(pairs):
        if crossed and place - 1 in crossed:
            continue
        is_result = where == RESULT
        found = _as_called(types, (types.gap if is_result else types.passed)(a, b), is_result)
        if found:
            gaps.setdefault((a, b), (found, []))[1].append(where)
    for gap, at in gaps.values():
        name = f"{sides_listed(at)} of {one.name}()"
        role = "result" if at[0] == RESULT else "parameter"
        yield words.difference(gap, name, role, said, wanted, *places)


def _as_called(types: Types, gap: Gap | None, is_result: bool) -> Gap | None:
    """Judge a number of an API-mode call again: the compiler converts it if nothing is lost."""
    if (
        gap is None
        or gap.behind
        or not types.cdef.is_called_by_c
        or gap.what not in ("size", "kind")
    ):
        return gap
    mine, real = types.scalar(types.meaning(gap.said)), types.scalar(types.meaning(gap.wanted))
    if not mine or not real:
        return gap
    given, wanted = (real, mine) if is_result else (mine, real)
    return replace(gap, grade=HARMLESS, what="converted") if converts(given, wanted) else gap


def sides_listed(words: list[str]) -> str:
    """Return "the result and parameters 1 and 2" for three of them."""
    parts, numbers = [], [word.removeprefix("parameter ") for word in words if word != RESULT]
    if RESULT in words:
        parts.append(RESULT)
    if numbers:
        parts.append(f"parameter{'s' * (len(numbers) > 1)} {listed(numbers)}")
    return " and ".join(parts)
