"""A weather mast over _header in API mode, out-of-line: the compiler has seen mast.h.

Run `python header_build.py` first; it compiles _header.
"""

from _header import ffi, lib


def value_of(record) -> int | float | bytes | None:
    """Return what a record holds: an int, a float, four bytes, or None, as its kind says."""
    raise NotImplementedError("TODO 1: the member of the union that the kind names")


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
