"""C++ gives functions other names than C."""

import subprocess
from pathlib import Path

from scratch import enter

enter()
Path("pi.cpp").write_text('#include <iostream>\nvoid pi() { std::cout << "3.14"; }\n')
subprocess.run(["g++", "-fPIC", "-c", "pi.cpp"], check=True)
subprocess.run(["cc", "-shared", "-o", "libpi.so", "pi.o"], check=True)

from cffi import FFI

ffi = FFI()
ffi.dlopen("./libpi.so")
