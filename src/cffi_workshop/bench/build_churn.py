"""Build churn(): as a library, and as a C extension for one interpreter."""

from __future__ import annotations

import subprocess
from pathlib import Path

from cffi_workshop.grading.building.toolchain import LIBRARY_SUFFIX, Toolchain

from .compiler import run_compiler

__all__ = ["build"]

HERE = Path(__file__).resolve().parent


def build(python: str, folder: Path) -> None:
    """Put libchurn and churn_extension for that interpreter into `folder`, which is made."""
    folder.mkdir()
    tools = Toolchain.find()
    churn, extension = str(HERE / "churn.c"), str(HERE / "churn_extension.c")
    run_compiler(tools.library_command([churn], str(folder / f"libchurn{LIBRARY_SUFFIX}"), ["-O2"]))
    flags = ["-O2", "-fPIC", f"-I{include_folder(python)}"]
    output = str(folder / "churn_extension.so")
    run_compiler(tools.extension_link_command([churn, extension], output, flags))


def include_folder(python: str) -> str:
    program = "import sysconfig; print(sysconfig.get_path('include'))"
    done = subprocess.run([python, "-c", program], capture_output=True, text=True, check=False)
    return done.stdout.strip()
