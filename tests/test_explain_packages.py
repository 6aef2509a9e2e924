"""Where a library of the system is missing, the packages that bring it are named."""

import pytest

from cffi_workshop.explain import explaining
from cffi_workshop.explain.packages import all_packages, by_name, installing

MISSING = {
    "c/x.c:8:18: fatal error: lber.h: No such file or directory": "apt install libldap-dev",
    "a.c:1:10: fatal error: 'openssl/opensslv.h' file not found": "dnf install openssl-devel",
    # As an address has it.
    "a.c%3A1%3A10%3A%20fatal%20error%3A%20freetype%2Fconfig%2Fftheader.h%3A%20No%20such%20file%20or%20"
    "directory": "apt install libfreetype-dev",
    "_x.c(5): fatal error C1083: Cannot open include file: 'sodium.h'": "brew install libsodium",
    "ld: library not found for -lsnappy": "dnf install snappy-devel",
    "ImportError: libGL.so.1: cannot open shared object file": "apt install libgl1`",
    "OSError: cannot load library 'libgobject-2.0-0': dlopen(...)": "apt install libglib2.0-0`",
    "OSError: dlopen() failed to load a library: cairo / cairo-2": "apt install libcairo2`",
    "OSError: could not find or load spatialindex_c-64.dll": "conda-forge libspatialindex",
    "OSError: PortAudio library not found": "apt install libportaudio2`",
    "Package libffi was not found in the pkg-config search path": "",  # an entry of its own
    "No package 'xcb' found": "apt install libxcb1-dev",
    "  Could NOT find OpenSSL, try to set the path to OpenSSL root folder": "apt install libssl-dev",
    "  Could NOT find HDF5 (missing: HDF5_LIBRARIES HDF5_INCLUDE_DIRS)": "brew install hdf5",
    "error: libudev development headers not found": "apt install libudev-dev",
    "RuntimeError: Could not find OpenBLAS headers": "apt install libopenblas-dev",
    "  Could NOT find Rain (missing: RAIN_LIBRARY)": "",
    # A library of one's own, one that a wheel brought, a header of one's own.
    "OSError: cannot load library './librain.so': ./librain.so: cannot open shared object file: No "
    "such file or directory": "",
    "ImportError: libgomp-d22c30c5.so.1: cannot open shared object file: No such file": "",
    "a.c:1:10: fatal error: rain/event.h: No such file or directory": "",
    "TypeError: an integer is required": "",
    # What is opened is there, and what it needs is not.
    "OSError: cannot load library '/x/libportaudio.so': libasound.so.2: cannot open shared object "
    "file: No such file or directory.  Additionally, ctypes.util.find_library() did not manage to "
    "locate a library called '/x/libportaudio.so'": "apt install libasound2",
    "OSError: cannot load library '/x/libportaudio.so': Error loading shared library libasound.so.2: "
    "No such file or directory (needed by /x/libportaudio.so)": "apk add alsa-lib-dev",
    "OSError: cannot load library '/x/libvips.so': Shared object \"libfftw3.so.3\" not found, required "
    'by "libvips.so"': "FFTW",
    "OSError: cannot load library '/x/libcairo.so.2': librain.so.1: cannot open shared object file: No "
    "such file or directory": "",
}


@pytest.mark.quick
@pytest.mark.parametrize(("text", "told"), MISSING.items(), ids=range(len(MISSING)))
def test_what_is_missing_is_named_as_each_system_calls_it(text, told):
    sentence = installing(text, explaining(text)[0])
    assert told in sentence if told else not sentence


@pytest.mark.quick
def test_a_version_that_a_name_has_is_said_to_be_the_one_that_is_needed():
    text = "OSError: libvips.so.42: cannot open shared object file: No such file or directory"
    assert "asks for libvips.so.42" in installing(text, explaining(text)[0])


@pytest.mark.quick
def test_each_header_and_library_has_one_package():
    names = [name for one in all_packages() for name in set(one.known_by())]
    assert {name for name in names if names.count(name) > 1} == set()
    assert all(one.names[0] or one.alone[0] for one in all_packages())
    assert by_name()["ffi"].called == "libffi"
