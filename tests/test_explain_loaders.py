"""What loaders say is explained by whose file and whose name it is, not by the system they are of."""

import pytest

from cffi_workshop.explain import answering, explaining

# How each system's loader says that a name is nowhere, behind what Python or cffi put ahead of it.
NOWHERE = {
    "Linux": "{path}: undefined symbol: {name}",
    "musl": "Error relocating {path}: {name}: symbol not found",
    "FreeBSD": '{path}: Undefined symbol "{name}"',
    "macOS 12": "dlopen({path}, 0x0002): symbol not found in flat namespace '_{name}'",
    "macOS 10": "dlopen({path}, 2): Symbol not found: _{name}\n  Referenced from: {path}\n"
    "  Expected in: flat namespace\n in {path}",
    "Android": 'dlopen failed: cannot locate symbol "{name}" referenced by "{path}"...',
}
OWN_MODULE = "/home/mira/rain/_rain.abi3.so"
OF_A_PACKAGE = "/venv/lib/python3.12/site-packages/gauge/_gauge.abi3.so"
OF_CFFI = "/venv/lib/python3.12/site-packages/_cffi_backend.cpython-312-x86_64-linux-gnu.so"
OWN_LIBRARY = "/home/mira/rain/lib/librain.so"
OF_THE_SYSTEM = "/usr/lib/libvips.so.42"
OF_CPP, OF_CPP_ITSELF = "_Z8rain_dayi", "__gxx_personality_v0"
EXPLAINED = [
    (OWN_MODULE, "rain_day", "source-missing"),
    (OWN_MODULE, OF_CPP, "c-plus-plus-linkage"),
    (OWN_MODULE, OF_CPP_ITSELF, "c-plus-plus-linkage"),
    (OWN_MODULE, "PyObject_CallNoArgs", "module-for-other-python"),
    (OWN_MODULE, "ffi_type_void", "libffi-of-other-version"),
    (OWN_MODULE, "__asan_report_load4", "sanitizer-not-first"),
    (OF_A_PACKAGE, "gauge_open", "others-undefined-symbol"),
    (OF_A_PACKAGE, OF_CPP, "others-undefined-symbol"),
    (OF_A_PACKAGE, OF_CPP_ITSELF, "others-undefined-symbol"),
    (OF_A_PACKAGE, "_PyGen_Send", "module-for-other-python"),
    (OF_CFFI, "_PyErr_WriteUnraisableMsg", "backend-older-than-python"),
    (OF_CFFI, "PyInterpreterState_GetDict", "backend-older-than-python"),
    (OF_CFFI, "ffi_prep_closure", "backend-broken"),
    (OWN_LIBRARY, "rain_day", "library-needs-library"),
    (OWN_LIBRARY, OF_CPP, "c-plus-plus-linkage"),
    (OF_THE_SYSTEM, "g_once_init_enter", "library-needs-library"),
    (OF_THE_SYSTEM, OF_CPP, "others-undefined-symbol"),
    (OF_THE_SYSTEM, OF_CPP_ITSELF, "others-undefined-symbol"),
]


def first(text):
    return [entry.slug for entry in explaining(text)][:1]


@pytest.mark.parametrize("system", NOWHERE)
@pytest.mark.parametrize(("path", "name", "slug"), EXPLAINED)
def test_a_name_that_is_nowhere_is_told_alike_by_each_loader(system, path, name, slug):
    said = NOWHERE[system].format(path=path, name=name)
    opened = path in (OWN_LIBRARY, OF_THE_SYSTEM)
    ahead = f"OSError: cannot load library '{path}': " if opened else "ImportError: "
    assert first(ahead + said) == [slug]


@pytest.mark.parametrize(
    "name", ["__memcpy_chk", "backtrace", "mmap64", "__cxa_thread_atexit_impl"]
)
def test_a_name_of_glibc_alone_is_told_as_one_under_musl(name):
    said = NOWHERE["musl"].format(path=OWN_LIBRARY, name=name)
    assert first(f"OSError: cannot load library '{OWN_LIBRARY}': {said}") == ["library-for-glibc"]


FILE_MISSING = (
    "cannot load library '{0}': {0}: cannot open shared object file: No such file or directory",
    "cannot load library '{0}': Error loading shared library {0}: No such file or directory",
    "cannot load library '{0}': Cannot open \"{0}\"",
    "cannot load library '{0}': dlopen({0}, 0x0002): tried: '{0}' (no such file)",
    "cannot load library '{0}': dlopen failed: library \"{0}\" not found",
)


@pytest.mark.parametrize("said", FILE_MISSING)
@pytest.mark.parametrize(
    ("path", "slug"),
    [
        ("/venv/lib/python3.12/site-packages/_gauge_data/libgauge.so", "bundled-library-missing"),
        ("/usr/lib/python3/dist-packages/gauge/libgauge.so", "bundled-library-missing"),
        ("/tmp/_MEI9qUv1k/gauge/libgauge.so", "bundled-library-missing"),
        ("/opt/gauge-1.2-py3.9.egg/gauge/libgauge.so", "bundled-library-missing"),
        ("/home/mira/rain/librain.so", "library-path-wrong"),
        ("./build/librain.so", "library-path-wrong"),
    ],
)
def test_a_library_that_a_package_should_bring_is_no_path_of_ones_own(said, path, slug):
    assert first(f"OSError: {said.format(path)}") == [slug]


def test_a_dll_of_a_package_is_told_as_one():
    path = r"C:\Users\mira\AppData\Local\Temp\_MEI12\_gauge_data\gauge64.dll"
    assert first(f"OSError: cannot load library '{path}': error 0x7e") == [
        "bundled-library-missing"
    ]
    assert first(r"OSError: cannot load library 'C:\rain\rain.dll': error 0x7e") == [
        "dependent-dll-missing"
    ]


def test_a_panic_of_rust_because_cffi_does_not_load_is_not_told_as_cffi_missing():
    said = NOWHERE["Linux"].format(path=OF_CFFI, name="_PyErr_WriteUnraisableMsg")
    panic = "thread '<unnamed>' panicked at 'Python API call failed', err/mod.rs:582:5\n"
    told = explaining(
        f"ImportError: {said}\n{panic}pyo3_runtime.PanicException: Python API call failed"
    )
    assert [entry.slug for entry in told] == ["backend-older-than-python"]


@pytest.mark.parametrize(
    "question",
    [
        "on the server libgauge.so cannot be opened, although I copied the file next to the script",
        "libgauge.so could not be found, it lies next to the script",
        "my library libgauge.so was not found",
        "I compiled libgauge.so and it cannot be loaded",
    ],
)
def test_a_library_that_a_person_calls_their_own_is_none_of_a_package(question):
    assert first(question) == []
    near = {entry.slug for entry in answering(question)}
    assert near & {"library-name-without-path", "library-path-wrong", "extension-library-not-found"}


def test_a_library_of_a_package_is_told_in_a_sentence_of_ones_own_too():
    said = "I did pip install sounddevice and now it says PortAudio library not found"
    assert first(said) == ["named-library-missing"]
