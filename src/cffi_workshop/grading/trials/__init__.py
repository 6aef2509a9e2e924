"""A mistake is found by trial: which small change makes the check pass that failed.

Code in a style of one's own cannot be held against the solution line by line. But it can be run:
where one comparison more or less, another name, or a line that was left out mends the check, there
the mistake is. Whatever is tried runs in the sandbox, as the hand-in does.
"""

from .placed import placed
from .search import Which

__all__ = ["Which", "placed"]
