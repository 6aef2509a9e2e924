"""What a type stub says of lib and ffi, as the checker reads it, and as mypy does."""

import re
import subprocess
import sys

import pytest

from cffi_workshop.authoring.answers import read_answers
from cffi_workshop.exercises.metadata import load_exercise
from cffi_workshop.grading.diagnose import CheckFailed
from cffi_workshop.grading.parts.type_stub import TypeStub

from .surroundings import REPOSITORY, need_module

SHIPPING = load_exercise(REPOSITORY, "shipping")
FILE = "src/fibo/_fibo.pyi"
IMPORTS = (
    "from collections.abc import Callable\nfrom typing import Any, Protocol, TypeAlias, overload\n"
)
FFI = "class _FFI:\n    def new(self, cdecl: str, init: object = None, /) -> Any: ...\nffi: _FFI\n"


def lib(*functions, base=""):
    body = "".join(f"    {each}\n" for each in functions)
    return f"{IMPORTS}class _Lib{base}:\n{body}lib: _Lib\n"


def said_of_lib(text):
    """Return the cause of what is wrong with lib in a stub, and the line; none where it is right."""
    try:
        stub = TypeStub(FILE, text)
        stub.has_only("lib", "fibo_step")
        stub.takes("lib", "fibo_step", 2, 2)
        stub.takes_type("lib", "fibo_step", 0)
        stub.takes_type("lib", "fibo_step", 1)
        stub.returns_nothing("lib", "fibo_step")
    except CheckFailed as failed:
        finding = failed.finding
        return finding.cause, finding.location.line if finding.location else None
    return None


RIGHT = {
    "a-protocol": lib("def fibo_step(self, a: Any, b: Any) -> None: ...", base="(Protocol)"),
    "a-base-class": f"{IMPORTS}class _Base:\n    def fibo_step(self, a, b) -> None: ...\n"
    "class _Lib(_Base): ...\nlib: _Lib\n",
    "a-class-method": lib("@classmethod", "def fibo_step(cls, a: Any, b: Any) -> None: ..."),
    "an-object": f"{IMPORTS}class _Lib:\n    def fibo_step(self, a, b) -> None: ...\nlib = _Lib()\n",
    "an-alias": f"{IMPORTS}class _Lib:\n    def fibo_step(self, a, b) -> None: ...\n"
    "Library: TypeAlias = _Lib\nlib: Library\n",
    "by-the-python": f"import sys\n{IMPORTS}class _Lib:\n    if sys.version_info >= (3, 11):\n"
    "        def fibo_step(self, a, b) -> None: ...\nlib: _Lib\n",
    "by-the-module": lib("def fibo_step(self, a: typing.Any, b: t.Any) -> None: ...").replace(
        "lib: _Lib", "import typing\nimport typing as t\nlib: typing.Final[_Lib]"
    ),
    "by-another-name": lib("def fibo_step(self, a: A, b: A) -> None: ...").replace(
        "lib: _Lib", "from typing import Any as A, Final as F\nlib: F[_Lib]"
    ),
    "callable-of-the-module": lib("fibo_step: abc.Callable[[Any, Any], None]").replace(
        "lib: _Lib", "import collections.abc as abc\nlib: _Lib"
    ),
    "the-class-itself": lib("@staticmethod", "def fibo_step(a: Any, b: Any) -> None: ...").replace(
        "lib: _Lib", "lib = _Lib"
    ),
    "quoted": lib('def fibo_step(self, a: "Any", b: "Any") -> "None": ...'),
}
WRONG = {
    "one-argument": ("signature-mismatch", lib("def fibo_step(self, a: Any) -> None: ...")),
    "any-number": ("signature-mismatch", lib("def fibo_step(self, *pair: Any) -> None: ...")),
    "by-name-alone": (
        "signature-mismatch",
        lib("def fibo_step(self, *, a: Any, b: Any) -> None: ..."),
    ),
    "lists": (
        "signature-mismatch",
        lib("def fibo_step(self, a: list[int], b: list[int]) -> None: ..."),
    ),
    "a-list-or-a-number": (
        "signature-mismatch",
        lib("def fibo_step(self, a: Any, b: list[int] | int) -> None: ..."),
    ),
    "any-name": (
        "symbol-not-found",
        lib(
            "def __getattr__(self, name: str) -> Any: ...",
            "def fibo_step(self, a: Any, b: Any) -> None: ...",
        ),
    ),
    "derived-from-any": (
        "symbol-not-found",
        lib("def fibo_step(self, a: Any, b: Any) -> None: ...", base="(Any)"),
    ),
    "the-class-with-self": (
        "signature-mismatch",
        lib("def fibo_step(self, a: Any, b: Any) -> None: ...").replace("lib: _Lib", "lib = _Lib"),
    ),
    "an-alias-for-a-number": (
        "signature-mismatch",
        f"{IMPORTS}CData = int\nclass _Lib:\n    def fibo_step(self, a: CData, b: CData) -> None: ...\n"
        "lib: _Lib\n",
    ),
    "a-variable-for-a-type": (
        "wrong-type",
        f"{IMPORTS}CData: Any\nclass _Lib:\n    def fibo_step(self, a: CData, b: CData) -> None: ...\n"
        "lib: _Lib\n",
    ),
    "a-variable-in-quotes": (
        "wrong-type",
        "CData: int\n" + lib('def fibo_step(self, a: "CData", b: "CData") -> None: ...'),
    ),
    "quoted-number": (
        "signature-mismatch",
        lib('def fibo_step(self, a: "int", b: "int") -> None: ...'),
    ),
    "returns-anything": (
        "signature-mismatch",
        lib("def fibo_step(self, a: Any, b: Any) -> Any: ..."),
    ),
    "returns-what-is-not-said": ("signature-mismatch", lib("def fibo_step(self, a, b): ...")),
    "any-callable": ("signature-mismatch", lib("fibo_step: Callable[..., None]")),
    "callable-of-one": ("signature-mismatch", lib("fibo_step: Callable[[Any], None]")),
    "no-function": ("missing-function", lib("fibo_step: int")),
    "a-constant-too-many": (
        "symbol-not-found",
        lib("def fibo_step(self, a: Any, b: Any) -> None: ...", "FIBO_H: int"),
    ),
    "types-of-c": (
        "compile-error",
        lib("def fibo_step(self, int64_t *a, int64_t *b) -> None: ..."),
    ),
}


@pytest.mark.parametrize("text", RIGHT.values(), ids=RIGHT)
def test_a_right_stub_is_taken_in_each_style(text):
    assert said_of_lib(text) is None


@pytest.mark.parametrize(("cause", "text"), WRONG.values(), ids=WRONG)
def test_a_wrong_stub_is_told_with_its_cause_and_a_line(cause, text):
    told, line = said_of_lib(text)
    assert told == cause
    assert line is not None
    assert line <= len(text.split("\n"))


OF_AN_OBJECT = lib("def fibo_step(self, a: Any, b: Any) -> None: ...")


@pytest.mark.parametrize(
    ("text", "given"),
    [
        (OF_AN_OBJECT.replace("lib: _Lib", "lib = _Lib"), "an object of it: `lib: _Lib`."),
        (
            OF_AN_OBJECT.replace("_Lib", "lib").replace("lib: lib\n", ""),
            "an object of it: a class of another name for lib.",
        ),
    ],
    ids=["assigned", "of-that-name"],
)
def test_a_class_in_the_place_of_its_object_is_told_where_it_is_given(text, given):
    with pytest.raises(CheckFailed, match=r"lib is a class itself, so that self of") as failed:
        TypeStub(FILE, text).takes("lib", "fibo_step", 2, 2)
    finding = failed.value.finding
    assert finding.message.endswith(given)
    assert text.split("\n")[finding.location.line - 1].startswith(("lib = ", "class lib"))


@pytest.mark.parametrize(
    ("function", "line"),
    [
        ("def fibo_stpe(self, a: Any, b: Any, /) -> None: ...", 4),  # the name that was meant
        ("def evolve(self, a: Any, b: Any, /) -> None: ...", 3),  # the class lacks it
    ],
)
def test_a_name_that_a_stub_lacks_is_told_where_it_is_misspelt_or_at_the_class(function, line):
    assert said_of_lib(lib(function)) == ("missing-function", line)


@pytest.mark.parametrize("kind", [".".join(["a"] * 2500), "+".join(["1"] * 2500)])
def test_a_type_that_is_too_deep_is_told(kind):
    assert said_of_lib(f"{IMPORTS}lib: {kind}\n")[0] == "compile-error"


@pytest.mark.parametrize(
    ("type_of_ffi", "is_cffis"),
    [
        ("from cffi import FFI\nffi: FFI", True),
        ("import _cffi_backend\nffi: _cffi_backend.FFI", True),
        ("import cffi as c\nffi: c.FFI", True),
        ("class FFI: ...\nffi: FFI", False),
        ("from somewhere import FFI\nffi: FFI", False),
        ("class ffi: ...", False),
    ],
)
def test_the_type_that_cffi_has_for_ffi_is_known_by_its_import(type_of_ffi, is_cffis):
    assert TypeStub(FILE, type_of_ffi).is_of_cffi("ffi") is is_cffis


@pytest.mark.parametrize("text", ["(" * 9000, "x = 1\0", "class", "lib: 'a b'", "lib: 3"])
def test_no_text_breaks_the_reader(text):
    assert said_of_lib(text)[0] in ("compile-error", "wrong-type")


# --- mypy is asked the same ---

USES = """from typing import Any
from stubs import {name} as module
pair: Any = module.ffi.new("int64_t *", 0), module.ffi.new("int64_t *")
module.lib.fibo_step(pair, pair)  # line 4 is right
module.lib.fibo_step(pair)  # and from here on, each line has a mistake
module.lib.fibo_step(pair, pair, pair)
module.lib.fibo_stpe(pair, pair)
answer: int = module.lib.fibo_step(pair, pair)
"""
MISTAKES = [5, 6, 7, 8]
# mypy has nothing to say of a type that is too narrow: Any fits each. Nor of a type from a package
# that it does not find, and of what it was told to take as it comes.
BEYOND_MYPY = ("lists", "a-list-or-a-number", "an-alias-for-a-number", "quoted-number")
# It tells these in the stub, and goes on as with Any.
TOLD_IN_THE_STUB = ("a-variable-for-a-type", "a-variable-in-quotes")
MORE_THAN_IS_USED = ("a-constant-too-many",)


def mypy_lines(folder, stubs):
    """Return the lines of the mistakes that mypy finds in the uses of each stub, by its name."""
    (folder / "stubs").mkdir()
    (folder / "stubs" / "__init__.pyi").touch()
    for name, text in stubs.items():
        module = "of_" + name.replace("-", "_")
        (folder / "stubs" / f"{module}.pyi").write_text(text)
        (folder / f"use_{module}.py").write_text(USES.format(name=module))
    command = [sys.executable, "-m", "mypy", "--no-error-summary", "--ignore-missing-imports"]
    command += ["--cache-dir", str(folder / "cache"), "--config-file", "", "."]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    found = re.findall(r"^use_of_(\w+)\.py:(\d+): error", done.stdout, re.MULTILINE)
    return {
        name: sorted({int(line) for module, line in found if module == name.replace("-", "_")})
        for name in stubs
    }


def test_mypy_finds_the_mistakes_of_a_program_with_each_right_stub_and_not_with_a_wrong_one(
    tmp_path,
):
    need_module("mypy")
    accepted = {
        answer.name: answer.wholes[FILE]
        for answer in read_answers(SHIPPING, "accepted")
        if FILE in answer.wholes
    }
    right = {name: text + FFI for name, text in RIGHT.items()} | accepted
    wrong = {
        name: text + FFI
        for name, (cause, text) in WRONG.items()
        if cause != "compile-error"
        and name not in (*BEYOND_MYPY, *TOLD_IN_THE_STUB, *MORE_THAN_IS_USED)
    }
    lines = mypy_lines(tmp_path, right | wrong)
    assert {name: lines[name] for name in right} == dict.fromkeys(right, MISTAKES)
    assert [name for name in wrong if lines[name] == MISTAKES] == []
