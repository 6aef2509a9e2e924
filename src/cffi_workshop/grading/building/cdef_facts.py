"""What the C compiler says of the types that a cdef and a header share: sizes, signs, offsets."""

from __future__ import annotations

import re

__all__ = ["facts_source", "read_facts"]

# As facts_source() has the compiler write it.
FACT = re.compile(r'"fact ([^"=]+) = [$#]?(-?\d+)')
HEADERS = ("complex.h", "stdbool.h", "stddef.h", "stdint.h", "sys/types.h", "wchar.h")
# `char` is text to cffi, whatever its sign; these three keep a kind of their own.
BY_NAME = (
    "char", "wchar_t", "char16_t", "char32_t", "_cffi_float_complex_t", "_cffi_double_complex_t",
)  # fmt: skip

# Integer types of the system, whose size a cdef leaves to the compiler: `typedef int... uid_t;`.
SYSTEM_TYPES = (
    "blkcnt_t", "blksize_t", "clock_t", "dev_t", "gid_t", "id_t", "ino_t", "mode_t", "nlink_t",
    "off_t", "pid_t", "suseconds_t", "time_t", "uid_t",
)  # fmt: skip


def facts_source(contract: str, reference: dict, learner: dict) -> str:
    """Return C whose assembly holds the facts: the compiler computes, and nothing has to be run.

    `contract` includes the headers that the declarations stand for.
    """
    lines = [f"#include <{name}>" for name in HEADERS]
    lines += [
        contract,
        # A line of assembly that is no instruction: what it says is found in the compiler's output.
        "#define FACT(key, value) \\",
        '    __asm__ volatile("\\n.ascii \\"fact " key " = %c0\\"" : : "i"((long)(value)))',
        "#define KIND(T) (__builtin_types_compatible_p(T, _Bool) ? 1 : (T)0.5 != 0 ? 4 : (T)-1 < 0 "
        "? 2 : 3)",
        "void facts(void) {",
    ]
    for name in sorted(_numbers(reference, tags=True) | _numbers(learner)):
        lines += [f'FACT("kind {name}", KIND({name}));', f'FACT("size {name}", sizeof({name}));']
    for record, fields in _shared_records(reference, learner):
        lines.append(f'FACT("size {record}", sizeof({record}));')
        lines += [
            f'FACT("offset {record}.{name}", __builtin_offsetof({record}, {name}));'
            for name in fields
        ]
    lines += [
        f'FACT("value {name}", {name});' for name in sorted(_shared_constants(reference, learner))
    ]
    return "\n".join([*lines, "}", ""])


def read_facts(assembly: str) -> dict[str, int]:
    """Return the facts, by key, from the assembly of `facts_source`."""
    return {key: int(value) for key, value in FACT.findall(assembly)}


def _numbers(declared: dict, *, tags: bool = False) -> set[str]:
    """Return the names of the arithmetic types in a declaration, as far as C knows them too.

    With `tags`, the declaration is the header's, and the tags of its enums are among the names.
    """
    from cffi import model

    known = {*model.PrimitiveType.ALL_PRIMITIVE_TYPES, *SYSTEM_TYPES} - set(BY_NAME)
    found: set[str] = set()

    def walk(node: object) -> None:
        if isinstance(node, dict):
            if node.get("kind") == "scalar" and node["name"] in known:
                found.add(node["name"])
            if tags and node.get("kind") == "enum" and "$" not in node["tag"]:
                found.add(node["tag"])
            node = list(node.values())
        if isinstance(node, list):
            for item in node:
                walk(item)

    walk([declared["functions"], declared["records"], declared["variables"]])
    return found


def _shared_records(reference: dict, learner: dict) -> list[tuple[str, list[str]]]:
    """Return the structs that both sides lay out, with the fields that both know by name."""
    shared = []
    for name, record in learner["records"].items():
        known = reference["records"].get(name)
        if record and known:
            names = {field["name"] for field in known["fields"] if field["bits"] < 0}
            shared.append(
                (name, [field["name"] for field in record["fields"] if field["name"] in names])
            )
    return shared


def _shared_constants(reference: dict, learner: dict) -> set[str]:
    """Return the names of the constants that both sides know, and whose value the cdef says."""
    known = reference["constants"].keys()
    return {name for name, value in learner["constants"].items() if value is not None} & known
