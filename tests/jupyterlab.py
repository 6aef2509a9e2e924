"""A JupyterLab and a browser, as a learner has them.

A file that tests with them says what `checkout` is.
"""

import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from .surroundings import not_here


@pytest.fixture(scope="module")
def server(checkout):
    """Start JupyterLab; give its process and the address that it prints."""
    home = checkout.parent / "home"
    home.mkdir()
    inherited = {
        name: value for name, value in os.environ.items() if not name.startswith("JUPYTER")
    }
    process = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "from cffi_workshop.cli.lab import lab; lab()",
            "--no-browser",
            "--port=0",
        ],
        cwd=checkout,
        env={**inherited, "HOME": str(home), "PYTHONPATH": str(checkout / "src"), "TERM": "dumb"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=(log := (home / "log").open("w+")),
        start_new_session=True,
    )
    try:
        yield process, printed_address(process, Path(log.name))
    finally:
        end_all(process)
        log.close()


def printed_address(process, log):
    """Return the address once the server answers there: it is printed some time before."""
    while process.poll() is None:
        found = re.search(r"http://127\.0\.0\.1:(\d+)/\S+token=\w+", log.read_text())
        if found and answers(int(found[1])):
            return found[0]
        try:
            process.wait(0.1)
        except subprocess.TimeoutExpired:
            continue
    pytest.fail(f"JupyterLab ended by itself:\n{log.read_text()}")


def answers(port):
    with socket.socket() as here:
        return here.connect_ex(("127.0.0.1", port)) == 0


def end_all(process):
    """End the server, then the kernels that it may have left."""
    family = psutil.Process(process.pid).children(recursive=True) if process.poll() is None else []
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    for one in family:
        if one.is_running():
            one.kill()


@pytest.fixture(scope="module")
def browser():
    """Yield a browser for the tests of a file.

    Playwright keeps an event loop that the tests of other files would trip over.
    """
    try:
        from headless import find_command, headless_browser
    except ImportError:
        not_here("no playwright: python -m pip install playwright")
    if not find_command():
        not_here("no chromium: apt-get install chromium-headless-shell")
    with headless_browser() as one:
        yield one


@pytest.fixture(scope="session")
def axe():
    """The script that finds what keeps somebody from using a page."""
    from axe_playwright_python import base

    return base.AXE_FILE_PATH.read_text(encoding="utf-8")
