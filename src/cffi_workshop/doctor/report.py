"""What of a finding is shown, with how to mend it on each system."""

from __future__ import annotations

from cffi_workshop.grading.building.toolchain import SYSTEMS
from cffi_workshop.report import TerminalStyle, fold, plain

from .probe import ProbeResult, exit_status

__all__ = ["conclusion", "render"]

MARKS = {"works": "passed", "broken": "failed", "warning": "warning", "not-tried": "not-run"}


def render(found: ProbeResult, look: TerminalStyle) -> str:
    """Return a line of what was found, and below it how to mend what does not work."""
    head = f"{found.name:<15} {plain(found.says)}"
    lines = [fold(head, look.width - 5, "", " " * 16)]
    if len(found.mend) == 1:  # the same on every system
        lines.append(f"{'mend:':>15} {found.mend[0]}")
    else:
        ways = zip(SYSTEMS, found.mend, strict=False)
        lines += [f"{system + ':':>15} {way}" for system, way in ways if way]
    indent = "\n" + " " * (4 if look.unicode else 5)
    return f"  {look.mark(MARKS[found.status])} " + "\n".join(lines).replace("\n", indent)


def conclusion(findings: list[ProbeResult]) -> str:
    if exit_status(findings):
        return (
            "Something that the workshop needs does not work: mend what is marked, then try again."
        )
    if any(found.status == "warning" for found in findings):
        return "All that you need works; what is marked ! would make verdicts better."
    return "Everything works."
