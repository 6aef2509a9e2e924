"""Wheels of packages that are installed, for a page that shows pip at work without a network."""

from __future__ import annotations

import os
import struct
import zipfile
from collections.abc import Iterator
from importlib.metadata import Distribution, PackagePath, distribution
from importlib.util import cache_from_source
from pathlib import Path

__all__ = ["offer_installed"]

NOT_IN_A_WHEEL = {"INSTALLER", "REQUESTED", "RECORD", "direct_url.json"}
IN_PROCESS = "inprocess-build-deps"
"""The feature of pip that fills the environment of a build without starting pip once more."""
NEVER_STALE = struct.pack("<3L", 1, 0, 0)
"""In a compiled file, what stands in the place of the time and the size of its source."""


def offer_installed(folder: Path, *packages: str) -> None:
    """Write wheels of the installed packages into a folder, and have pip look there alone."""
    folder.mkdir(parents=True, exist_ok=True)
    for package in packages:
        wheel_of_installed(package, folder)
    os.environ |= {
        "PIP_NO_INDEX": "1",
        "PIP_FIND_LINKS": str(folder.resolve()),
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        # 0 stands for --no-warn-conflicts. Else each build would read what all installed packages
        # require, which takes longer than the rest of it.
        "PIP_NO_WARN_CONFLICTS": "0",
        **({"PIP_USE_FEATURE": IN_PROCESS} if knows(IN_PROCESS) else {}),
    }


def knows(feature: str) -> bool:
    """Say whether this pip has a feature; it would refuse one that it does not know."""
    options = Path(str(distribution("pip").locate_file("pip/_internal/cli/cmdoptions.py")))
    return options.is_file() and f'"{feature}"' in options.read_text(encoding="utf-8")


def wheel_of_installed(package: str, folder: Path) -> Path:
    """Return a wheel of the installed package, written into `folder`; its commands are left out."""
    installed = distribution(package)
    tag = next(
        line.split()[1]
        for line in (installed.read_text("WHEEL") or "").splitlines()
        if "Tag" in line
    )
    wheel = folder / f"{package}-{installed.version}-{tag}.whl"
    files = list(files_of(installed))
    record = next(f"{path.parent.as_posix()}/RECORD" for path in files if path.name == "METADATA")
    with zipfile.ZipFile(wheel, "w") as archive:
        for path in files:
            archive.write(str(path.locate()), path.as_posix())
            if compiled := bytecode_of(Path(str(path.locate()))):
                archive.writestr(cache_from_source(path.as_posix()), compiled)
        archive.writestr(record, "".join(f"{name},,\n" for name in [*archive.namelist(), record]))
    return wheel


def bytecode_of(source: Path) -> bytes | None:
    """Return what Python has compiled of a file, if it has, so that it holds at every place.

    Else each build would compile all that it imports of setuptools.
    """
    kept = Path(cache_from_source(str(source))) if source.suffix == ".py" else None
    if not kept or not kept.is_file():
        return None
    compiled, found = kept.read_bytes(), source.stat()
    of_source = struct.pack("<3L", 0, int(found.st_mtime), found.st_size)
    return compiled[:4] + NEVER_STALE + compiled[16:] if compiled[4:16] == of_source else None


def files_of(installed: Distribution) -> Iterator[PackagePath]:
    """Yield what a wheel of the package holds by hand, and nothing outside of site-packages."""
    for path in installed.files or ():
        made = path.name in NOT_IN_A_WHEEL or "__pycache__" in path.parts
        if not made and path.parts[0] != ".." and Path(str(path.locate())).is_file():
            yield path
