"""C wrote past the end of a local array."""

import subprocess
from pathlib import Path

from scratch import enter

enter()
Path("smash.c").write_text("""
#include <string.h>
static void fill(char *text, int n) { for (int i = 0; i < n; i++) text[i] = 'a'; }
int main(int argc, char **argv) { (void)argv; char text[8]; fill(text, 80 * argc); return text[3]; }
""")
subprocess.run(["cc", "-O0", "-fstack-protector-all", "smash.c", "-o", "smash"], check=True)
subprocess.run(["./smash"])
