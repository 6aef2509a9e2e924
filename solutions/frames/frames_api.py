"""A camera's frames as arrays, over _frames in API mode, out-of-line.

Run `python frames_build.py` first; it compiles _frames.
"""

import numpy as np
from _frames import ffi, lib


class Camera:
    """A camera whose pictures are arrays over C's memory. Close it after use, or open it in a `with`."""

    def __init__(self, height: int, width: int) -> None:
        if height < 1 or width < 1:
            raise ValueError(f"{height} by {width} pixels; expected 1 by 1 or more")
        camera = lib.camera_open(height, width)
        if camera == ffi.NULL:
            raise MemoryError(f"C has no memory for frames of {height} by {width} pixels")
        self._camera = ffi.gc(camera, lib.camera_close)  # None once the camera is closed

    def frame(self) -> np.ndarray:
        """Take a picture, and return it as a read-only array of uint16, height by width, without a copy.

        The frame goes back to C when the last array that looks at it is gone, a slice of it as well.
        Raises BlockingIOError when all frames are lent, ValueError when the camera is closed.
        """
        if self._camera is None:
            raise ValueError("the camera is closed")
        # BEGIN SOLUTION: raise NotImplementedError("TODO 1: camera_take(), and who gives it back")
        # STUB: raise NotImplementedError("TODO 2: an array over the pixels, which keeps that owner")
        # The lambda keeps the camera, so that C's memory outlives the last name of this object.
        camera = self._camera
        frame = lib.camera_take(camera)
        if frame == ffi.NULL:
            raise BlockingIOError("all frames are lent")
        # The array keeps the buffer, the buffer keeps `pixels`, and `pixels` gives the frame back.
        pixels = ffi.gc(frame.pixels, lambda _: lib.camera_give_back(camera, frame))
        buffer = ffi.buffer(pixels, frame.height * frame.row_stride)
        shape, strides = (frame.height, frame.width), (frame.row_stride, 2)
        array = np.ndarray(shape, np.uint16, buffer, strides=strides)
        array.flags.writeable = False
        return array
        # END SOLUTION

    def close(self) -> None:
        """Give the camera's memory back now. Closing twice does nothing.

        Raises BufferError while a frame is lent, and leaves the camera open.
        """
        # BEGIN SOLUTION: raise NotImplementedError("TODO 3: BufferError while frames are lent; release once")
        if self._camera is None:
            return
        if lent := lib.camera_lent(self._camera):
            raise BufferError(f"{lent} frames are lent; let their arrays go first")
        ffi.release(self._camera)
        self._camera = None
        # END SOLUTION

    def __enter__(self) -> "Camera":
        return self

    def __exit__(self, *_) -> None:
        self.close()


if __name__ == "__main__":
    with Camera(3, 5) as camera:
        picture = camera.frame()
        print(picture)
        row = picture[1]
        del picture
        print(row, "and", lib.camera_lent(camera._camera), "frame is lent")
        del row
        print(lib.camera_lent(camera._camera), "frames are lent")
