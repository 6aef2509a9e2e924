"""What outlives a check, for the next one in a process that forks a child for each."""

from __future__ import annotations

from dataclasses import dataclass, field

from cffi_workshop.sandbox import KeptServers

from .collected_checks import CollectedChecks
from .remembered import Remembered

__all__ = ["Ready"]


@dataclass
class Ready:
    """Fork servers that need not be started, checks that need not be looked for, known answers."""

    kept: KeptServers = field(default_factory=KeptServers)
    collected: CollectedChecks = field(default_factory=CollectedChecks)
    remembered: Remembered = field(default_factory=Remembered)
