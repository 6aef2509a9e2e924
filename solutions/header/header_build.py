"""Compile _header, the extension module behind header_api.py: API mode, out-of-line.

Run it once, and again after each change of this file: python header_build.py
"""

from pathlib import Path

from cffi import FFI

HERE = Path(__file__).resolve().parent

ffibuilder = FFI()
# BEGIN SOLUTION: # TODO 1: ffibuilder.cdef(): the macro, the enum, the union and the bit fields
ffibuilder.cdef("""
    #define MAST_CHANNELS ...
    enum mast_kind { MAST_NOTHING = -1, MAST_COUNT, MAST_REAL = 4, MAST_RAW };
    union mast_value {
        int32_t count;
        float real;
        unsigned char raw[4];
    };
    struct mast_flags {
        unsigned int checked : 1;
        unsigned int battery : 4;
        signed int drift : 3;
    };
""")
# END SOLUTION

# BEGIN SOLUTION: # TODO 2: ffibuilder.cdef() again, for the record alone, which is packed
# In a cdef of its own, since `packed` holds for all structs of one.
ffibuilder.cdef(
    """
    struct mast_record {
        uint8_t channel;
        uint32_t second;
        enum mast_kind kind;
        union mast_value value;
        struct mast_flags flags;
    };
    """,
    packed=True,
)
# END SOLUTION

# BEGIN SOLUTION: # TODO 3: ffibuilder.cdef() once more: the opaque mast, the driver, the global, the functions
ffibuilder.cdef("""
    typedef struct mast mast;
    struct mast_driver {
        const char *name;
        int (*read)(mast *one, unsigned int channel, struct mast_record *record);
    };
    extern uint32_t mast_reads;
    mast *mast_open(void);
    void mast_close(mast *one);
    const struct mast_driver *mast_driver(const mast *one);
    const char *const *mast_channels(const mast *one);
""")
# END SOLUTION

# BEGIN SOLUTION: # TODO 4: ffibuilder.set_source(): the module is _header, its C is mast.c
ffibuilder.set_source("_header", '#include "mast.h"', sources=["mast.c"])
# END SOLUTION

if __name__ == "__main__":
    ffibuilder.compile(tmpdir=str(HERE))
