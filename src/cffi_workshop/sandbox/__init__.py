"""Where the learner's code runs: apart from the judge, under limits, in bubblewrap if it works.

sandbox.py       the sandbox of one check: scratch.py its folder, bubblewrap.py its two layers,
                 environment.py what a run sees
run.py           one run, asked and ended: limits.py how much, ended.py how it came to its end,
                 neighbours.py who ran beside it
replies.py       what comes back, held against forms.py
servers.py       the processes that fork runs: fork_server.py one, kept_servers.py those that stay
"""

from .bubblewrap import bubblewrap_works
from .ended import TooBusy
from .environment import FREED, Sanitizer, Watcher
from .kept_servers import KeptServers
from .limits import Deadline
from .replies import ExitReport
from .run import Run, RunEnded
from .sandbox import Sandbox

__all__ = [
    "FREED",
    "Deadline",
    "ExitReport",
    "KeptServers",
    "Run",
    "RunEnded",
    "Sandbox",
    "Sanitizer",
    "TooBusy",
    "Watcher",
    "bubblewrap_works",
]
