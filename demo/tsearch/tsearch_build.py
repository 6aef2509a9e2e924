"""Compile words.c and the callbacks that Python fills in: API mode, out-of-line."""

from pathlib import Path

from cffi import FFI

HERE = Path(__file__).resolve().parent

ffibuilder = FFI()
ffibuilder.cdef("""
    const char *words_add(void **root, const char *word);
    void words_clear(void **root);

    // From search.h. The dots have the compiler fill in the values.
    typedef enum { preorder, postorder, endorder, leaf, ... } VISIT;
    void twalk(const void *root, void (*action)(const void *node, VISIT which, int depth));

    // Python gives its address to twalk(). No other C file sees the name.
    extern "Python" void words_visit(const void *node, VISIT which, int depth);

    // words.c calls it by its name, so it must be seen from there: +C.
    extern "Python+C" int words_compare(const void *a, const void *b);
""")

ffibuilder.set_source(
    "_tsearch",
    '#include <search.h>\n#include "words.h"',
    sources=["words.c"],
    include_dirs=["."],
)

if __name__ == "__main__":
    built = ffibuilder.compile(tmpdir=str(HERE))
    print(f"ready: {Path(built).relative_to(HERE)}")
