"""Wheels of packages that are installed, for a page that shows pip at work without a network."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterator
from importlib.metadata import Distribution, PackagePath, distribution
from pathlib import Path

__all__ = ["offer_installed"]

NOT_IN_A_WHEEL = {"INSTALLER", "REQUESTED", "RECORD", "direct_url.json"}


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
    }


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
        archive.writestr(record, "".join(f"{name},,\n" for name in [*archive.namelist(), record]))
    return wheel


def files_of(installed: Distribution) -> Iterator[PackagePath]:
    """Yield what a wheel of the package holds: no bytecode, nothing outside of site-packages."""
    for path in installed.files or ():
        made = path.name in NOT_IN_A_WHEEL or "__pycache__" in path.parts
        if not made and path.parts[0] != ".." and Path(str(path.locate())).is_file():
            yield path
