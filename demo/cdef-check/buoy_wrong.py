"""A cdef typed from memory: the program runs, complains of nothing, and prints rubbish."""

from pathlib import Path

from cffi import FFI

HERE = Path(__file__).resolve().parent

ffi = FFI()
ffi.cdef("""
    struct sample {
        uint32_t time_s;
        uint8_t battery;
        int32_t height_mm;
    };

    enum buoy_state { BUOY_OFF, BUOY_MOORED };

    enum buoy_state buoy_state(uint8_t battery);
    void buoy_listen(struct sample *samples, size_t n);
    int buoy_energy(const struct sample *samples, size_t n);
""")


def main() -> None:
    lib = ffi.dlopen(str(next(HERE.glob("libbuoy.*"))))
    samples = ffi.new("struct sample[]", 8)
    lib.buoy_listen(samples, 8)
    print("heights:", *(sample.height_mm for sample in samples))


if __name__ == "__main__":
    main()
