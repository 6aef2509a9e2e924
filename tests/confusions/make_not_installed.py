"""make is not installed."""

import os
import subprocess

subprocess.run(["make"], env={"PATH": "/nowhere"} if os.name else None)
