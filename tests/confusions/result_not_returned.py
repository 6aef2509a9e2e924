"""C leaves a result out, or uses one that was never set."""

import subprocess
from pathlib import Path

from scratch import enter

enter()
Path("half.c").write_text("int half(int n) { if (n > 0) return n / 2; }\n")
subprocess.run(["cc", "-Wall", "-shared", "-fPIC", "-o", "libhalf.so", "half.c"])
