"""Pictures of memory and of fields: a struct's bytes, an array's strides, a field as it changes.

In a notebook, the value of a cell is shown as a picture; `print()` gives the same as text:

    from cffi_workshop import draw
    draw.struct(ffi, "struct point")
    draw.array(np.zeros((3, 4))[:, ::2])
    draw.frames(fields, labels=["0 s", "1 s"], unit="degrees")
"""

from .array import array
from .drawing import Drawing
from .frames import Frames, frames
from .struct import struct

__all__ = ["Drawing", "Frames", "array", "frames", "struct"]
