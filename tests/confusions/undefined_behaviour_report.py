"""The sanitizer saw arithmetic that C does not define."""

import subprocess
from pathlib import Path

from scratch import enter

enter()
Path("sum.c").write_text("""
#include <limits.h>
int main(int argc, char **argv) { (void)argv; int n = INT_MAX; return n + argc == 0; }
""")
subprocess.run(["cc", "-g", "-fsanitize=undefined", "sum.c", "-o", "sum"], check=True)
subprocess.run(["./sum"])
