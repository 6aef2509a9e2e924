"""The sanitizer saw an access outside of a block."""

import subprocess
from pathlib import Path

from scratch import enter

enter()
Path("far.c").write_text("""
#include <stdlib.h>
int main(int argc, char **argv) { (void)argv; int *n = malloc(8); return n[1 + argc]; }
""")
subprocess.run(["cc", "-g", "-fsanitize=address", "far.c", "-o", "far"], check=True)
subprocess.run(["./far"])
