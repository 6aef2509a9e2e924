"""Try everything that the workshop needs of this machine, rather than look for files.

What a learner cannot do without is `needed`; the rest makes verdicts better, and is a warning.
"""

from .probe import Broken, Probe, ProbeResult, examine, exit_status
from .probes import PROBES
from .report import conclusion, render

__all__ = [
    "PROBES",
    "Broken",
    "Probe",
    "ProbeResult",
    "conclusion",
    "examine",
    "exit_status",
    "render",
]
