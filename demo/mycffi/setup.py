"""What pyproject.toml has no key for: a shared library of C inside of the package."""

import os
import shlex
import subprocess
import sys
from pathlib import Path

from setuptools import setup
from setuptools.command.bdist_wheel import bdist_wheel
from setuptools.command.build_py import build_py

SUFFIX = ".dylib" if sys.platform == "darwin" else ".so"


class BuildWithLibrary(build_py):
    """Compile the C after the Python files are in place."""

    def run(self) -> None:
        super().run()
        package = Path(self.build_lib, "mycffi")
        compiler = shlex.split(os.environ.get("CC", "cc"))
        flags = ["-std=c11", "-O2", "-Wall", "-Wextra", "-shared", "-fPIC"]
        include = f"-I{package / 'include'}"
        library = package / f"libmycffi{SUFFIX}"
        subprocess.run([*compiler, *flags, include, "-o", library, "c/mycffi.c"], check=True)


class WheelOfOneMachine(bdist_wheel):
    """Name the wheel after what is in it: no module of one Python, but a library of one system."""

    def finalize_options(self) -> None:
        super().finalize_options()
        self.root_is_pure = False

    def get_tag(self) -> tuple[str, str, str]:
        return "py3", "none", super().get_tag()[2]


setup(cmdclass={"build_py": BuildWithLibrary, "bdist_wheel": WheelOfOneMachine})
