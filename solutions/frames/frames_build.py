"""Compile _frames, the extension module behind frames_api.py: API mode, out-of-line.

Run it once: python frames_build.py. It is given; there is nothing to write.
"""

from pathlib import Path

from cffi import FFI

HERE = Path(__file__).resolve().parent

ffibuilder = FFI()
ffibuilder.cdef("""
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
ffibuilder.set_source("_frames", '#include "camera.h"', sources=["camera.c"])

if __name__ == "__main__":
    ffibuilder.compile(tmpdir=str(HERE))
