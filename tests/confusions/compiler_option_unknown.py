"""The compiler does not know an option that it was given."""

import subprocess
from pathlib import Path

from scratch import enter

enter()
Path("half.c").write_text("int half(int n) { return n / 2; }\n")
subprocess.run(["cc", "-fno-such-option", "-c", "half.c"])
