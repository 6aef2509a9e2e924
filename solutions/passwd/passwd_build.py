"""Compile _passwd, the extension module behind passwd_api.py: API mode, out-of-line.

Run it once, and again after each change of this file: python passwd_build.py
"""

from pathlib import Path

from cffi import FFI

HERE = Path(__file__).resolve().parent

ffibuilder = FFI()
# BEGIN SOLUTION: # TODO 1: ffibuilder.cdef(): of struct passwd only what passwd_api.py reads, and `...;`
# `...` asks the compiler: for the size of a type, and for all that is not said of a struct.
ffibuilder.cdef("""
    typedef int... uid_t;
    typedef int... gid_t;
    struct passwd {
        char *pw_name;
        uid_t pw_uid;
        gid_t pw_gid;
        char *pw_dir;
        char *pw_shell;
        ...;
    };
    struct passwd *getpwuid(uid_t uid);
    struct passwd *getpwnam(const char *name);

    struct account {
        const char *user;
        struct {
            int64_t used;
            int64_t limit;
        } disk;
        double history[4];
    };
    int account_book(struct account *account, int64_t written);
""")
# END SOLUTION

# BEGIN SOLUTION: # TODO 2: ffibuilder.set_source(): the module _passwd, two #include, sources=
HEADERS = """
    #include <pwd.h>
    #include "account.h"
"""
ffibuilder.set_source("_passwd", HEADERS, sources=["account.c"])
# END SOLUTION

if __name__ == "__main__":
    ffibuilder.compile(tmpdir=str(HERE))
