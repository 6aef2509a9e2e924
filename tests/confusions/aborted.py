"""C gave up by itself: abort()."""

import subprocess
from pathlib import Path

from scratch import enter

enter()
Path("half.c").write_text("""
#include <assert.h>
int main(int argc, char **argv) { (void)argv; assert(argc > 1); return 0; }
""")
subprocess.run(["cc", "half.c", "-o", "half"], check=True)
subprocess.run(["./half"])
