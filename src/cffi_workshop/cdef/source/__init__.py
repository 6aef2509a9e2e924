"""Where a cdef is found: a text, a build script, a module of Python."""
