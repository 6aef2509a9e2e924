"""Packages that a learner has no need of: an extra brings them, and here is how it is installed."""

from __future__ import annotations

from importlib.util import find_spec

from .errors import WorkshopError

__all__ = ["ExtraMissing", "install_command", "require_extra"]


def install_command(extra: str) -> str:
    return f"python -m pip install -e '.[{extra}]'"


class ExtraMissing(WorkshopError):
    """What needs a package that is not installed, as in "Making notebooks", and what brings it."""

    def __init__(self, what: str, package: str | None, extra: str) -> None:
        super().__init__(
            f"{what} needs {package}, which is not installed; run `{install_command(extra)}` in "
            "the workshop's folder."
        )


def require_extra(what: str, extra: str, *packages: str) -> None:
    """Raise ExtraMissing where a package is not there; importing them would take its time."""
    for package in packages:
        if not find_spec(package):
            raise ExtraMissing(what, package, extra)
