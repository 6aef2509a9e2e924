"""Try everything that the workshop needs of this machine, rather than look for files.

What a learner cannot do without is `needed`; the rest makes verdicts better, and is a warning.
"""

from .examination import Broken, Finding, Trial, examine, exit_status
from .printing import conclusion, render
from .trials import TRIALS

__all__ = ["TRIALS", "Broken", "Finding", "Trial", "conclusion", "examine", "exit_status", "render"]
