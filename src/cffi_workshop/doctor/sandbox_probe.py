"""The probe of the sandbox: bubblewrap shuts a program in, and the compiler works inside."""

from __future__ import annotations

from pathlib import Path

from cffi_workshop.errors import WorkshopError

from .probe import Broken
from .run import telling_line

__all__ = ["try_sandbox"]


def try_sandbox(_folder: Path) -> str:
    from cffi_workshop.sandbox import bubblewrap_works

    works, reason = bubblewrap_works()
    if not works:
        raise Broken(
            f"{reason.rstrip('.')}. Your own work is checked all the same, within limits; "
            "grading the work of others needs bubblewrap."
        )
    require_tools_inside()
    return reason or "bubblewrap shuts a program in, and the compiler works inside"


def require_tools_inside() -> None:
    """Raise Broken where a tool works outside of the sandbox alone, as from a home folder."""
    from cffi_workshop.grading.building.toolchain import Toolchain
    from cffi_workshop.grading.machine import require_rights
    from cffi_workshop.sandbox import Sandbox

    makefile = "answer.o: answer.c\n\t$(COMPILER) -c answer.c\n"
    files = {"Makefile": makefile.encode(), "answer.c": b"int answer(void) { return 42; }\n"}
    try:
        require_rights()
        tools = Toolchain.find()
        with Sandbox("auto", (), None, tools=tools.folders) as sandbox:
            command = [tools.make, f"COMPILER={tools.cc}"]
            ending = sandbox.command(command, files, ("answer.o",))
    except WorkshopError as error:
        raise Broken(str(error)) from None
    if not ending.files:
        raise Broken(
            f"{tools.cc} or {tools.make} does not work inside of it: {telling_line(ending.output)}"
        )
