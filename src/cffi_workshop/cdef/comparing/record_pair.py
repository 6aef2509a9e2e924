"""A struct or union of a cdef, and the same in the header: names, types, order and places."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from cffi_workshop.cdef.language.model import Array, Member, Record, Type

from .consequences import KIND, OTHERS
from .difference import BREAKS, HARMLESS, UNKNOWN, Difference
from .gap import Gap
from .named_by_macro import with_macros
from .packing import LENGTH, is_room, moved, packing, shifts_bits, unnamed_bits
from .record_names import definition, name_of
from .types import Types
from .words import Words

__all__ = ["RecordPair"]


class RecordPair:
    """A struct of the cdef, and the same struct in the header."""

    def __init__(self, types: Types, words: Words, mine: Record, real: Record) -> None:
        self.types, self.words, self.mine, self.real = types, words, mine, real
        self.name = name_of(types.known, mine)
        self.own = {one.name: one for one in types.known.members(mine)}
        self.members = with_macros(types, real, [str(name) for name in self.own])
        self.sizes = types.cdef.layouts.get(mine.key), types.header.layouts.get(real.key)
        self.whole = definition(words, mine, real)
        self.room = {str(one.name) for one in self.own.values() if self._is_room(one)}

    def differences(self) -> Iterator[Difference]:
        if self.real.members is None:
            told = "the header keeps the members to itself"
            yield self._difference(UNKNOWN, "opaque", "its members", "no members", told)
            return
        if self.mine.kind != self.real.kind:
            sides = f"a {self.mine.kind}", f"a {self.real.kind}"
            yield self._difference(BREAKS, "kind", *sides, KIND, "", self.whole)
            return
        yield from self._members()
        yield from self._bits()
        extra = [one for one in self.own.values() if one.name not in self.members]
        renamed = {one.name: self._renamed(one) for one in extra}
        unknown = [one for one in extra if renamed[one.name] is None]
        taken = {one.name for one in renamed.values() if one}
        missing = [m for m in self.members.values() if m.name not in {*self.own, *taken}]
        yield from self._names({old: new for old, new in renamed.items() if new})
        if unknown and missing and self._same_size() and not self.mine.partial:
            yield self._others(unknown, missing)
        else:
            yield from self._extra(unknown)
            yield from self._missing(missing)
        yield from self._order()

    def layout(self) -> Iterator[Difference]:
        """Compare size and places, where the members agree: what is left is packing."""
        mine, real = self.sizes
        if not mine or not real or real.size is None or self.mine.partial:
            return
        places = moved(mine, real, self.room)
        if places or (mine.size != real.size and len(self.own) >= len(self.members)):
            packed = self._difference(BREAKS, "packing", *packing(mine, real))
            yield packed if places else self._length() or packed

    def _length(self) -> Difference | None:
        """Tell of a last array that has a length on one side only: `v[1]` for `v[]`."""
        old, new = list(self.own.values())[-1], list(self.members.values())[-1]
        unsaid = {one.type.length is None for one in (old, new) if isinstance(one.type, Array)}
        if len(unsaid) < 2:
            return None
        said, wanted = self.words.mine.member(old), self.words.theirs.member(new)
        right = f"{self.words.right.member(new)};"
        return self._difference(BREAKS, "length", said, wanted, LENGTH, f".{old.name}", right, old)

    def _members(self) -> Iterator[Difference]:
        """Compare types; several members that have the same two types are told together."""
        found: dict[tuple[Type, Type], tuple[Gap, list[Member]]] = {}
        for one in self.own.values():
            real = self.members.get(one.name)
            gap = self.types.gap(one.type, real.type) if real else None
            if gap and real and not (gap.what == "length" and one.name in self.room):
                found.setdefault((one.type, real.type), (gap, []))[1].append(one)
        for gap, ones in found.values():
            yield self._member(gap, ones)

    def _member(self, gap: Gap, ones: list[Member]) -> Difference:
        reals = [self.members[one.name] for one in ones]
        names = ", ".join(str(one.name) for one in ones)
        said = "; ".join(self.words.mine.member(one) for one in ones)
        wanted = "; ".join(self.words.theirs.member(one) for one in reals)
        right = "\n".join(f"{self.words.right.member(one)};" for one in reals)
        found = self.words.difference(
            gap,
            f"{self.name}.{names}" if len(ones) == 1 else f"{self.name}: {names}",
            "member",
            said,
            wanted,
            ones[0].place,
            self.real.place,
            right,
        )
        return self._with_sizes(found)

    def _with_sizes(self, found: Difference) -> Difference:
        mine, real = self.sizes
        if found.grade != BREAKS or not mine or not real or mine.size == real.size:
            return found
        size = f"; {self.name} has {mine.size} bytes in the cdef, {real.size} in C"
        return replace(found, consequence=found.consequence + size)

    def _bits(self) -> Iterator[Difference]:
        """Compare bit fields, and the bits without a name that lie between them."""
        pairs = [
            (one, self.members[one.name]) for one in self.own.values() if one.name in self.members
        ]
        wrong = [(one, real) for one, real in pairs if one.bits != real.bits]
        if wrong:
            yield self._other_bits(wrong)
        gaps = [unnamed_bits(side) for side in (self.mine, self.real)]
        if not wrong and gaps[0] != gaps[1] and not self.mine.partial:
            told = "the bit fields behind them are other bits in C"
            yield self._difference(BREAKS, "bits", gaps[0], gaps[1], told, "", self.whole)

    def _other_bits(self, wrong: list[tuple[Member, Member]]) -> Difference:
        names = ", ".join(str(one.name) for one, _real in wrong)
        return self._difference(
            BREAKS,
            "bits",
            "; ".join(self.words.mine.member(one) for one, _real in wrong),
            "; ".join(self.words.theirs.member(real) for _one, real in wrong),
            "Python reads and writes other bits than C",
            f".{names}" if len(wrong) == 1 else f": {names}",
            "\n".join(f"{self.words.right.member(real)};" for _one, real in wrong),
            wrong[0][0],
        )

    def _renamed(self, one: Member) -> Member | None:
        """Return the header's member in the same place and of the same type, under another name."""
        place = list(self.own).index(one.name)
        names = list(self.members)
        if self.mine.partial or place >= len(names) or names[place] in self.own:
            return None
        real = self.members[names[place]]
        gap = self.types.gap(one.type, real.type)
        return None if (gap and gap.grade == BREAKS) or one.bits != real.bits else real

    def _names(self, renamed: dict[str | None, Member]) -> Iterator[Difference]:
        for old, new in renamed.items():
            yield self._difference(
                HARMLESS,
                "member name",
                f"{old}",
                f"{new.name}",
                "the same place under another name",
                f".{old}",
                "",
                self.own[old],
            )

    def _extra(self, ones: list[Member]) -> Iterator[Difference]:
        is_end = list(self.own)[-len(ones) :] == [one.name for one in ones]
        behind = "the struct ends ahead of it" if is_end else "the members behind it lie elsewhere"
        if ones:
            names = ", ".join(str(one.name) for one in ones)
            yield self._difference(
                BREAKS,
                "member",
                f"has {names}",
                "has no such member",
                f"C knows nothing of it, and {behind}",
                f".{names}",
                self.whole,
                ones[0],
            )

    def _others(self, own: list[Member], real: list[Member]) -> Difference:
        """Tell of bytes that both sides cut into members of their own: `float v[3]` for x, y, z."""
        names = [", ".join(str(one.name) for one in ones) for ones in (own, real)]
        return self._difference(
            BREAKS if self.types.cdef.is_api else UNKNOWN,
            "member",
            f"has {names[0]}",
            f"has {names[1]}",
            OTHERS,
            f".{names[0]}",
            self.whole,
            own[0],
        )

    def _missing(self, ones: list[Member]) -> Iterator[Difference]:
        """Tell of members that the cdef leaves out, where it does not end with `...;`."""
        if not ones or self.mine.partial:
            return
        is_tail = list(self.members)[-len(ones) :] == [one.name for one in ones]
        if self.mine.kind == "struct" and shifts_bits(self.members, self.own, ones):
            grade, told = BREAKS, "the bit fields behind it are other bits in C"
        elif self._same_size():
            grade, told = HARMLESS, "the size is the same; Python does not see what is left out"
        elif is_tail and self.mine.kind == "struct" and not self.types.has_by_value(self.mine):
            grade, told = HARMLESS, "only pointers to it are used; ffi.new() makes too little room"
        else:
            grade = BREAKS
            later = ", or its later members lie at other places" * (self.mine.kind == "struct")
            told = f"the {self.mine.kind} is too short{later}"
        names = ", ".join(str(one.name) for one in ones)
        yield self._difference(
            grade, "missing member", f"without {names}", f"has {names}", told, "", self.whole
        )

    def _same_size(self) -> bool:
        """Say whether cffi's layout and the compiler's agree in all that both know."""
        mine, real = self.sizes
        is_known = bool(mine and real and mine.size == real.size)
        return is_known and not moved(mine, real, self.room)  # type: ignore[arg-type]

    def _is_room(self, one: Member) -> bool:
        (mine, real), new = self.sizes, self.members.get(one.name)
        return bool(mine and real and new and is_room(mine, real, one, new))

    def _order(self) -> Iterator[Difference]:
        common = [name for name in self.own if name in self.members]
        wanted = [name for name in self.members if name in self.own]
        if common == wanted or self.mine.partial or self.mine.kind == "union":
            return
        moved = [name for name, other in zip(common, wanted, strict=True) if name != other]
        first = self.own[moved[0]]
        said, meant = (", ".join(map(str, names)) for names in (common, wanted))
        told = f"Python reads {moved[0]} where C has another member"
        yield self._difference(BREAKS, "order", said, meant, told, "", self.whole, first)

    def _difference(
        self,
        grade: str,
        what: str,
        said: str,
        wanted: str,
        told: str,
        suffix: str = "",
        correction: str = "",
        member: Member | None = None,
    ) -> Difference:
        place = member.place if member else self.mine.place
        return Difference(
            grade, self.name + suffix, what, said, wanted, told, correction, place, self.real.place
        )
