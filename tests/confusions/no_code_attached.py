"""extern "Python" was called before a function was attached."""

from scratch import extension

ffi, lib = extension(
    "_events",
    'extern "Python" int back(int); int call(int (*f)(int), int x);',
    "static int call(int (*f)(int), int x) { return f(x); }",
)
lib.call(lib.back, 3)
