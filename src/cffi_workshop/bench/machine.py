"""What was measured on: enough to compare by, nothing that names a person or a path."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import re
import subprocess
import sys
from pathlib import Path

from cffi_workshop.grading.building.toolchain import Toolchain

__all__ = ["busy", "cache_sizes", "compiler", "cores", "describe"]

PACKAGES = ("cffi", "numpy", "numba", "pyperf")


def describe() -> dict[str, object]:
    """Return the processor, the system, and the versions of all that takes part."""
    return {
        "processor": processor(),
        "cores": cores(),
        "system": f"{platform.system()} {platform.machine()}",
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "compiler": compiler(),
        **{name: version(name) for name in PACKAGES if version(name)},
    }


def cores() -> int:
    """Return how many cores this process may use, which a batch system may limit."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def busy() -> list[str]:
    """Say so if the machine has more than a little to do already; to be asked before measuring."""
    load = os.getloadavg()[0]
    if load <= cores() / 4:
        return []
    return [
        f"The machine was busy in the minute before (load {load:.1f} on {cores()} cores): "
        "the spread tells what that did; measure again when it is idle."
    ]


def processor() -> str:
    if sys.platform == "darwin":
        return answer(["sysctl", "-n", "machdep.cpu.brand_string"])
    try:
        text = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return platform.processor()
    model = re.search(r"^model name\s*:\s*(.+)$", text, re.MULTILINE)
    return model[1] if model else platform.machine()


def compiler() -> str:
    """Return the first line that the compiler says of itself."""
    return answer([Toolchain.find().cc, "--version"]).split("\n")[0]


def version(package: str) -> str | None:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return None


def cache_sizes() -> dict[str, int]:
    """Return the bytes of the first core's data caches by level, where the system tells them."""
    sizes = {}
    for cache in sorted(Path("/sys/devices/system/cpu/cpu0/cache").glob("index*")):
        level, kind, size = (read(cache / name) for name in ("level", "type", "size"))
        if kind in ("Data", "Unified") and size.endswith("K"):
            sizes[f"L{level}"] = int(size[:-1]) * 1024
    return sizes


def read(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii").strip()
    except OSError:
        return ""


def answer(command: list[str]) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()
