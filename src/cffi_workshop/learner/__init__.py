"""What is kept for a learner: progress, a reset that loses nothing, the room that was joined."""

from pathlib import Path

__all__ = ["COPIES", "JOINED", "LAB", "checkout_of", "has_joined", "lab_of", "room_root"]

JOINED = Path(".workshop/room/joined.json")
"""Where a learner's room stands. Who has not joined pays for one look at it, and nothing more."""
LAB = Path(".workshop/lab")
"""The folder that JupyterLab works in, seen from the checkout."""
COPIES = Path(".workshop/copies.json")
"""What was written there at the last start, seen from that folder."""


def checkout_of(root: Path) -> Path | None:
    """Return the checkout that a folder of JupyterLab belongs to; None for any other folder."""
    return root.parents[1] if root.parts[-2:] == LAB.parts else None


def lab_of(root: Path) -> Path | None:
    """Return the folder that JupyterLab works in, if there is one."""
    folder = root / LAB
    return folder if (folder / COPIES).is_file() else None


def room_root(root: Path) -> Path:
    """Return the folder whose room counts.

    One that was joined in a terminal counts in JupyterLab, and the other way round.
    """
    return checkout_of(root) or root


def has_joined(root: Path) -> bool:
    """Say whether whoever works in this folder is in a room."""
    return (room_root(root) / JOINED).exists()
