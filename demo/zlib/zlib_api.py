"""Pack and unpack bytes with the installed zlib, and compare with Python's: API mode.

Run `python zlib_build.py` first.
"""

import zlib

from _zlib import ffi, lib

DIGITS = b"3.141592653589793 " * 1000


def check(status: int) -> None:
    """Raise what a status of zlib means to Python."""
    if status == lib.Z_MEM_ERROR:
        raise MemoryError("zlib found no memory")
    if status != lib.Z_OK:
        raise ValueError(f"zlib says: {ffi.string(lib.zError(status)).decode()}")


def compress(data: bytes, level: int = 6) -> bytes:
    """Return data packed, at level 1, fast, to 9, small.

    Raise ValueError if there is no such level.
    """
    most = lib.compressBound(len(data))
    packed = ffi.new("unsigned char[]", most)
    room = ffi.new("unsigned long *", most)  # in: how much fits; out: how much came
    check(lib.compress2(packed, room, data, len(data), level))
    return bytes(ffi.buffer(packed, room[0]))


def decompress(packed: bytes, most: int) -> bytes:
    """Return what was packed. Raise ValueError if that is damaged, or more than `most` bytes."""
    data = ffi.new("unsigned char[]", most)
    room = ffi.new("unsigned long *", most)
    check(lib.uncompress(data, room, packed, len(packed)))
    return bytes(ffi.buffer(data, room[0]))


def main() -> None:
    """Let each side unpack what the other packed."""
    packed = compress(DIGITS)
    print(
        f"zlib {ffi.string(lib.zlibVersion()).decode()} packs {len(DIGITS):,} bytes into "
        f"{len(packed)}"
    )
    print(f"Python's zlib unpacks them: {zlib.decompress(packed) == DIGITS}")
    print(
        "what Python's packs is unpacked: "
        f"{decompress(zlib.compress(DIGITS), len(DIGITS)) == DIGITS}"
    )
    crc = lib.crc32(0, DIGITS, len(DIGITS))
    print(f"crc32 is {crc:#010x}, the same as Python's: {crc == zlib.crc32(DIGITS)}")
    try:
        decompress(packed[:-1] + b"?", len(DIGITS))
    except ValueError as error:
        print(f"with another last byte: {error}")


if __name__ == "__main__":
    main()
