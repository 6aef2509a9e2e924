"""The sanitizer saw C follow a bad address."""

import subprocess
from pathlib import Path

from scratch import enter

enter()
Path("null.c").write_text("int main(int argc, char **argv) { (void)argv; int *n = 0; return n[argc - 1]; }\n")
subprocess.run(["cc", "-g", "-fsanitize=address", "null.c", "-o", "null"], check=True)
subprocess.run(["./null"])
