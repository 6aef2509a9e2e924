"""Members that a header names by a macro: `#define s6_addr __in6_u.__u6_addr8`."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace

from cffi_workshop.cdef.language.model import Member, Record, Tagged

from .sides import Sides

__all__ = ["with_macros"]

PATH = re.compile(r"\w+(?:\s*\.\s*\w+)*")


def with_macros(types: Sides, real: Record, own: Collection[str]) -> dict[str | None, Member]:
    """Return the header's members by name, and for one that the cdef has by macros, those."""
    found: dict[str | None, Member] = {one.name: one for one in types.real.members(real)}
    behind: dict[str | None, list[Member]] = {}
    for name in own:
        body = types.header.macros.get(name, "")
        if name in found or name in types.header.function_macros or not PATH.fullmatch(body):
            continue
        path = [part.strip() for part in body.split(".")]
        member = _at(types, real, path)
        if member and path[0] not in own:
            behind.setdefault(path[0], []).append(replace(member, name=name))
    return {other.name: other for name, one in found.items() for other in behind.get(name, [one])}


def _at(types: Sides, record: Record | None, path: list[str]) -> Member | None:
    """Follow a path of members: `__in6_u.__u6_addr8`."""
    member = None
    for name in path:
        members = types.real.members(record) if record else ()
        member = next((one for one in members if one.name == name), None)
        if member is None:
            return None
        kind = types.meaning(member.type)
        record = types.real.records.get(kind.key) if isinstance(kind, Tagged) else None
    return member
