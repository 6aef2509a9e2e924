"""What becomes of a camera that is closed, left or gone, and of the arrays that outlive it."""

import builtins
import contextlib
from gc import collect

import numpy as np

from .scenes import ENDINGS, counted, let_go, pixels


def after_refusal(stage):
    """Take another frame of a camera whose close() was refused."""
    camera = stage.script.Camera(3, 5)
    array = camera.frame()
    with contextlib.suppress(BufferError):
        camera.close()
    another = camera.frame()
    del array
    return "an array" if isinstance(another, np.ndarray) else type(another).__name__


def close_under_array(stage):
    """Close a camera while a part of an array looks at a frame."""
    camera = stage.script.Camera(3, 5)
    row = camera.frame()[1]
    stage.refused(camera.close)
    return pixels(row)


def array_after_refusal(stage):
    """Return an array whose camera refused to be closed."""
    camera = stage.script.Camera(3, 5)
    array = camera.frame()
    with contextlib.suppress(BufferError):
        camera.close()
    return pixels(array)


def frame_when_closed(stage):
    """Take a picture with a closed camera."""
    camera = stage.script.Camera(3, 5)
    camera.close()
    stage.refused(camera.frame)
    return "an array"


def _closed(camera):
    camera.close()
    return camera


def _closed_twice(camera):
    camera.frame()
    camera.close()
    camera.close()
    return camera


def _left(camera):
    with camera as target:
        target.frame()
    return camera


def _left_by_ctrl_c(camera):
    try:
        with camera as target:
            target.frame()
            raise KeyboardInterrupt
    except KeyboardInterrupt:
        return camera


def _closed_after_refusal(camera):
    array = camera.frame()
    try:
        camera.close()
    except BufferError:
        del array
    collect()
    camera.close()
    return camera


def _closed_after_a_frame_too_many(camera):
    arrays = [camera.frame() for _ in range(4)]
    with contextlib.suppress(BlockingIOError):
        camera.frame()
    del arrays
    collect()
    camera.close()
    return camera


def _array_last(camera):
    array = camera.frame()
    del camera
    collect()
    return array.sum() and None


def _camera_in_a_cycle(camera):
    camera.frame()
    cycle = [camera]
    cycle.append(cycle)


CLOSINGS = {
    "closed": _closed,
    "closed twice": _closed_twice,
    "left": _left,
    "left by Ctrl-C": _left_by_ctrl_c,
    "closed after refusal": _closed_after_refusal,
    "closed after a frame too many": _closed_after_a_frame_too_many,
    "let go": let_go,
    "array let go last": _array_last,
    "let go in a cycle": _camera_in_a_cycle,
}


def open_after(stage, ending):
    """Count the cameras that are open when one was brought to its `ending`."""
    return counted(stage, "open", lambda: CLOSINGS[ending](stage.script.Camera(3, 5)))


BEFORE_RAISING = {
    "at once": lambda camera: None,
    "after a picture": let_go,
    "after close()": lambda camera: camera.close(),
}


def after_error(stage, name, when):
    """Return what comes out of a with block in which an exception was raised."""
    try:
        with stage.script.Camera(3, 5) as camera:
            BEFORE_RAISING[when](camera)
            raise getattr(builtins, name)
    except getattr(builtins, name):
        return name
    return "no exception"


def open_with_orphan(stage):
    """Count the cameras that are open when one is gone, but for an array of it."""
    return counted(stage, "open", lambda: stage.script.Camera(3, 5).frame())


def orphan(stage):
    """Return an array whose camera is gone."""
    array = stage.script.Camera(3, 5).frame()
    collect()
    others = [stage.script.Camera(3, 5).frame() for _ in range(3)]
    del others
    return pixels(array)


def closed_under(stage, closings):
    """Count how often a camera was closed while a frame of it was lent."""
    return counted(stage, "under", lambda: _use(stage, closings))


def misused(stage, closings):
    """Count what C got that it had not lent, or had closed already."""
    return counted(stage, "misused", lambda: _use(stage, closings))


def _use(stage, closings):
    for end in (*ENDINGS.values(), *(CLOSINGS[each] for each in closings)):
        end(stage.script.Camera(3, 5))
