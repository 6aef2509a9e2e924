"""Every message that cffi can give, read out of its own sources.

A message is a format with something in its holes. The Python part is read where it is installed,
the C part from the sdist of the same version. `python -m tests.cffi_messages FOLDER` prints all of
them; FOLDER keeps the sdist.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tarfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import cffi

# Read by nobody: for Pythons without _cffi_backend, and for Pythons before 3.3.
NOT_READ = {"backend_ctypes.py", "file_emulator.h", "wchar_helper.h"}

FORMAT = re.compile(r"%(?:\.?\d+)?(?:\.\d+)?(zd|ld|l?u|[srdipcx%])|\{(?:\w*)(?:![rs])?\}")
# What a person sees in a hole, by what stands before it; the last that fits.
SAMPLES = (
    (r"", "rain"),
    (r"(?:type|ctype|cdata|got|be|cast|in|with|render the type|of type) '$|<cdata '$|^'$", "int *"),
    (r"(?:not|got|cast|type) $|\(got $", "list"),
    (r"(?:integer|value|equal to|<=|x <=|width:) $", "7"),
    (r"(?:string|unpack)\(\) on $", "<cdata 'char *' NULL>"),
    (r"not supported as $|not supported as an?y? ?$|only supported as $", "return value"),
    (r"unexpected <$", "Typedef"),
    (r"TypeError: expected a $|^expected a $", "string or ctype object"),
    (r"string or ctype object$", ""),
    (r"called, but $", "no code was attached to it yet with @ffi.def_extern()"),
    (r"library '$", "./librain.so"),
    (r"not found in library '\./librain\.so': $", "./librain.so: undefined symbol: rain"),
    (r"cannot load library '\./librain\.so': $", "./librain.so: invalid ELF header"),
    (
        r"function/symbol '$|variable '$|symbol '$|identifier '$|Global variable '$|global variable '$",
        "rain",
    ),
    (r"cannot parse \"$", "rain half(int n);"),
    (
        r"cannot parse \"rain half\(int n\);\"\n$",
        "<cdef source string>:1:1: Invalid function definition",
    ),
    (r"parse error\n$", "<cdef source string>: At end of input"),
)


@dataclass(frozen=True)
class Site:
    """A place that raises, warns or prints, and its format."""

    file: str
    line: int
    kind: str  # the exception's name, or warning, or stderr
    format: str

    @property
    def message(self) -> str:
        """What a person sees, with a sample in each hole."""
        said = filled(self.format)
        return said if self.kind in ("stderr", "fatal") else f"{self.kind}: {said}"


def filled(form: str, instead: Mapping[str, str] = MappingProxyType({})) -> str:
    """Return a format with something in each of its holes; `instead` has other samples for some."""
    said, rest = "", form
    while hole := FORMAT.search(rest):
        said += rest[: hole.start()]
        text = sample(hole[1] or "s", said)
        said += instead.get(text, text)
        rest = rest[hole.end() :]
    return said + rest


def sample(kind: str, before: str) -> str:
    if kind == "%":
        return "%"
    if kind not in "sr":
        return "7"
    text = [text for pattern, text in SAMPLES if re.search(pattern, before)][-1]
    return f"'{text}'" if kind == "r" else text


def python_sites(folder: Path) -> Iterator[Site]:
    """Yield what the modules of a folder raise, warn of and write."""
    for path in sorted(folder.glob("*.py")):
        if path.name not in NOT_READ:
            yield from sites_of(ast.parse(path.read_text(encoding="utf-8")), path.name)


def sites_of(tree: ast.Module, file: str) -> Iterator[Site]:
    for function in [tree, *(node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))]:
        texts = assigned(function)
        for node in own_nodes(function):
            for kind, argument in told_by(node):
                for form in formats(argument, texts):
                    yield Site(file, node.lineno, kind, form)


def own_nodes(function: ast.AST) -> Iterator[ast.AST]:
    """Walk a function without the functions in it."""
    for child in ast.iter_child_nodes(function):
        if not isinstance(child, ast.FunctionDef):
            yield child
            yield from own_nodes(child)


def assigned(function: ast.AST) -> dict[str, list[ast.expr]]:
    """Return what is assigned to each name of a function: messages are put together first."""
    found: dict[str, list[ast.expr]] = {}
    for node in own_nodes(function):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            found.setdefault(node.targets[0].id, []).append(node.value)
    return found


def told_by(node: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call) and node.exc.args:
        yield name_of(node.exc.func), node.exc.args[0]
    if isinstance(node, ast.Call) and node.args:
        name = name_of(node.func)
        if name == "warn":
            yield "UserWarning", node.args[0]
        elif name in ("error", "_fatal"):
            yield "DistutilsSetupError", node.args[0]


def name_of(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "?")


def formats(node: ast.expr, texts: dict[str, list[ast.expr]]) -> list[str]:
    """Return the formats that an expression may be; none where it is no text."""
    match node:
        case ast.Constant(value=str(text)):
            return [text]
        case ast.BinOp(op=ast.Mod(), left=left):
            return formats(left, texts)
        case ast.BinOp(op=ast.Add(), left=left, right=right):
            ends = formats(right, texts) or ["%s"]
            return [start + end for start in formats(left, texts) for end in ends]
        case ast.Call(func=ast.Attribute(attr="format", value=value)):
            return formats(value, texts)
        case ast.JoinedStr(values=values):
            parts = [part.value if isinstance(part, ast.Constant) else "%s" for part in values]
            return ["".join(parts)]
        case ast.Name(id=name) if name in texts:
            rest = {key: value for key, value in texts.items() if key != name}
            return [text for value in texts[name] for text in formats(value, rest)]
        case ast.IfExp(body=body, orelse=orelse):
            return formats(body, texts) + formats(orelse, texts)
    return []


CALLS = re.compile(
    r"\b(?P<call>PyErr_Format|PyErr_SetString|PyErr_WarnEx|Py_FatalError|parse_error|fprintf|PyFile_WriteString"
    r"|PyErr_FormatV)\s*\((?P<rest>(?:[^;\"]|\"(?:[^\"\\]|\\.)*\")*);"
)
LITERAL = re.compile(r'"((?:[^"\\]|\\.)*)"')
PREPARED = re.compile(
    r'\b(?P<name>expected|errmsg|errormsg|msg) = (?P<rest>(?:[^;"]|"(?:[^"\\]|\\.)*")*);'
)
MACRO = re.compile(r"^#\s*define\s+(\w+)[ \t]+((?:\\\n|[^\n])*\"(?:\\\n|[^\n])*)$", re.MULTILINE)
NAME = re.compile(r"PyExc_(\w+)|\b(FFIError)\b")


def c_sites(folder: Path) -> Iterator[Site]:
    """Yield what the C files of the sdist of cffi raise and print."""
    for path in sorted([*folder.glob("src/c/*.[ch]"), *folder.glob("src/cffi/*.h")]):
        if path.name not in NOT_READ:
            yield from c_sites_of(without_comments(path.read_text(encoding="utf-8")), path.name)


def without_comments(code: str) -> str:
    """Blank comments out, so that line numbers stay."""
    pattern = re.compile(
        r'"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)+\'|/\*.*?\*/|//[^\n]*', re.DOTALL
    )

    def blanked(match: re.Match[str]) -> str:
        return match[0] if match[0][0] in "\"'" else re.sub(r"[^\n]", " ", match[0])

    return pattern.sub(blanked, code)


def c_sites_of(code: str, file: str) -> Iterator[Site]:
    macros = dict(MACRO.findall(code))
    for call in CALLS.finditer(code):
        rest = call["rest"]
        for name, value in macros.items():
            rest = re.sub(rf"\b{name}\b", lambda _, value=value: value, rest)
        kind = kind_of(call["call"], rest)
        line = code.count("\n", 0, call.start()) + 1
        for text in alternatives(rest):
            yield Site(file, line, kind, text)
    for match in PREPARED.finditer(code):
        line = code.count("\n", 0, match.start()) + 1
        for text in alternatives(match["rest"]):
            yield Site(
                file, line, "TypeError", wanted(text) if match["name"] == "expected" else text
            )


def wanted(text: str) -> str:
    """Return the message that tells what an initializer must be."""
    return f"initializer for ctype '%s' must be a {text}, not %s"


def kind_of(call: str, rest: str) -> str:
    if call in ("fprintf", "PyFile_WriteString"):
        return "stderr"
    if call == "Py_FatalError":
        return "fatal"
    if call == "parse_error":
        return "ffi.error"
    name = NAME.search(rest)
    return "ffi.error" if name and name[2] else name[1] if name else "ffi.error"


def alternatives(rest: str) -> list[str]:
    """Return the texts that an argument may be: `a ? "x" : "y"` is two, `"x" "y"` is one."""
    choice = re.search(
        r"\?\s*((?:\"(?:[^\"\\]|\\.)*\"\s*)+):\s*((?:\"(?:[^\"\\]|\\.)*\"\s*)+),", rest
    )
    parts = (
        [choice[1], choice[2]]
        if choice and not LITERAL.search(rest[: choice.start()])
        else [first_run(rest)]
    )
    return [text for part in parts if len(text := joined(part)) > 2]


def first_run(rest: str) -> str:
    run = re.search(r"(?:\"(?:[^\"\\]|\\.)*\"[\s\\]*)+", rest)
    return run[0] if run else ""


def joined(part: str) -> str:
    escapes = {"n": "\n", '"': '"', "\\": "\\", "t": "\t", "x": "\\x"}
    text = "".join(LITERAL.findall(part))
    return re.sub(r"\\(.)", lambda match: escapes.get(match[1], match[1]), text)


def sdist(folder: Path) -> Path:
    """Return the unpacked sdist of the cffi that is installed; OSError where pip cannot get it."""
    unpacked = folder / f"cffi-{cffi.__version__}"
    if not unpacked.is_dir():
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--dest", str(folder)]
        command += ["--no-deps", "--no-build-isolation", "--no-binary", "cffi"]
        command += [f"cffi=={cffi.__version__}"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise OSError(done.stderr.strip() or "pip gave no reason")
        with tarfile.open(folder / f"{unpacked.name}.tar.gz") as archive:
            archive.extractall(folder, filter="data")
    return unpacked


def all_sites(folder: Path) -> list[Site]:
    """Return each format once; `folder` keeps the sdist."""
    sites = [*python_sites(Path(cffi.__file__).parent), *c_sites(sdist(folder))]
    return list({(site.kind, site.format): site for site in reversed(sites)}.values())[::-1]


if __name__ == "__main__":
    for one in all_sites(Path(sys.argv[1])):
        print(f"{one.file}:{one.line}: {one.message!r}")
