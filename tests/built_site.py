"""The lesson's site, built once for all processes that test it, and a server for it.

The server has the site below a path.
"""

import functools
import http.server
import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Mapping
from contextlib import contextmanager

import pytest

from cffi_workshop.exercises.checkout import episode_slugs

from .surroundings import REPOSITORY
from .workers import alone

EPISODES = episode_slugs(REPOSITORY)
EXERCISES = sorted(
    f"exercise-{path.parent.name}" for path in REPOSITORY.glob("solutions/*/exercise.toml")
)
BESIDE = sorted(path.stem for path in (REPOSITORY / "website" / "pages").glob("*.md"))
PAGES = EPISODES + EXERCISES + BESIDE
SUB_PATH = "some/where"


def build(folder):
    """Build the site as `make site` does, below `folder`, which keeps what cells showed."""
    command = [sys.executable, "-m", "sphinx", "-q", "-j", "auto", "-W", "--keep-going", "-n"]
    command += ["-c", "website", "-d", str(folder / "doctrees"), ".", str(folder / "html")]
    return subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True)


@pytest.fixture(scope="session")
def site(request):
    """Give the folder of the built site.

    What cells showed is kept from run to run, the pages are not.
    """
    pytest.importorskip("myst_nb", reason="no myst-nb: python -m pip install -e '.[site]'")
    folder = request.config.cache.mkdir("site")
    mark = folder / "built-by"
    session = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
    with alone(folder / "lock"):
        if not mark.exists() or mark.read_text() != session:
            mark.unlink(missing_ok=True)
            for name in ("html", "doctrees"):
                shutil.rmtree(folder / name, ignore_errors=True)
            (folder / "complaints").write_text(build(folder).stderr)
            mark.write_text(session)
    if not (folder / "html" / "index.html").exists():
        pytest.fail((folder / "complaints").read_text(), pytrace=False)
    return folder / "html"


def indexed(script):
    """Return the sections that the search knows, from the script that brings them."""
    return json.loads(script.splitlines()[0].removeprefix("window.lessonIndex=").rstrip(";"))


@pytest.fixture(scope="session")
def pages(site):
    """Give every page, parsed, by its name."""
    return Pages(site)


class Pages(Mapping):
    """The pages of a folder, each parsed when it is first asked for.

    A worker that takes over a few tests of the site needs a few of them, and all take seconds.
    """

    def __init__(self, folder):
        self._paths = {path.stem: path for path in folder.glob("*.html")}
        self._parsed = {}

    def __getitem__(self, name):
        if name not in self._parsed:
            self._parsed[name] = parsed(self._paths[name])
        return self._parsed[name]

    def __iter__(self):
        return iter(self._paths)

    def __len__(self):
        return len(self._paths)


def parsed(path):
    from bs4 import BeautifulSoup

    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serve the site as if it lay below SUB_PATH; nothing else is there."""

    def translate_path(self, path):
        inside = path.removeprefix(f"/{SUB_PATH}/")
        return super().translate_path("/nowhere" if inside == path else f"/{inside}")

    def log_message(self, *words):
        """Say nothing of what is asked for."""


@contextmanager
def served(folder):
    """Serve a folder on the loopback interface; give the address of its first page."""
    handler = functools.partial(Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/{SUB_PATH}/"
        finally:
            server.shutdown()
            thread.join()
