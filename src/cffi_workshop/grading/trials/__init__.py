"""A mistake is found by trial: which small change makes the check pass that failed.

Code in a style of one's own cannot be held against the solution line by line. But it can be run:
where one comparison more or less, another name, or a line that was left out mends the check, there
the mistake is. Whatever is tried runs in the sandbox, as the hand-in does.

placed.py       the place of a finding, by search.py: which text mends it, in how much time;
                again.py is the check made once more, chosen.py which of those that mend is told,
                said_once.py the value behind its line, put_right.py code that is nearly the
                solution's; kept_traces.py where a callback raised
steps.py        all texts that are tried, the likeliest first
told/           in a sentence, what the change that mends says of the hand-in
runs/           many texts in one run, and how much is tried for a cause
elsewhere/      texts from elsewhere: from the solution, from what others got wrong before
script/         what a script leaves out, or has otherwise
native/         the same in C and Fortran
lines/          two lines that change places, or are alike
line/           another word, sign or number in one line, in any language
text/           what all of these are made of: one change, a statement, the names that there are

What stands higher in this list imports what stands lower, and not the other way round.
"""

from .again import Which
from .placed import placed

__all__ = ["Which", "placed"]
