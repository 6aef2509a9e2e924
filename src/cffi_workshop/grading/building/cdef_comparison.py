"""A learner's cdef held against the header, with the compiler's word on sizes, signs and offsets.

cffi checks little of this by itself: in ABI mode nothing, in API mode pointers and structs but not
the size or sign of a number. A wrong declaration then gives wrong numbers without an error.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches

from cffi_workshop.sentences import counted

__all__ = ["Comparison", "compare", "merged"]

GROUPS = ("functions", "records", "variables", "constants")
NUMBERS = {"enum", "scalar"}
KINDS = {1: "bool", 2: "signed", 3: "unsigned", 4: "floating"}


@dataclass(frozen=True)
class Comparison:
    """Sentences: `mismatches` make the declaration wrong, `remarks` do not."""

    mismatches: tuple[str, ...]
    remarks: tuple[str, ...]


def merged(parts: list[dict]) -> dict:
    """Return what several FFI objects declare as if one did."""
    whole = {**{group: {} for group in GROUPS}, "text": ""}
    for part in parts:
        for key in GROUPS:
            whole[key] |= part[key]
        whole["text"] += part["text"] + "\n"
    return whole


def compare(
    learner: dict,
    reference: dict,
    facts: dict[str, int],
    header: Callable[[str], str],
    fortran: str | None = None,
) -> Comparison:
    """Compare what the learner declares with what the solution declares for the same headers.

    `header` tells which of them declares a function or struct. `fortran` names a source, where it
    is no cdef that declares: Fortran has no unsigned integers, so signs are not compared then.
    """
    comparer = _Comparer(facts, header, fortran, frozenset(reference["functions"]))
    for name, wanted in reference["functions"].items():
        comparer.function(name, learner["functions"].get(name), wanted, learner["functions"])
    for name, wanted in reference["variables"].items():
        comparer.variable(name, learner["variables"].get(name), wanted)
    for name, wanted in reference["records"].items():
        if learner["records"].get(name) and wanted:
            comparer.record(name, learner["records"][name], wanted)
    for name in reference["constants"] if fortran is None else ():
        comparer.constant(name, learner["constants"])
    return Comparison(tuple(comparer.mismatches), tuple(comparer.remarks.values()))


class _Comparer:
    def __init__(
        self,
        facts: dict[str, int],
        header: Callable[[str], str],
        fortran: str | None,
        known: frozenset[str],
    ) -> None:
        self.facts, self.header, self.known = facts, header, known
        self.declaring, self.signs = fortran or "the cdef", fortran is None
        self.mismatches: list[str] = []
        self.remarks: dict[str, str] = {}

    def function(self, name: str, said: dict | None, wanted: dict, others: dict) -> None:
        header = self.header(name)
        if said is None:
            near = get_close_matches(name, others.keys() - self.known, n=1, cutoff=0.6)
            instead = f"; it declares {near[0]}() in its place" if near else ""
            self.mismatches.append(
                f"{self.teller} does not declare {name}(), which {header} has{instead}."
            )
            return
        self.type(f"the result of {name}()", said["result"], wanted["result"], header)
        count, expected = len(said["parameters"]), len(wanted["parameters"])
        if count != expected or said["variadic"] != wanted["variadic"]:
            self.mismatches.append(
                f"{self.teller} gives {name}() {_parameters(count, said['variadic'])}, "
                f"but {header} gives it {_parameters(expected, wanted['variadic'])}."
            )
            return
        pairs = zip(said["parameters"], wanted["parameters"], strict=True)
        for place, (one, other) in enumerate(pairs, start=1):
            self.type(f"parameter {place} of {name}()", one, other, header)

    def variable(self, name: str, said: dict | None, wanted: dict) -> None:
        header = self.header(name)
        if said is None:
            self.mismatches.append(f"{self.teller} does not declare {name}, which {header} has.")
        else:
            self.type(f"the global {name}", said, wanted, header)

    def constant(self, name: str, said: dict[str, int | None]) -> None:
        """Compare the value of an enumerator or a macro with the compiler's."""
        real = self.facts.get(f"value {name}")
        if name not in said:
            self.mismatches.append(
                f"{self.teller} does not declare {name}, which {self.header(name)} has."
            )
        elif real is not None and said[name] != real:
            self.mismatches.append(f"{name} is {said[name]} in the cdef, but {real} in C.")

    def type(self, what: str, said: dict, wanted: dict, header: str) -> None:
        """Note how two types differ; `what` names the place, as in "parameter 3 of evolve()"."""
        verdict = self.difference(said, wanted)
        sentence = f"{said['name']} in {self.declaring}, but {wanted['name']} in {header}"
        if verdict == "differs":
            self.mismatches.append(f"{_capital(what)} is {sentence}.")
        elif verdict == "same here":
            # One place a pair of types is enough to say it.
            self.remarks.setdefault(
                sentence,
                f"{_capital(what)} is {sentence}: the same size and sign on this machine, not on "
                "every one.",
            )

    def difference(self, said: dict, wanted: dict) -> str:
        """Return "none", "differs", or "same here" for another name of the same size and sign."""
        kinds = {said["kind"], wanted["kind"]}
        if len(kinds) == 2 and kinds != NUMBERS:
            return "differs"
        if said["kind"] == "pointer":
            if not self.signs and said["to"]["kind"] == "void":
                return "none"  # Fortran's type(c_ptr) stands for an address, whatever lies there
            return self.difference(said["to"], wanted["to"])
        if said["kind"] == "array":
            lengths = {said["length"], wanted["length"]} - {None}  # `[]` leaves it open
            return "differs" if len(lengths) > 1 else self.difference(said["item"], wanted["item"])
        if said["kind"] == "function pointer":
            return self.signature(said, wanted)
        if said["name"] == wanted["name"] or _tag(said) == _tag(wanted) != "":
            return "none"
        if kinds == {"enum"} and "" in (_tag(said), _tag(wanted)):
            return "none"  # of the learner's own; its values are compared one by one
        if not kinds <= NUMBERS or self.scalar(said) != self.scalar(wanted):
            return "differs"
        return "same here"

    def signature(self, said: dict, wanted: dict) -> str:
        if len(said["parameters"]) != len(wanted["parameters"]):
            return "differs"
        pairs = zip(said["parameters"], wanted["parameters"], strict=True)
        found = {self.difference(one, other) for one, other in pairs}
        found.add(self.difference(said["result"], wanted["result"]))
        return "differs" if "differs" in found else "same here" if "same here" in found else "none"

    def scalar(self, kind: dict) -> tuple:
        name = kind.get("tag", kind["name"])
        if f"kind {name}" not in self.facts:
            return ("named", name)
        word = KINDS[self.facts[f"kind {name}"]]
        if word == "unsigned" and not self.signs:
            word = "signed"
        return (word, self.facts[f"size {name}"])

    @property
    def teller(self) -> str:
        return "The cdef" if self.signs else self.declaring

    def record(self, name: str, said: dict, wanted: dict) -> None:
        """Compare fields by name and type, and the layout that cffi found with the compiler's."""
        types = {field["name"]: field["type"] for field in wanted["fields"]}
        bits = {field["name"]: field["bits"] for field in wanted["fields"]}
        header = self.header(name)
        for field in said["fields"]:
            where = f"{name}.{field['name']}"
            if any(other.startswith(f"{field['name']}.") for other in types):
                self.mismatches.append(_without_members(where, field["type"], header))
            elif field["name"] not in types and not wanted["partial"]:
                self.mismatches.append(f"{where} is in the cdef, but not in {header}.")
            elif field["name"] in types:
                self.type(where, field["type"], types[field["name"]], header)
                self.bits(where, field["bits"], bits[field["name"]], header)
                self.offset(where, field.get("offset"))
        self.order_of_bits(name, said["fields"], wanted["fields"], header)
        size, real = said.get("size"), self.facts.get(f"size {name}")
        if size is not None and real is not None and size != real:
            self.mismatches.append(
                f"{_capital(name)} has {counted(size, 'byte')} in the cdef, but {real} in C."
            )

    def bits(self, where: str, said: int, real: int, header: str) -> None:
        if said != real:
            self.mismatches.append(
                f"{where} has {_bits(said)} in the cdef, but {_bits(real)} in {header}."
            )

    def order_of_bits(self, name: str, said: list, wanted: list, header: str) -> None:
        """Compare the order of bit fields, whose places no compiler tells."""
        mine, theirs = (
            [field["name"] for field in each if field["bits"] > 0] for each in (said, wanted)
        )
        for one, other in zip(mine, theirs, strict=False):
            if one != other and set(mine) == set(theirs):
                self.mismatches.append(
                    f"{_capital(name)}.{one} is the bit field in the place of {other} in the cdef; "
                    f"in {header} they come in the order {', '.join(theirs)}."
                )
                return

    def offset(self, where: str, said: int | None) -> None:
        real = self.facts.get(f"offset {where}")
        if said is not None and real is not None and said != real:
            self.mismatches.append(
                f"{where} lies at byte {said} in the cdef, but at byte {real} in C."
            )


def _without_members(where: str, said: dict, header: str) -> str:
    """Say that a member has no members of its own in the cdef, and in the header it has."""
    what = f"{_capital(where)} is {said['name']} in the cdef"
    if said["kind"] == "record":
        return f"{what}, which says nowhere what is in it; {header} does."
    return f"{what}, but has members of its own in {header}."


def _tag(kind: dict) -> str:
    """Return the name of a struct or an enum without a typedef; cffi numbers what has none."""
    tag = kind.get("tag", "")
    return "" if "$" in tag else tag


def _parameters(count: int, variadic: bool) -> str:
    word = "no parameters" if count == 0 else f"{count} parameter{'s' if count > 1 else ''}"
    return f'{word} and "..."' if variadic else word


def _bits(count: int) -> str:
    """Say how many bits a member has; -1 is a member that is no bit field."""
    return "all its bits" if count < 0 else f"{count} bit{'s' if count > 1 else ''}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:] if not text.startswith("struct") else f"The {text}"
