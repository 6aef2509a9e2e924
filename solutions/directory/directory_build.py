"""Compile _directory, the extension module behind directory_api.py: API mode, out-of-line.

Run it once, and again after each change of this file: python directory_build.py
"""

from pathlib import Path

from cffi import FFI

HERE = Path(__file__).resolve().parent

ffibuilder = FFI()
# BEGIN SOLUTION: # TODO 1: ffibuilder.cdef(): DIR as an opaque type, of struct dirent d_name, three functions
# What is in a DIR is nobody's business, and how long d_name is, the compiler knows.
ffibuilder.cdef("""
    typedef ... DIR;
    struct dirent {
        char d_name[...];
        ...;
    };
    DIR *opendir(const char *name);
    struct dirent *readdir(DIR *stream);
    int closedir(DIR *stream);
""")
# END SOLUTION

# BEGIN SOLUTION: # TODO 2: ffibuilder.set_source(): the module _directory, and the #include
ffibuilder.set_source("_directory", "#include <dirent.h>")
# END SOLUTION

if __name__ == "__main__":
    ffibuilder.compile(tmpdir=str(HERE))
