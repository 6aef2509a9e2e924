"""Run programs of the working directory, each in a fork that has cffi and NumPy imported.

That is ten times faster than anew.

Reads a name a line; answers each with a line of JSON that says what the program wrote, and how it
ended.
"""

import json
import os
import runpy
import sys
import tempfile
import traceback
from pathlib import Path

import cffi
import numpy
import pycparser

assert cffi
assert numpy


def answer(name: str) -> dict:
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        child = os.fork()
        if not child:
            run(name, out.fileno(), err.fileno())
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        return {"status": status, "out": content(out), "err": content(err)}


def content(file) -> str:
    file.seek(0)
    return file.read().decode(errors="replace")


def run(name: str, out: int, err: int) -> None:
    """Become the program; never return."""
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(out, 1)
    os.dup2(err, 2)
    status = 0
    try:
        runpy.run_path(name, run_name="__main__")
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else 1
        if isinstance(end.code, str):
            print(end.code, file=sys.stderr)
    except BaseException:  # whatever it is, it is what the program says
        traceback.print_exc()
        status = 1
    finish(status)


def finish(status: int) -> None:
    import atexit
    import ctypes

    sys.stdout.flush()
    sys.stderr.flush()
    atexit._run_exitfuncs()
    ctypes.CDLL(None).fflush(None)
    os._exit(status)


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent))
    for line in sys.stdin:
        print(json.dumps(answer(line.strip())), flush=True)
