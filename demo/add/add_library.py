"""Where `make` puts the shared library. The Makefile names it by the same rule."""

import sys
from pathlib import Path

__all__ = ["LIBRARY"]

# A full path works from any directory. The bare name "libadd.so" would be
# searched for in the system's folders only, and not here.
LIBRARY = Path(__file__).with_name("libadd.dylib" if sys.platform == "darwin" else "libadd.so")
