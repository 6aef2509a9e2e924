"""Of tests that are many and alike, all run, or so many as are drawn by the commit.

A collected answer, a notebook, a page: when one kind breaks, most of its tests do. CI draws a
sixteenth of each, so that each is tried within some commits, and a commit gives the same result
twice.
"""

import functools
import os
import random
import subprocess
from fractions import Fraction
from itertools import groupby

from .surroundings import REPOSITORY

SHARE = Fraction(os.environ.get("WORKSHOP_DRAWN", "1"))


@functools.cache
def commit():
    told = subprocess.run(
        ["git", "rev-parse", "HEAD"], cwd=REPOSITORY, capture_output=True, text=True
    )
    return told.stdout.strip()  # nothing, where there is no git: the same are drawn each time


def drawn(things, kind, share=SHARE):
    """Return so large a share of some things, in their order, and one at least."""
    things = list(things)
    count = max(1, round(len(things) * share))
    places = random.Random(f"{commit()} {kind}").sample(range(len(things)), count)
    return [things[place] for place in sorted(places)]


def left_out(items, share=SHARE):
    """Return the tests that are marked as `alike` and not drawn; what is quick is never left out."""
    alike = [one for one in items if one.get_closest_marker("alike")]
    long = sorted((one for one in alike if not one.get_closest_marker("quick")), key=function_of)
    kept = {
        item
        for function, those in groupby(long, function_of)
        for item in drawn(those, function, share)
    }
    return [one for one in long if one not in kept]


def function_of(item):
    """Return what a test with parameters is called without them."""
    return item.nodeid.partition("[")[0]
