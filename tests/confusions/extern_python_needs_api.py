"""extern "Python" needs API mode."""

from cffi import FFI

ffi = FFI()


@ffi.def_extern()
def on_event(number):
    return number
