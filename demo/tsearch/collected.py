"""Let C call an old-style callback that Python has kept, dropped, or replaced: ABI mode, in-line.

Each case runs in a process of its own, because calling a dropped callback may end the process.
"""

import subprocess
import sys

CASE = """
import resource
import sys

from cffi import FFI

resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a crash leaves no core file
resource.setrlimit(resource.RLIMIT_CPU, (2, 2))  # what lies there may also loop without end
ORDER = "int(const void *, const void *)"

ffi = FFI()
ffi.cdef('''
    struct order { int (*compare)(const void *, const void *); };
    void *tsearch(const void *key, void **root, int (*compare)(const void *, const void *));
''')
libc = ffi.dlopen(None)


def say(what):
    print(what, flush=True)
    return 0


callback = ffi.callback(ORDER, lambda a, b: say("the callback ran"))
# C has the address, and no claim on the object.
order = ffi.new("struct order *", {"compare": callback})
if sys.argv[1] != "kept":
    del callback
if sys.argv[1] == "replaced":
    other = ffi.callback(ORDER, lambda a, b: say("another callback ran"))

root, words = ffi.new("void **"), [ffi.new("char[]", b"one"), ffi.new("char[]", b"two")]
for word in words:
    libc.tsearch(word, root, order.compare)  # the first word has none to be compared with
"""


def outcome(case: str) -> str:
    """Run a case and return what it said, or that it was ended by a signal."""
    child = subprocess.run([sys.executable, "-c", CASE, case], capture_output=True, text=True)
    if child.returncode < 0:
        return "the process died"
    return child.stdout.strip() or child.stderr.strip()


def main() -> None:
    """Print what becomes of each case."""
    for case in ["kept", "dropped", "replaced"]:
        print(f"{case:<9} {outcome(case)}")


if __name__ == "__main__":
    main()
