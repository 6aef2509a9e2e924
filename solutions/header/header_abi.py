"""A weather mast over libmast, in ABI mode in-line: the cdef says all that mast.h says.

Run `make` first; it builds the library.
"""

import sys
from pathlib import Path

from cffi import FFI

SUFFIX = ".dylib" if sys.platform == "darwin" else ".so"
LIBRARY = Path(__file__).resolve().with_name("libmast" + SUFFIX)

ffi = FFI()
# BEGIN SOLUTION: # TODO 1: ffi.cdef(): the macro, the enum, the union and the bit fields
ffi.cdef("""
    #define MAST_CHANNELS 5
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

# BEGIN SOLUTION: # TODO 2: ffi.cdef() again, for the record alone, which is packed
# In a cdef of its own, since `packed` holds for all structs of one.
ffi.cdef(
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

# BEGIN SOLUTION: # TODO 3: ffi.cdef() once more: the opaque mast, the driver, the global, the functions
ffi.cdef("""
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
lib = ffi.dlopen(str(LIBRARY))


def value_of(record) -> int | float | bytes | None:
    """Return what a record holds: an int, a float, four bytes, or None, as its kind says."""
    # BEGIN SOLUTION: raise NotImplementedError("TODO 4: the member of the union that the kind names")
    if record.kind == lib.MAST_COUNT:
        return record.value.count
    if record.kind == lib.MAST_REAL:
        return record.value.real
    if record.kind == lib.MAST_RAW:
        return bytes(record.value.raw)
    return None
    # END SOLUTION


class Mast:
    """A mast; its memory goes back to C when the object goes."""

    def __init__(self) -> None:
        mast = lib.mast_open()
        if mast == ffi.NULL:
            raise MemoryError("C has no memory for a mast")
        self._mast = ffi.gc(mast, lib.mast_close)
        self._driver = lib.mast_driver(self._mast)

    def driver(self) -> str:
        """Return the name of the driver."""
        return ffi.string(self._driver.name).decode()

    def channels(self) -> list[str]:
        """Return the names of the channels, in their order."""
        places = lib.mast_channels(self._mast)
        names = []
        while places[len(names)] != ffi.NULL:
            names.append(ffi.string(places[len(names)]).decode())
        return names

    def read(self, channel: int) -> dict:
        """Return the next record of a channel. IndexError where there is no such channel."""
        if not 0 <= channel < lib.MAST_CHANNELS:
            raise IndexError(f"channel {channel} of {lib.MAST_CHANNELS}")
        record = ffi.new("struct mast_record *")
        if self._driver.read(self._mast, channel, record) != 0:
            raise OSError(f"C knows no channel {channel}")
        return {
            "channel": record.channel,
            "second": record.second,
            "value": value_of(record),
            "checked": bool(record.flags.checked),
            "battery": record.flags.battery,
            "drift": record.flags.drift,
        }


def reads() -> int:
    """Return how many records C has given so far."""
    return lib.mast_reads


if __name__ == "__main__":
    mast = Mast()
    print(mast.driver(), mast.channels())
    for channel in range(lib.MAST_CHANNELS):
        print(mast.read(channel))
    print(reads(), "records")
