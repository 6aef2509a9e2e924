"""A process that has the workshop's command imported, and forks a child for each check that a test asks for.

Most of what a warm check takes is the start of Python and the import of pytest; hundreds of checks share both
here. Each is still a process of its own with its own environment, as `workshop check` makes one.
"""

import gc
import json
import os
import signal
import sys
import tempfile
import traceback
from pathlib import Path

import pytest  # noqa: F401 - what a check imports, imported once

from cffi_workshop.cli import check  # noqa: F401
from cffi_workshop.cli.main import main
from cffi_workshop.grading.pytest_plugin import plugin  # noqa: F401


def serve() -> None:
    """Answer each line {"arguments", "environment", "output", "seconds"} with the child's exit status."""
    gc.freeze()  # what a child inherits is no garbage: looking through it would copy every page
    for line in sys.stdin:
        job = json.loads(line)
        pid = os.fork()
        if pid == 0:
            become(job)
        print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)


def become(job: dict) -> None:
    """Run `workshop` with the arguments, and never return; what it prints goes into two files.

    After so many seconds the process is ended: nothing else would end a check that hangs.
    """
    signal.alarm(job["seconds"])
    status = 3
    try:
        os.setsid()
        os.environ.clear()
        os.environ.update(job["environment"])
        tempfile.tempdir = None
        for number, name in ((0, os.devnull), (1, job["output"]), (2, job["output"] + ".errors")):
            os.dup2(os.open(name, os.O_RDWR | os.O_CREAT, 0o600), number)
        sys.stdin, sys.stdout, sys.stderr = open(0), open(1, "w"), open(2, "w")  # noqa: SIM115
        sys.argv = ["workshop", *job["arguments"]]
        main()
        status = 0
    except SystemExit as end:
        status = end.code or 0
    except BaseException:
        Path(job["output"] + ".errors").write_text(traceback.format_exc())
    finally:
        sys.stdout.flush()
        os._exit(status)


if __name__ == "__main__":
    serve()
