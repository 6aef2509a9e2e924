"""What a type stub, .pyi, says of a compiled module: read as a type checker reads it, never run."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from difflib import get_close_matches
from typing import NoReturn

from .part import fail
from .stub_file import StubFile
from .stub_names import brought_by
from .stub_signature import Signature

__all__ = ["TypeStub"]

OF_CFFI = ("cffi", "_cffi_backend")
FOR_CDATA = "a type for cdata, such as Any: C has a pointer there"


class TypeStub:
    """A stub, by the name of the learner's file, for the lines of what is wrong in it."""

    def __init__(self, file: str, text: str) -> None:
        self._file, self._stub = file, StubFile(file, text)

    def has(self, owner: str, *functions: str) -> None:
        """Fail unless the type of a global has these functions."""
        members = self._stub.members(owner)
        for name in functions:
            if name not in members:
                message = (
                    f"The type of {owner} in {self._file} lacks {name}; expected what {owner} of "
                    f"the module has: {', '.join(functions)}."
                )
                near = get_close_matches(name, members, n=1, cutoff=0.8)
                wrong = members[near[0]][0] if near else self._stub.class_of(owner)
                fail("missing-function", message, self._stub.at(wrong.lineno))

    def has_only(self, owner: str, *functions: str) -> None:
        """Fail unless the type of a global has these functions, and no other name."""
        self.has(owner, *functions)
        if found := next(self._stub.of_any_name(owner), None):
            whose, only = found[2] or owner, ", ".join(functions) if not found[2] else "lib and ffi"
            message = (
                f"By {found[0]} in {self._file}, {whose} has every name that anybody writes, so no "
                f"type checker finds a wrong one; expected {only} alone."
            )
            fail("symbol-not-found", message, self._stub.at(found[1]))
        for name, nodes in self._stub.members(owner).items():
            if name not in functions and not name.startswith("__"):
                message = (
                    f"The type of {owner} in {self._file} has {name}, but {owner} of the module "
                    "does not. A type checker finds nothing wrong where a program uses it, and the "
                    "program ends with an AttributeError."
                )
                fail("symbol-not-found", message, self._stub.at(nodes[0].lineno))

    def takes(self, owner: str, function: str, fewest: int, most: int) -> None:
        """Fail unless just the calls with `fewest` to `most` arguments, by place, fit."""
        found = self._stub.signatures(owner, function)
        if odd := next((one for one in found if one.by_name and fewest == most), None):
            message = (
                f"In {self._file}, {owner}.{function}() takes {odd.by_name} by its name; C knows "
                f"no names of arguments. Expected {most}, all by place."
            )
            fail("signature-mismatch", message, self._stub.at(odd.line))
        count = _odd_count(found, fewest, most)
        if count is None:
            return
        if owner in self._stub.classes:
            of_object = self._stub.signatures(owner, function, bound=True)
            if _odd_count(of_object, fewest, most) is None:
                self._fail_as_class(owner, function)
        wanted = f"{fewest}" if fewest == most else f"{fewest} to {most}"
        says = "does not fit" if fewest <= count <= most else "fits"
        message = (
            f"By {self._file}, a call of {owner}.{function}() with {count} "
            f"argument{'s' * (count != 1)} {says}; expected that calls with {wanted} arguments "
            "fit, and no others."
        )
        fail("signature-mismatch", message, self._stub.at(found[0].line))

    def _fail_as_class(self, owner: str, function: str) -> NoReturn:
        """Fail where a global is the class, whose functions are written for an object of it."""
        name = self._stub.classes[owner].name
        given = f"`{owner}: {name}`" if name != owner else f"a class of another name for {owner}"
        message = (
            f"In {self._file}, {owner} is a class itself, so that self of {function}() takes the "
            f"first argument; expected an object of it: {given}."
        )
        fail("signature-mismatch", message, self._stub.at(self._stub.line_of(owner)))

    def returns_nothing(self, owner: str, function: str) -> None:
        """Fail unless the function returns None."""
        for one in self._stub.signatures(owner, function):
            if one.result != "None":
                self._wrong_result(owner, function, one, "None, since the function of C is void")

    def returns_cdata(self, owner: str, function: str) -> None:
        """Fail unless the function returns what a cdata can be."""
        for one in self._stub.signatures(owner, function):
            if one.result != "":
                self._wrong_result(owner, function, one, "a type for cdata, such as Any")

    def takes_type(self, owner: str, function: str, place: int, *wanted: str) -> None:
        """Fail where an argument is annotated, and with none of the wanted types.

        `place` counts the arguments from 0. The message asks for the first of `wanted`, or cdata.
        """
        for one in self._stub.signatures(owner, function):
            for name, said in list(one.types.items())[place : place + 1]:
                if said and not {*said.split(" | ")} & {*wanted}:
                    message = (
                        f"In {self._file}, {name} of {owner}.{function}() is {said}; expected "
                        f"{wanted[0] if wanted else FOR_CDATA}."
                    )
                    fail("signature-mismatch", message, self._stub.at(one.line))

    def is_of_cffi(self, owner: str) -> bool:
        """Whether the type of a global is cffi's own, so that nothing is left to say of it."""
        if owner in self._stub.classes:
            return False
        root = self._stub.type_of(owner)
        while isinstance(root, ast.Attribute):
            root = root.value
        return isinstance(root, ast.Name) and root.id in set(brought_by(OF_CFFI, self._stub.body))

    def _wrong_result(self, owner: str, function: str, one: Signature, wanted: str) -> None:
        called = f"{owner}.{function}()"
        said = {
            None: f"does not say what {called} returns",
            "": f"says that {called} returns a value",
        }
        found = said.get(one.result, f"says that {called} returns {one.result}")
        message = f"{self._file} {found}; expected {wanted}."
        fail("signature-mismatch", message, self._stub.at(one.line))


def _odd_count(found: Iterable[Signature], fewest: int, most: int) -> int | None:
    """Return a number of arguments that fits and should not, or should fit and does not."""
    counts = range(max(fewest - 1, 0), most + 2)
    fits = {count: any(one.accepts(count) for one in found) for count in counts}
    return next((count for count in counts if fits[count] != (fewest <= count <= most)), None)
