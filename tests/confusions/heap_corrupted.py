"""C wrote past the end of a block."""

import subprocess
from pathlib import Path

from scratch import enter

enter()
Path("far.c").write_text("""
#include <stdlib.h>
static void fill(char *text, int n) { for (int i = 0; i < n; i++) text[i] = 'a'; }
int main(int argc, char **argv)
{
    (void)argv;
    fill(malloc(24), 64 * argc);
    return malloc(2000) == 0;
}
""")
subprocess.run(["cc", "-O0", "far.c", "-o", "far"], check=True)
subprocess.run(["./far"])
