"""Python that C calls raises an exception, and C goes on."""

from cffi import FFI

ffi = FFI()


@ffi.callback("int(int)")
def half(number):
    raise ValueError(f"{number} is odd")


print("C got", half(3))
