"""Compile levels.cpp, and more C++ of its own, into the module _cpp.

API mode, out-of-line.
"""

from pathlib import Path

from cffi import FFI

HERE = Path(__file__).resolve().parent

ffibuilder = FFI()
# C only: no extern "C", no std::, no class. The compiler holds it against the C++.
ffibuilder.cdef("""
    typedef struct levels levels;
    enum {
        LEVELS_OK, LEVELS_NO_SUCH_VALUE, LEVELS_NOT_A_NUMBER, LEVELS_NO_MEMORY, LEVELS_UNKNOWN, ...
    };
    levels *levels_new(void);
    void levels_free(levels *series);
    int levels_add(levels *series, const double *values, size_t n);
    size_t levels_count(const levels *series);
    int levels_at(const levels *series, size_t i, double *value);
    int levels_median(const levels *series, double *median);

    size_t above(const double *values, size_t n, double limit);
""")

# source_extension: cffi writes _cpp.cpp instead of _cpp.c, so this text may be C++. What stands in
# it is called from the same file, and needs no extern "C". What stands in levels.cpp does.
ffibuilder.set_source(
    "_cpp",
    """
    #include <algorithm>
    #include "levels.h"

    static size_t above(const double *values, size_t n, double limit)
    {
        return static_cast<size_t>(
            std::count_if(values, values + n, [=](double value) { return value > limit; }));
    }
    """,
    source_extension=".cpp",
    sources=["levels.cpp"],
    extra_compile_args=["-std=c++17"],
)

if __name__ == "__main__":
    built = ffibuilder.compile(tmpdir=str(HERE))
    print(f"ready: {Path(built).name}")
