"""What belongs to C cannot be pickled."""

from cffi import FFI

ffi = FFI()
import pickle

pickle.dumps(ffi.new("int *"))
