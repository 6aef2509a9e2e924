"""How the checker looks for what a function leaves in memory."""

from gc import collect

import numpy as np

SIZE = 20_000  # so that an array or a name outweighs whatever Python itself keeps


def still_held(stage, function):
    """Return how many of eight long arrays or names are still in memory after a call with each."""

    def call(number):
        if function == "label":
            stage.script.label(chr(ord("a") + number) * SIZE, [1.0])
        elif function == "smooth":
            stage.script.smooth([float(number)] * (SIZE // 8))
        else:
            getattr(stage.script, function)(np.full(SIZE // 4, number, np.float32))

    call(0)  # which makes Python warm
    collect()
    before = stage.held()
    for number in range(1, 9):
        call(number)
    collect()
    return round((stage.held() - before) / SIZE)
