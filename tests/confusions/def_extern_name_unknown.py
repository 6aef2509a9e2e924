"""No extern "Python" function has the name of this one."""

from scratch import extension

ffi, lib = extension("_events", 'extern "Python" int back(int);', "")


@ffi.def_extern()
def backk(number):
    return number
