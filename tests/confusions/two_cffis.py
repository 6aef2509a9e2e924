"""Two versions of cffi are mixed."""

import sys
import types

sys.modules["_cffi_backend"] = types.ModuleType("_cffi_backend")
sys.modules["_cffi_backend"].__version__ = "1.16.0"
sys.modules["_cffi_backend"].__file__ = "/usr/lib/python3/dist-packages/_cffi_backend.so"

from cffi import FFI

FFI()
