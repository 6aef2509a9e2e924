"""What is kept for a learner: progress, a reset that loses nothing, the room that was joined."""

from pathlib import Path

__all__ = ["JOINED"]

JOINED = Path(".workshop/room/joined.json")
"""Where a learner's room stands. Who has not joined pays for one look at it, and nothing more."""
