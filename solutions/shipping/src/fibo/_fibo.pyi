"""What the compiled module has, for type checkers and editors: they cannot look into it."""

from typing import Any

# BEGIN SOLUTION: # TODO 1: a class with what lib has, fibo_step() alone, in place of Any
# STUB: lib: Any
class _Lib:
    def fibo_step(self, current: Any, following: Any, /) -> None: ...

lib: _Lib
# END SOLUTION
# BEGIN SOLUTION: # TODO 2: a class with what the package uses of ffi, new() alone, in place of Any
# STUB: ffi: Any

class _FFI:
    def new(self, cdecl: str, init: object = None, /) -> Any: ...

ffi: _FFI
# END SOLUTION
