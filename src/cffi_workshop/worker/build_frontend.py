"""What a build front-end does, one step at a time, with nothing importable but what it is told.

    python -S build_frontend.py STEP LINKS

STEP is sdist, wheel or install. LINKS is a file with one path a line: the files and folders of
installed packages that this step may import, so that a requirement that was not named is not there
either. What pip does beside this is to fetch those packages, for which it would need the network.
"""

import contextlib
import importlib
import operator
import os
import subprocess
import sys
import tarfile
import tomllib
from pathlib import Path
from typing import Any

SITE = "site"  # the folder that the packages are linked into
COMPILED = "compile() was called while the package was built"


def main(step: str, links: str) -> None:
    site = Path(SITE).resolve()
    site.mkdir()
    for line in Path(links).read_text().splitlines():
        (site / Path(line).name).symlink_to(line)
    {"sdist": sdist, "wheel": wheel, "install": install}[step](str(site))


def sdist(site: str) -> None:
    """Make the source distribution of the project in this folder."""
    with_backend(site, "project").build_sdist("..")


def wheel(site: str) -> None:
    """Unpack the source distribution that lies here, and make a wheel of it."""
    with tarfile.open(next(Path().glob("*.tar.gz"))) as archive:
        # Nothing of it is ours to protect here; a Python before 3.11.4 has no filters.
        safely: dict[str, Any] = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}
        archive.extractall("unpacked", **safely)
    here = str(Path.cwd())
    with_backend(site, str(next(Path("unpacked").iterdir()))).build_wheel(here)


def with_backend(site: str, folder: str):
    """Go into a project's folder and return the build backend that its pyproject.toml names."""
    os.chdir(folder)
    os.environ["PYTHONPATH"] = site
    # As a front-end does it: the project's own folder is not on the path, unless backend-path says
    # so.
    sys.path[:] = [*sys.path[1:], site]
    with contextlib.suppress(ImportError):  # it is not asked for
        importlib.import_module("cffi").FFI.compile = note_compile
    system = tomllib.loads(Path("pyproject.toml").read_text()).get("build-system", {})
    sys.path[:0] = [str(Path(each).resolve()) for each in system.get("backend-path", ())]
    module, _, inside = system.get("build-backend", "setuptools.build_meta").partition(":")
    backend = importlib.import_module(module)
    return operator.attrgetter(inside)(backend) if inside else backend


def note_compile(*_args: object, **_options: object) -> None:
    """Stand for FFI.compile(): what the build compiles, no script is to compile as well."""
    print(COMPILED, file=sys.__stderr__, flush=True)


def install(site: str) -> None:
    """Install the wheel that lies here with pip, and pack up what that gave."""
    options = ["--no-index", "--no-deps", "--no-compile", "--disable-pip-version-check", "--quiet"]
    options += ["--root-user-action=ignore", "--target", "installed"]
    wheel = str(next(Path().glob("*.whl")))
    pip = [sys.executable, "-S", "-m", "pip", "install", *options, wheel]
    subprocess.run(pip, env={**os.environ, "PYTHONPATH": site}, check=True)
    with tarfile.open("installed.tar", "w") as archive:
        archive.add("installed", ".")


if __name__ == "__main__":
    main(*sys.argv[1:])
