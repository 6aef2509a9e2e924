"""What packages say in their own words of a library that is missing, whatever it is called."""

import pytest

from cffi_workshop.explain import explaining

pytestmark = pytest.mark.quick

# Each name of a library stands in each sentence. None of them is in the catalogue.
LIBRARIES = [
    "libtide",
    "libtide.so.3",
    "'tide-64.dll'",
    "the libtide.dylib library",
    "tide shared library",
    "the C library",
    "the PortAudio library",
    "native library",
]
MISSING = [
    "ImportError: could not find {}",
    "OSError: Unable to locate {} in the search path",
    "RuntimeError: cannot find {}",
    "ImportError: {} was not found",
    "{} not found. Is it on LD_LIBRARY_PATH?",
    "tide.errors.TideError: {} could not be found",
    "ImportError: {} is missing",
    "ImportError: tide needs C. Please install {}",
    "ImportError: {} is not installed",
    "OSError: tide requires {} to be installed",
]
NOT_LOADED = [
    "RuntimeError: Failed to load {}",
    "ImportError: Error loading {}",
    "OSError: {} could not be loaded",
    "OSError: {} failed to load",
]
TOLD = {"named-library-missing", "own-library-not-loaded"}
# One name in each, in turn: behind `ImportError: `, and in the midst of what is raised.
MORE = """
{} needs to be installed
{} must be in the library path
{} should be installed first
{} does not exist
{} not present
{} is unavailable
{} isn't available here
{} was not available
{} not accessible
{} has not been loaded
{} cannot be used
{} failed to initialize
{} initialization failed
{} load error
{} won't load
{} is needed
{} dependency missing
No {} available
no usable {}
No such library: {}
Unable to access {}
unable to use {}
Cannot dlopen {}
Failed in loading {}
failure loading {}
error opening {}
Problem loading {}
trouble loading {}
did not manage to find {}
didn't find {}
not able to find {}
Not found: {}
Missing dependency: {}
missing required library {}
This module needs {}
Try installing {}
Consider installing {}
Make sure {} is on your PATH
loading of {} failed
opening {} failed
dlopen({}) failed
could not determine the path of {}
could not resolve {}
path to {} not found
the path of {} is not set
{}: not found
tried to load {} without success
cannot find a copy of {}
""".strip().split("\n")
# What is no library of C, in the same sentences.
OTHERS = [
    "the requests library",
    "openpyxl library",
    "librosa",
    "library.toml",
    "the template library",
    "libs/main.js",
    "the model",
    "the plugin 'tide'",
    "the config of the library",
]
NOT_BUILT = [
    "ImportError: The C extension is not built",
    "tides: the Cython module has not been compiled",
    "ImportError: could not import the compiled module of tides",
    "Warning: C extensions not available, using pure Python",
    "RuntimeError: the native extension could not be loaded",
    "ImportError: The _tides module is missing",
    "ImportError: tides was installed without its C extension",
    "ImportError: The C extension of tides is missing",
    "ImportError: tides C accelerator not available",
    "ImportError: no C extension available",
    "ImportError: Cannot import _tides. Did you compile it?",
    "ImportError: please build the extension first",
    "ImportError: Tides's native bindings are not installed",
]


def slugs_of(text):
    return [entry.slug for entry in explaining(text)]


@pytest.mark.parametrize("sentence", [*MISSING, *NOT_LOADED])
def test_a_missing_library_is_told_whatever_it_is_called(sentence):
    told = {name: slugs_of(sentence.format(name))[:1] for name in LIBRARIES}
    assert {name: one for name, one in told.items() if not TOLD.issuperset(one) or not one} == {}


@pytest.mark.parametrize("sentence", [*MISSING, *NOT_LOADED])
def test_what_is_no_library_of_c_is_not_told(sentence):
    assert [name for name in OTHERS if slugs_of(sentence.format(name))] == []


@pytest.mark.parametrize("raised", ["ImportError: ", "tide.TideError: no waves, because "])
def test_a_missing_library_is_told_with_whatever_verb(raised):
    texts = [raised + one.format(LIBRARIES[n % len(LIBRARIES)]) for n, one in enumerate(MORE)]
    told = {one: slugs_of(one)[:1] for one in texts}
    assert {
        one: slugs for one, slugs in told.items() if not TOLD.issuperset(slugs) or not slugs
    } == {}


@pytest.mark.parametrize(
    "head",
    ['OSError("{}")', "RuntimeError('{}')", "UserWarning: {}", "tides: TideError: '{}'"],
)
def test_what_is_raised_may_be_quoted_or_a_warning(head):
    for text in ("Failed to load libtide.so", "libtide.so is not installed", "no usable libtide"):
        assert TOLD.issuperset(slugs_of(head.format(text))[:1] or ["nothing"]), text


@pytest.mark.parametrize("mark", ["❌ ", "✗ ", "⚠️  ", "--> ", "* ", "=> "])
def test_a_mark_ahead_of_a_sentence_does_not_matter(mark):
    assert slugs_of(mark + "could not find libtide.so") == ["named-library-missing"]


@pytest.mark.parametrize("shift", range(3))
def test_no_verb_makes_a_library_of_c_of_something_else(shift):
    others = [*OTHERS, "your library", "liberty", "lib/tide.txt", "the tide module", "libre office"]
    texts = [
        "OSError: " + one.format(others[(n + shift) % len(others)]) for n, one in enumerate(MORE)
    ]
    assert [one for one in texts if slugs_of(one)] == []


@pytest.mark.parametrize("text", NOT_BUILT)
def test_a_part_in_c_that_was_not_built_is_told(text):
    assert slugs_of(text) == ["extension-not-built"]


@pytest.mark.parametrize(
    "text",
    [
        "ImportError: libtide 1.2 is too old",
        "RuntimeError: tides requires libtide >= 2.0",
        "ImportError: incompatible version of libtide: 3",
        "ImportError: libtide version 2.1 or newer is required",
        "RuntimeError: libtide version mismatch: expected 3, got 2",
        "ImportError: tides was compiled against libtide 1.2, but libtide 2.0 is loaded",
        "ImportError: tides was linked with libtide.so.1, libtide.so.2 was found at runtime",
        "RuntimeError: ABI version mismatch",
        "RuntimeError: ABI mismatch: the bindings were generated for another libtide",
        "ImportError: this package needs libtide 2.0, you have 1.2",
        "RuntimeError: libtide.so version is too low",
        "ImportError: libtide: version 1.2 found, at least 2.0 required",
        "tides.TideError: wrong version of tide.dll",
        "RuntimeError: Expected libtide version 3, found 2",
        "ImportError: libtide>=2.0 required",
        "RuntimeError: The installed libtide (1.2) is older than required (2.0)",
        "tides.VersionError: library version 1.2 does not match header version 2.0",
        "RuntimeError: libtide API version 3 is incompatible with these bindings",
    ],
)
def test_a_library_of_another_version_is_told(text):
    assert slugs_of(text)[:1] == ["binding-and-library-differ"]


@pytest.mark.parametrize(
    "text",
    [
        "It looks like your tides was not built with libtide support.",
        "RuntimeError: tides was compiled without zlib support",
        "OSError: JPEG support was not compiled in",
    ],
)
def test_a_part_that_was_left_out_at_the_build_is_told(text):
    assert slugs_of(text) == ["built-without-support"]


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("tides.TideError: Load (No tide library specified)", "named-library-missing"),
        ("LookupError: ctypes.util.find_library returned None", "named-library-missing"),
        ("OSError: Failed to load any of: ['libtide.so']", "named-library-missing"),
        ("tides.LibraryMissingError: tide", "named-library-missing"),
        ("No tide shared library file (tide.dll) found.", "named-library-missing"),
        ("RuntimeError: Unable to locate tide library automatically", "named-library-missing"),
        ("Exception: Cannot find tide library file in the paths", "named-library-missing"),
        ("tides.TideError: The tide shared library wasn't found", "named-library-missing"),
        ("ImportError: Could not find library 'tide' (dirs=[])", "named-library-missing"),
        ("tides.TideError: tide not found, check LD_LIBRARY_PATH", "named-library-missing"),
        ("TideLibraryNotFound: the candidates are lib/", "named-library-missing"),
        ("OSError: Could not find/load libtide", "own-library-not-loaded"),
        ("RuntimeError: No plugin. Cannot load shared library 'a.so'", "own-library-not-loaded"),
        ("ImportError: cannot import name '_tide' from 'tide'", "extension-not-built"),
        (
            "RuntimeError: built using AVX instructions, which your CPU does not support",
            "illegal-instruction",
        ),
        (
            "RuntimeWarning: tide.T size changed, may indicate binary incompatibility",
            "binding-and-library-differ",
        ),
        (
            'TIDE-7: 64-bit library: "dlopen(libtide.dylib, 1): image not found"',
            "no-file-for-system-library",
        ),
        ('TideError: "tide.dll is not the correct architecture"', "wrong-word-size"),
        ("OSError: undefined symbol: _ZN2at4_ops4tideEl", "others-undefined-symbol"),
        ("tides.TideError: 4: tides was not built with support for waves", "built-without-support"),
        ("FileNotFoundError: libtide.so not built", "own-library-not-loaded"),
        ("RuntimeError: libtide extension library not found. Compile it", "named-library-missing"),
        ("UserWarning: CUDA extension not available, using another", "extension-not-built"),
        ("Error loading libtide. Is it in your path?", "own-library-not-loaded"),
        ("LoadLibrary() failed: The specified module could not be found.", "dependent-dll-missing"),
        ("tides.TideError: tide_open() not found (/opt/tide/libtide.so)", "not-exported"),
        (
            "Unable to load tides: libtide.so.2: cannot open shared object file: No such file or "
            "directory",
            "library-cannot-be-loaded",
        ),
    ],
)
def test_what_is_said_about_a_library_is_told(text, slug):
    assert slugs_of(text)[:1] == [slug]


LACKING = """
the library lacks function tide_open
libtide has no function tide_open
could not find symbol tide_open in libtide.so
symbol tide_open not found in libtide.so
function tide_open() is not exported by tide.dll
tide_open missing from libtide.so
Unable to resolve symbol tide_open
Could not load function tide_open from libtide
GetProcAddress failed for tide_open
tide_open is not available in this version of libtide
libtide does not provide tide_open
libtide.so is missing required symbol tide_open
entry point tide_open not found in tide.dll
dlsym(tide_open) failed
Required function tide_open not found in DLL
""".strip().split("\n")


@pytest.mark.parametrize("raised", ["RuntimeError: ", "tides.TideError: no waves. "])
def test_a_library_that_lacks_a_function_is_told(raised):
    told = {one: slugs_of(raised + one)[:1] for one in LACKING}
    assert {one: slugs for one, slugs in told.items() if slugs != ["not-exported"]} == {}


@pytest.mark.parametrize(
    "text",
    [
        "OSError: 32-bit library cannot be loaded into 64-bit Python",
        "RuntimeError: You are using 64-bit Python with a 32-bit libtide",
        "RuntimeError: Python is 64-bit but tide.dll is 32-bit",
        "ImportError: tides only supports 64-bit Python",
        "OSError: libtide.so is built for a different architecture",
        "RuntimeError: architecture mismatch between Python and libtide.dylib",
        "RuntimeError: tide.dll has the wrong bitness",
        "ImportError: libtide is not compatible with this platform",
    ],
)
def test_a_library_for_another_processor_is_told(text):
    assert slugs_of(text)[:1] == ["wrong-word-size"]
