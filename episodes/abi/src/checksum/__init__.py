import os
from ctypes.util import find_library
from checksum._zlib import ffi
# None, which find_library() may give, would open the program itself.
wanted = os.environ.get("CHECKSUM_ZLIB") or find_library("z") or "libz.so.1"
try:
    lib = ffi.dlopen(wanted)
except OSError as error:
    raise ImportError(
        f"checksum needs zlib and cannot open {wanted}. Install it (Debian: sudo apt install zlib1g), "
        "or set CHECKSUM_ZLIB to the path of its file."
    ) from error
def crc32(data: bytes) -> int:
    return lib.crc32(0, data, len(data))
