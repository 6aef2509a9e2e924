"""C calls a function that nobody declared."""

from scratch import build

build("_rain", "int days(int year);", "")
