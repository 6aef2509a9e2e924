"""Compile a binding to zlib, which is installed, into the module _zlib.

API mode, with libraries=.
"""

from pathlib import Path

from cffi import FFI

HERE = Path(__file__).resolve().parent

ffibuilder = FFI()
# From zlib.h, with its Bytef, uInt and uLong written out. A `...` is for the C compiler to fill in.
ffibuilder.cdef("""
    #define Z_OK ...
    #define Z_MEM_ERROR ...

    const char *zlibVersion(void);
    const char *zError(int status);
    unsigned long crc32(unsigned long crc, const unsigned char *data, unsigned int n);
    unsigned long compressBound(unsigned long n);
    int compress2(unsigned char *packed, unsigned long *room,
                  const unsigned char *data, unsigned long n, int level);
    int uncompress(unsigned char *data, unsigned long *room,
                   const unsigned char *packed, unsigned long n);
""")

# libraries=["z"] becomes -lz for the linker, which adds `lib` in front and `.so` behind by itself.
# Without a folder it looks where the system keeps libraries, and so does the loader later.
ffibuilder.set_source("_zlib", "#include <zlib.h>", libraries=["z"])

if __name__ == "__main__":
    built = ffibuilder.compile(tmpdir=str(HERE))
    print(f"ready: {Path(built).name}")
