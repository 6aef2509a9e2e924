"""How the checker uses a camera as a program would, and has C count what is lent and open."""

import contextlib
from gc import collect

import numpy as np

CDEF = """
    uint64_t probe_open(uint64_t nonce);
    uint64_t probe_lent(uint64_t nonce);
    uint64_t probe_misused(uint64_t nonce);
    uint64_t probe_under(uint64_t nonce);
    void probe_write(uint16_t pixel);
"""
PARTS = {
    "the array": lambda array: array,
    "a row": lambda array: array[1],
    "a column": lambda array: array[:, 2],
    "part of a part": lambda array: array[1][1:][::2],
    "turned": lambda array: array.T,
}


def pictures(stage, height, width):
    """Return type, shape and pixels of two pictures, taken one after the other."""
    camera = stage.script.Camera(height, width)
    first, second = camera.frame(), camera.frame()
    return [_told(first), _told(second)]


def last_pixel(stage, height, width):
    """Return height and width of a picture, and its last pixel."""
    array = stage.script.Camera(height, width).frame()
    return [*array.shape, int(array[-1, -1])]


def _told(array):
    if not isinstance(array, np.ndarray):
        return f"a {type(array).__name__}"
    return [array.dtype.name, list(array.shape), pixels(array)]


def pixels(array):
    """Return the pixels as Python's own lists, whatever class the array is of."""
    return np.array(array, copy=True, subok=False).tolist()


def seen(stage, height, width, pixel):
    """Return an array after C has written into the frame that it looks at."""
    _, lib = stage.c(CDEF)
    camera = stage.script.Camera(height, width)
    array = camera.frame()
    lib.probe_write(pixel)
    return pixels(array)


def values_seen(stage, height, width, pixel):
    """Return which values a large array has after C has written into the frame that it looks at."""
    _, lib = stage.c(CDEF)
    camera = stage.script.Camera(height, width)
    array = camera.frame()
    lib.probe_write(pixel)
    return np.unique(array).tolist()[:3]


def write(stage):
    """Write into an array."""
    array = stage.script.Camera(2, 3).frame()
    array[0, 0] = 1
    return pixels(array)


def counted(stage, what, action):
    """Return what C counts before something was done, and after it with what came of it kept."""
    _, lib = stage.c(CDEF)
    return stage.counted(getattr(lib, f"probe_{what}"), action)


def lent_while(stage, what):
    """Count the frames that are lent while a part of an array is kept."""

    def use():
        camera = stage.script.Camera(3, 5)
        return camera, PARTS[what](camera.frame())

    return counted(stage, "lent", use)


def still(stage, what):
    """Return a part of an array after other pictures were taken by the same camera."""
    camera = stage.script.Camera(3, 5)
    part = PARTS[what](camera.frame())
    collect()
    with contextlib.suppress(BlockingIOError):
        for _ in range(10):
            camera.frame()
    return pixels(part)


def lent_after(stage, ending):
    """Count the frames that are lent when arrays were used to the `ending`."""

    def use():
        camera = stage.script.Camera(3, 5)
        return camera, ENDINGS[ending](camera)

    return counted(stage, "lent", use)


def let_go(camera):
    camera.frame().sum()


def _let_parts_go(camera):
    array = camera.frame()
    row, column = array[1], array[:, 2]
    del array
    del row
    column.sum()


def _raise(camera):
    try:
        for _row in camera.frame():
            raise LookupError
    except LookupError:
        pass


def _in_a_cycle(camera):
    cycle = [camera.frame()]
    cycle.append(cycle)


def _one_of_two(camera):
    first, second = camera.frame(), camera.frame()
    del first
    return second


ENDINGS = {
    "let go": let_go,
    "parts let go": _let_parts_go,
    "raised": _raise,
    "in a cycle": _in_a_cycle,
    "one of two": _one_of_two,
}


def _four(stage):
    camera = stage.script.Camera(3, 5)
    return camera, [camera.frame() for _ in range(4)]


def fifth(stage):
    """Take a fifth frame of four."""
    camera, _arrays = _four(stage)
    stage.refused(camera.frame)
    return "an array"


def fifth_after_one(stage):
    """Take a fifth frame, first in vain, and again when one of four is gone."""
    camera, arrays = _four(stage)
    with contextlib.suppress(BlockingIOError):
        camera.frame()
    del arrays[2]
    collect()
    camera.frame()
    return "an array"


def beside_another(stage):
    """Take a frame while all four of another camera are lent."""
    other, arrays = _four(stage)
    camera = stage.script.Camera(3, 5)
    camera.frame()
    del other, arrays
    return "an array"


def closed_beside_another(stage):
    """Close a camera while a frame of another one is lent."""
    other = stage.script.Camera(3, 5)
    array = other.frame()
    with stage.script.Camera(3, 5) as camera:
        camera.frame()
    del array
    return "fine"


def many(stage, count):
    """Take and drop pictures."""
    with stage.script.Camera(3, 5) as camera:
        for _ in range(count):
            camera.frame()
    return "fine"
