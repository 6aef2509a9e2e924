"""Another copy of the module is imported."""

import sys
from pathlib import Path

from scratch import enter

enter()
for version, folder in (("old", "."), ("new", "installed")):
    Path(folder).mkdir(exist_ok=True)
    Path(folder, "_rain.py").write_text(f"version = '{version}'\n")
sys.path[:0] = [".", "installed"]
import _rain

print("installed: new")
print("imported: ", _rain.version)
