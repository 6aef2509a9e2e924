"""Compile _directory, the extension module behind directory_api.py: API mode, out-of-line.

Run it once, and again after each change of this file: python directory_build.py
"""

from pathlib import Path

from cffi import FFI

HERE = Path(__file__).resolve().parent

ffibuilder = FFI()
# What is in a DIR is nobody's business, and how long d_name is, the compiler knows.
ffibuilder.cdef("""
    typedef ... DIR;
    struct dirent {
        long d_ino;
        char d_name[256];
    };
    DIR *opendir(const char *name);
    struct dirent *readdir(DIR *stream);
    int closedir(DIR *stream);
""")

ffibuilder.set_source("_directory", "#include <dirent.h>")

if __name__ == "__main__":
    ffibuilder.compile(tmpdir=str(HERE))
