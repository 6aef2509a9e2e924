"""Write and compile bindings of any length, in each mode, for imports.py to import."""

from __future__ import annotations

import io
from contextlib import redirect_stdout
from pathlib import Path

from cffi import FFI

from cffi_workshop.grading.building.toolchain import LIBRARY_SUFFIX, Toolchain

from .compiler import run_compiler

__all__ = ["build"]

IN_LINE_MODULE = '''
from cffi import FFI
ffi = FFI()
ffi.cdef("""{cdef}""")
lib = ffi.dlopen("./libmany{n}{suffix}")
'''


def build(length: int, folder: Path) -> None:
    """Write and compile a library of `length` functions, and a binding to it in each mode."""
    cdef = "\n".join(f"double many_{i}(double x, size_t n);" for i in range(length))
    bodies = "\n".join(
        f"double many_{i}(double x, size_t n) {{ return x * n; }}" for i in range(length)
    )
    (folder / f"many{length}.c").write_text(f"#include <stddef.h>\n{bodies}\n", encoding="ascii")
    text = IN_LINE_MODULE.format(cdef=cdef, n=length, suffix=LIBRARY_SUFFIX)
    (folder / f"in_line{length}.py").write_text(text, encoding="ascii")
    abi, api = f"out_of_line{length}", f"api{length}"
    with redirect_stdout(io.StringIO()):  # cffi says what it writes
        declared(abi, None, cdef).emit_python_code(str(folder / f"{abi}.py"))
        declared(api, f"#include <stddef.h>\n{cdef}", cdef).emit_c_code(str(folder / f"{api}.c"))
    compile_both(length, folder)


def declared(module: str, source: str | None, cdef: str) -> FFI:
    ffi = FFI()
    ffi.cdef(cdef)
    ffi.set_source(module, source)
    return ffi


def compile_both(length: int, folder: Path) -> None:
    """Compile the library, and the module of API mode, which holds the same functions."""
    tools = Toolchain.find()
    # Without optimising, which a thousand wrappers would take long for: loading is measured, not
    # calling.
    library, made = f"libmany{length}{LIBRARY_SUFFIX}", f"api{length}"
    run_compiler(tools.library_command([f"many{length}.c"], library, ["-O0"]), folder)
    run_compiler(tools.extension_object_command(f"{made}.c", f"{made}.o", ["-O0"]), folder)
    parts = [f"{made}.o", f"many{length}.c"]
    run_compiler(tools.extension_link_command(parts, f"{made}.so", ["-O0", "-fPIC"]), folder)
