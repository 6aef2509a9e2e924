"""The module was compiled for another version of Python."""

import shutil
import sys

from scratch import build

path = build("_add", "int add(int a, int b);", "static int add(int a, int b) { return a + b; }")
shutil.copy(path, "_sum.abi3.so")
sys.path.insert(0, ".")
import _sum
