"""The sanitizer saw memory in use that was freed."""

import subprocess
from pathlib import Path

from scratch import enter

enter()
Path("late.c").write_text("""
#include <stdlib.h>
int main(void) { int *n = malloc(8); free(n); return n[0]; }
""")
subprocess.run(["cc", "-g", "-fsanitize=address", "late.c", "-o", "late"], check=True)
subprocess.run(["./late"])
