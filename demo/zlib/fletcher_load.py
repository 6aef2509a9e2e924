"""Import the two bindings in fresh interpreters, and print whether the loader finds the library.

Run `make library` and `python fletcher_build.py` first.
"""

import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
FOLDER = HERE / "prefix/lib"
VARIABLE = "DYLD_LIBRARY_PATH" if sys.platform == "darwin" else "LD_LIBRARY_PATH"

CALL = """
try:
    from {module} import lib
except ImportError as error:
    print("ImportError:", str(error).splitlines()[0])
else:
    print(f"fletcher16(b'abcde') is {{lib.fletcher16(b'abcde', 5):#06x}}")
"""
SET_IT = f"import os; os.environ[{VARIABLE!r}] = {str(FOLDER)!r}"


def told(program: str, **variables: str) -> str:
    """Run the program in a fresh interpreter with these variables, and return what it prints."""
    env = {name: value for name, value in os.environ.items() if name != VARIABLE}
    command = [sys.executable, "-c", program]
    # In HERE, so that the modules are found. Where libraries are looked for is another matter.
    result = subprocess.run(
        command, cwd=HERE, env={**env, **variables}, stdout=subprocess.PIPE, text=True, check=True
    )
    return result.stdout.strip()


def main() -> None:
    """Try no hint, the variable, the variable set too late, and rpath."""
    call = CALL.format(module="_fletcher")
    print("no hint at all")
    print("   ", told(call))
    print(f"{VARIABLE} is set before Python starts")
    print("   ", told(call, **{VARIABLE: str(FOLDER)}))
    print(f"{VARIABLE} is set by Python itself: too late")
    print("   ", told(SET_IT + call))
    print("rpath stands in the module")
    print("   ", told(CALL.format(module="_fletcher_rpath")))


if __name__ == "__main__":
    main()
