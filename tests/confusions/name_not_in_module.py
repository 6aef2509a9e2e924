"""The module that was imported has no ffi, or no lib."""

from pathlib import Path

from scratch import enter

enter()
Path("_add").mkdir()
from _add import lib
