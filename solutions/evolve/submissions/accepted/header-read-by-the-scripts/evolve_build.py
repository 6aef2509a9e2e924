from pathlib import Path
import re

from cffi import FFI

folder = Path(__file__).parent.absolute()
header = (folder / "evolve.h").read_text()
declaration = re.search(r"void evolve\(.*?\);", header, re.DOTALL).group()

ffibuilder = FFI()
ffibuilder.cdef(declaration)
ffibuilder.set_source(
    "_evolve",
    declaration,
    sources=[str(folder / "evolve.c")],
    include_dirs=[str(folder)],
    extra_compile_args=["-O2", "-ftree-vectorize"],
)

if __name__ == "__main__":
    ffibuilder.compile(tmpdir=folder, verbose=True)
