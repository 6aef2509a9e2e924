"""What goes wrong because of a difference, in a sentence."""

from __future__ import annotations

from dataclasses import replace

from cffi_workshop.cdef.language.model import Function, Pointer
from cffi_workshop.cdef.language.scalars import Scalar

from .difference import BREAKS
from .gap import Gap
from .types import Types

__all__ = [
    "BEHIND_IF",
    "BESIDE",
    "CALLED_MACRO",
    "ENUM_IN_API",
    "ENUM_SIGN",
    "ENUM_SIZE",
    "INLINE",
    "KIND",
    "LACKING",
    "LACKING_IN_API",
    "LACKING_IN_MODULE",
    "LACKING_IN_NAMED",
    "MACRO",
    "NOT_EXPORTED",
    "NOT_THERE_AT_ALL",
    "NO_INTEGER",
    "OTHERS",
    "OTHER_KIND",
    "VALUE",
    "VALUE_IN_API",
    "VALUE_IN_MODULE",
    "VARIABLE",
    "consequence",
]

# What comes of a name that is lacking, and why it may be, where no header is known to have it.
_NOT_THERE = "not in the header"
LACKING = (_NOT_THERE, "of another version or another header, or misspelt")
LACKING_IN_MODULE = (_NOT_THERE, "the module was compiled with another version, or another header")
LACKING_IN_NAMED = (_NOT_THERE, "set_source() may include what has it: leave --header out")
LACKING_IN_API = ("the module does not compile", "the C of set_source() declares no such name")
BEHIND_IF = "{} has it behind an #if that does not hold here: say the macro with -D"
BESIDE = "{} has it"
OTHER_KIND = "C and Python take it for different things: to call or to read it crashes"
VALUE_IN_MODULE = (
    "the module took the number from the header that it was compiled with, of another version"
)
MACRO = "the header has a macro of this name: API mode can call it, a library does not hold it"
CALLED_MACRO = "it is no number: in API mode declare it as the function that it looks like"
VARIABLE = "its value may be another one: API mode takes `static const` without a value, and asks C"
INLINE = "the code is in the header only, so that no library has it: loading the name fails"
NOT_THERE_AT_ALL = "neither in the header nor exported by the library"
KIND = "the members of a union lie at one place, and those of a struct behind one another"
OTHERS = "C has other members in these bytes: the compiler knows none of that name"
NOT_EXPORTED = "using it raises AttributeError, since the library does not have the name"
ENUM_IN_API = "in API mode the number comes from the compiler, and not from the cdef"
VALUE_IN_API = "cffi refuses the name when it is used: the C compiler says another number"
ENUM_SIGN = "an enum without negative values is unsigned to cffi: -1 of C is 4294967295 in Python"
ENUM_SIZE = (
    "Python reads and passes other bytes than C: in ABI mode declare {} in its place, and its "
    "names with #define; in API mode end it with `...`"
)
NO_INTEGER = "the module does not compile: a macro of a cdef is a whole number to cffi"
VALUE = "C takes the number for something else than Python means"
KIND_BEHIND = (
    "the address arrives, and C reads and writes another type there than Python made room for"
)

FIXED = {
    "count": "C finds rubbish where Python gave nothing, or never sees what Python gave",
    "order": "each gets what is meant for the other",
    "variadic": (
        "arguments behind `...` travel another way on some machines (macOS on ARM), "
        "and floating-point ones on most"
    ),
    "kind": "C and Python look for it in different places, and read rubbish",
    "pointer": "a pointer is cut to a number, or a number is followed as a pointer: a crash",
    "record": "C works on another struct: it reads and writes the wrong members, or crashes",
    "length": "C and Python do not agree where the array ends",
    "row": "C and Python do not agree where a row ends, and where the next one begins",
    "rows": "the address is the same; Python does not see how long a row is",
    "void": "who calls it reads a result that is not given, or has no room for one that is",
    "dots": "in API mode the compiler sees the dots of the header, and passes the rest rightly",
    "converted": "the compiler, which sees the header, converts the number in API mode",
    "const": "const says who may write, and does not change the call",
    "void pointer": "any pointer fits, so that no wrong one is refused",
    "opaque": "only the address is passed on",
    "character": "the bytes are the same: `char` gives bytes in Python, the others give numbers",
    "bool": "one byte for both; a value other than 0 and 1 is lost",
    "enum": "the same size on this machine; the names of the enum are not known to Python here",
    "name": "the same size and sign on this machine, not on every one",
    "address": "an address is passed as a number of its size",
    "no result": "the result is thrown away",
}


SIGN = {
    "parameter": (
        "Python can pass no negative number, and what is above {half} is negative in C",
        "a negative number of Python is a large one in C",
    ),
    "": ("-1 of C is {limit} in Python", "numbers of C above {half} are negative in Python"),
}


def consequence(gap: Gap, role: str, types: Types) -> str:
    """Say what comes of a difference; `role` is "result", "parameter", "member" or another."""
    said, wanted = gap.core
    if gap.in_callback and gap.grade == BREAKS:
        inner = consequence(replace(gap, in_callback=False), "", types)
        return f"the callback and C do not agree: {inner}"
    if role != "function" and isinstance(types.meaning(said), Function) and gap.what in FIXED:
        return f"the callback and C do not agree: {FIXED[gap.what]}"
    mine, real = types.scalar(types.meaning(said)), types.scalar(types.meaning(wanted))
    if gap.what == "converted" and role == "parameter" and mine and real and mine.size < real.size:
        return f"{FIXED[gap.what]}; {_size(mine, real, role)}"
    if gap.what == "kind" and gap.behind:
        return KIND_BEHIND
    if gap.what in FIXED:
        return FIXED[gap.what]
    if mine is None or real is None:
        return "they cannot be compared"
    if gap.what == "sign":
        return _sign(mine, real, "" if gap.behind else role)
    if not gap.behind:
        return _size(mine, real, role)
    address = types.meaning(gap.wanted)
    is_read = isinstance(address, Pointer) and address.const
    return _behind(mine, real, role, "reads" if is_read else "writes")


def _sign(mine: Scalar, real: Scalar, role: str) -> str:
    texts = SIGN.get(role, SIGN[""])
    half = 2 ** (8 * mine.size - 1) - 1
    return texts[real.kind == "unsigned"].format(half=half, limit=mine.limit)


def _behind(mine: Scalar, real: Scalar, role: str, verb: str) -> str:
    if role == "result":
        return f"C has items of {real.size} bytes there, and Python takes items of {mine.size} out"
    if real.size > mine.size:
        return (
            f"C works on {real.size} bytes where Python makes room for {mine.size}: "
            f"it {verb} past the end of that memory"
        )
    return f"C works on {real.size} of the {mine.size} bytes: the others are rubbish, or more items"


def _float(one: Scalar) -> str:
    size = one.size // 2 if one.kind == "complex" else one.size
    return {4: "float", 8: "double"}.get(size, "long double")


def _size(mine: Scalar, real: Scalar, role: str) -> str:
    if "bool" in (mine.kind, real.kind) and role != "member":
        size = max(mine.size, real.size)
        return f"bool is one byte, and the number has {size}: the others are not looked at"
    if role == "member":
        return (
            f"{mine.size} bytes for {real.size}: Python reads other bytes, and so for what follows"
        )
    if mine.kind != real.kind and "complex" in (mine.kind, real.kind):
        return "a complex number is two numbers: what arrives is rubbish"
    if not mine.is_integer and not real.is_integer:
        names = " and ".join(_float(one) for one in sorted((mine, real), key=lambda one: one.size))
        return f"{names} have different bytes for one number: what arrives is rubbish"
    if role == "parameter" and mine.size < real.size:
        return (
            f"Python refuses a number that needs more than {mine.size} bytes, and C would take it"
        )
    if role == "global" and mine.size > real.size:
        return (
            f"Python reads and writes {mine.size} bytes where C has {real.size}: the others belong "
            "to what lies behind"
        )
    if role == "result" and mine.size > real.size:
        return f"C sets {real.size} of the {mine.size} bytes: the others are rubbish"
    return (
        f"a number that needs more than {min(mine.size, real.size)} bytes is cut without an error"
    )
