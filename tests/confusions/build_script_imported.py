"""The build script was imported instead of the module."""

from pathlib import Path

from scratch import enter

enter()
Path("rain_build.py").write_text("from cffi import FFI\nffibuilder = FFI()\n")
from rain_build import lib
