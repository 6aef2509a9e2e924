"""A camera's frames as arrays, over libcamera in ABI mode in-line.

Run `make` first; it builds the library.
"""

import sys
from pathlib import Path

import numpy as np
from cffi import FFI

SUFFIX = ".dylib" if sys.platform == "darwin" else ".so"
LIBRARY = Path(__file__).resolve().with_name("libcamera" + SUFFIX)

ffi = FFI()
ffi.cdef("""
    typedef struct camera camera;
    struct camera_frame {
        const uint16_t *pixels;
        size_t height;
        size_t width;
        size_t row_stride;
    };
    camera *camera_open(size_t height, size_t width);
    void camera_close(camera *one);
    const struct camera_frame *camera_take(camera *one);
    void camera_give_back(camera *one, const struct camera_frame *frame);
    size_t camera_lent(const camera *one);
""")
lib = ffi.dlopen(str(LIBRARY))


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
        raise NotImplementedError("TODO 1: camera_take(), and who gives it back")
        raise NotImplementedError("TODO 2: an array over the pixels, which keeps that owner")

    def close(self) -> None:
        """Give the camera's memory back now. Closing twice does nothing.

        Raises BufferError while a frame is lent, and leaves the camera open.
        """
        raise NotImplementedError("TODO 3: BufferError while frames are lent; release once")

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
