"""The sanitizer saw memory that nobody freed."""

import subprocess
from pathlib import Path

from scratch import enter

enter()
Path("lost.c").write_text("""
#include <stdlib.h>
void *keep;
int main(void) { keep = malloc(8); keep = 0; return 0; }
""")
subprocess.run(["cc", "-g", "-fsanitize=address", "lost.c", "-o", "lost"], check=True)
subprocess.run(["./lost"])
