"""The compiler does not find a header."""

from scratch import build

build("_rain", "int days(void);", '#include "rain.h"')
