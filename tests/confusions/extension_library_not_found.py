"""The module was linked, and its library is not found at the import."""

import sys
from pathlib import Path

from scratch import build, library

library("helper", "int helper(void) { return 1; }")
Path("sub").mkdir()
Path("libhelper.so").rename("sub/libhelper.so")
build("_lk", "int helper(void);", "int helper(void);", libraries=["helper"], library_dirs=["sub"])
sys.path.insert(0, ".")
import _lk
