"""How the checker looks for what a function leaves in memory, and calls it with large arrays."""

from contextlib import suppress

import numpy as np

SIZE = 20_000  # so that an array or a name outweighs whatever Python itself keeps


def still_held(stage, function):
    """Return how many of eight long arrays or names are still in memory after a call with each."""

    def call(number):
        size = SIZE if number else 80  # a short one makes Python warm
        if function == "label":
            with suppress(Exception):  # there is no room for such a name, as one may say
                stage.script.label(chr(ord("a") + number) * size, [1.0])
            stage.script.label("sun", [float(number)] * (size // 8))
        elif function == "smooth":
            stage.script.smooth([float(number)] * (size // 8))
        else:
            # What has to be converted, where a function is for any type; the other is for float64.
            dtype = np.float32 if function == "mean" else np.float64
            getattr(stage.script, function)(np.full(size // 4, number, dtype))

    return stage.kept(call, SIZE)


def rain_of_many(stage, size):
    """Return the rain of 0, 1, 2 ... tenths of a mm."""
    return stage.script.rain(list(range(size)))


def smooth_many(stage, size):
    """Return what 0, 1, 2 ... degrees are when they are smoothed: how many, their ends, their sum."""
    smoothed = stage.script.smooth(list(map(float, range(size))))
    return [len(smoothed), *smoothed[:2], *smoothed[-2:], sum(smoothed)]


def of_many(stage, function, size, dtype):
    """Return what a function gives of 0, 1, 2 ..., too many to be sent."""
    return getattr(stage.script, function)(np.arange(size, dtype=dtype))
