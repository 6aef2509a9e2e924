"""An extension module stays as it was until it is compiled and Python is started anew."""

import sys

from scratch import build

build("_rain", "int days(void);", "static int days(void) { return 7; }")
sys.path.insert(0, ".")
import _rain

build("_rain", "int days(void);", "static int days(void) { return 8; }")
import _rain

print("compiled: 8")
print("imported:", _rain.lib.days())
