"""The user database and an account, in ABI mode in-line: each layout is typed by hand, and believed.

Run `make` first; it builds libaccount.
"""

import os
import sys
import threading
from pathlib import Path

from cffi import FFI

SUFFIX = ".dylib" if sys.platform == "darwin" else ".so"
LIBRARY = Path(__file__).resolve().with_name("libaccount" + SUFFIX)
BOOKINGS = 4  # how many numbers the history of an account has
# C answers every caller in the same memory, and cffi lets other threads run while C works.
ONE_AT_A_TIME = threading.Lock()

ffi = FFI()
# TODO 1: ffi.cdef(): struct passwd whole and in order, getpwuid(), getpwnam(); account.h
libc = ffi.dlopen(None)
libaccount = ffi.dlopen(str(LIBRARY))


def user_by_id(uid: int) -> dict[str, str | int]:
    """Return name, uid, gid, home and shell of the user with this number.

    Raises KeyError when there is none, OSError when the system could not find out.
    """
    with ONE_AT_A_TIME:
        return _user(libc.getpwuid, uid)


def user_by_name(name: str) -> dict[str, str | int]:
    """Return name, uid, gid, home and shell of the user of this name.

    Raises KeyError when there is none, ValueError for a name with a NUL, OSError when the system could not
    find out.
    """
    with ONE_AT_A_TIME:
        return _user(libc.getpwnam, encoded(name))


def encoded(name: str) -> bytes:
    """Return a name as C takes it."""
    if "\0" in name:  # C would stop there, and find somebody else
        raise ValueError(f"{name!r} has a NUL in it; no user's name has")
    return os.fsencode(name)


def _user(find, key) -> dict[str, str | int]:
    raise NotImplementedError("TODO 2: call find(key); a dict, KeyError or OSError")


def book(account: dict, written: int) -> dict:
    """Return the account after `written` bytes more; the one that was given is left as it is.

    An account is {"user": "ada", "disk": {"used": 10, "limit": 99}, "history": [0.0, 0.0, 0.0, 0.0]}.
    Raises ValueError unless its history has four numbers, OSError when C refuses: EDQUOT, EINVAL.
    """
    raise NotImplementedError("TODO 3: fill a struct account, let C book, and read it back")


if __name__ == "__main__":
    print("user 0 is", user_by_id(0)["name"])
    ada = {"user": "ada", "disk": {"used": 10, "limit": 5_000_000}, "history": [0.0, 0.5, 1.0, 1.5]}
    print(book(ada, 2_000_000))
