"""The same two functions in API mode, out-of-line: the C compiler checked the declarations.

Run `python libm_build.py` first; it compiles _libm.
"""

from _libm import lib

cube_root = lib.cbrt
diagonal = lib.hypot
