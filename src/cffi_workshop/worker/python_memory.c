/* Python takes small objects from pools of its own, where a sanitizer sees none
   of them. From here on it takes each from malloc(). What is from a pool goes
   back there: a pool knows its blocks by their address, and hands all others on
   to realloc() and free(). */

#include <Python.h>

static const PyMemAllocatorDomain IN_POOLS[] = {PYMEM_DOMAIN_MEM,
                                                PYMEM_DOMAIN_OBJ};
static PyMemAllocatorEx raw, pools;

static void *resize(void *ctx, void *block, size_t size)
{
    return block ? pools.realloc(ctx, block, size) : raw.malloc(ctx, size);
}

void show_to_sanitizer(void)
{
    PyMem_GetAllocator(PYMEM_DOMAIN_RAW, &raw);
    PyMem_GetAllocator(PYMEM_DOMAIN_OBJ, &pools);
    PyMemAllocatorEx mixed = {pools.ctx, raw.malloc, raw.calloc, resize,
                              pools.free};
    for (int i = 0; i < 2; i++)
        PyMem_SetAllocator(IN_POOLS[i], &mixed);
}
