"""Memory of no size at all: the sanitizer gives one byte for it, and lets that byte be written.

`malloc(2 * strlen(name))` is too little for the empty name alone, and is not seen to be. So in a
sanitized build each allocation of no bytes is told apart, and nobody may touch its byte.
"""

from __future__ import annotations

from .extension_builds import IS_ELF

__all__ = ["with_zero_sizes"]

# Named like a source of the sanitizer, whose frames are left out where a leak is told. It includes
# nothing: a header that a learner forgot is to be missing.
ZERO_SIZES = "asan_zero_sizes.h"
TEXT = """\
#ifdef __cplusplus
extern "C" {
#endif
void *__real_malloc(__SIZE_TYPE__ size);
void *__real_calloc(__SIZE_TYPE__ count, __SIZE_TYPE__ size);
void *__real_realloc(void *old, __SIZE_TYPE__ size);
void __asan_poison_memory_region(void const volatile *begin, __SIZE_TYPE__ size);

#define CHECKED __attribute__((weak, visibility("hidden")))
CHECKED void *__wrap_malloc(__SIZE_TYPE__ size);
CHECKED void *__wrap_calloc(__SIZE_TYPE__ count, __SIZE_TYPE__ size);
CHECKED void *__wrap_realloc(void *old, __SIZE_TYPE__ size);
#undef CHECKED

void *__wrap_malloc(__SIZE_TYPE__ size)
{
    void *const memory = __real_malloc(size);
    if (memory && !size)
        __asan_poison_memory_region(memory, 1);
    return memory;
}

void *__wrap_calloc(__SIZE_TYPE__ count, __SIZE_TYPE__ size)
{
    return count && size ? __real_calloc(count, size) : __wrap_malloc(0);
}

void *__wrap_realloc(void *old, __SIZE_TYPE__ size)
{
    return old || size ? __real_realloc(old, size) : __wrap_malloc(0);
}
#ifdef __cplusplus
}
#endif
"""
FLAGS = ["-include", ZERO_SIZES, "-Wl,--wrap=malloc,--wrap=calloc,--wrap=realloc"]


def with_zero_sizes(language: str, files: dict[str, bytes]) -> tuple[list[str], dict[str, bytes]]:
    """Return the flags and the files of a sanitized build that knows memory of no size.

    Only linkers for ELF know how to put one function in the place of another.
    """
    if language not in ("c", "cpp") or not IS_ELF:
        return [], files
    return FLAGS, {**files, ZERO_SIZES: TEXT.encode()}
