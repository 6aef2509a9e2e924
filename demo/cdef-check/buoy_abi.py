"""The same program with a cdef that `workshop cdef --write` made from the header."""

from pathlib import Path

from cffi import FFI

HERE = Path(__file__).resolve().parent

ffi = FFI()
ffi.cdef((HERE / "buoy.cdef").read_text(encoding="utf-8"))


def main() -> None:
    lib = ffi.dlopen(str(next(HERE.glob("libbuoy.*"))))
    samples = ffi.new("struct sample[]", 80_000)
    lib.buoy_listen(samples, len(samples))
    print("heights:", *(sample.height_mm for sample in samples[0:8]))
    print("energy:", lib.buoy_energy(samples, len(samples)), "mm2")


if __name__ == "__main__":
    main()
