"""How packages say, each in its own words, that a library of C is missing or was not loaded.

What is missing is told by its name, or by what it is called: `libusb`, `tiles.dll`, "shared
library", "PortAudio library". A bare "library" may be one of Python, or one of photos.
"""

from __future__ import annotations

from cffi_workshop.explain.c_words import one_of

__all__ = ["COSTLY", "HOLES", "LIB"]

# As people write them; a noun such as "library" has to follow.
C_LIBRARIES = """
[Aa]rgon2 [Aa]vcodec [Bb]rotli [Bb]luetooth C-?Blosc2? [Cc]blosc2? [Cc]airo(?:-?2)? [Cc]hipmunk
[Cc]hromaprint CUDA cu(?:BLAS|DNN|FFT|RAND) [Cc]url [Dd]mtx [Ee]nchant [Ee]speak(?:-ng)? FFmpeg
ffmpeg FFTW3? fftw3? FLAC [Ff]ontconfig [Ff]ree[Tt]ype GDAL gdal GEOS geos GLFW3? glfw3? GLib glib
GMP gmp GnuTLS gnutls G[Oo]bject gobject GPGME gpgme gphoto2? GSL GTK [Hh]arf[Bb]uzz HDF5 hdf5
HIDAPI hidapi ICU [Ii]mage[Mm]agick JACK [Jj]ansson [Kk]erberos krb5 LAME LevelDB LMDB [Ll]eptonica
LSL lsl [Mm]agick[Ww]and M?[Mm]e[Cc]ab [Mm]osquitto MPI MPFR mpg123 mpv [Nn]anomsg NVML
[Oo]pen(?:AL|CL|GL|BLAS|SSL|NI2?|VR) [Oo]penssl [Oo]pus [Pp]ango PCRE2? PKCS#?11 [Pp]ort[Aa]udio
[Pp]ort[Mm]idi PROJ [Pp]ulse[Aa]udio [Rr]ocks[Dd][Bb] RTL-?SDR rtlsdr SDL2? [Ss]ecp256k1 [Ss]nappy
[Ss]ndfile [Ss]odium [Ss]oapySDR [Ss]patialindex [Ss]patialite [Ss]qlcipher [Ss]qlite3?
[Tt]esseract udev [Uu]nix[Oo][Dd][Bb][Cc] USB [Vv]ips VLC [Vv]ulkan [Ww]ayland [Ww]eb[Pp] X11 XCB
xcb [Xx]kbcommon xmlsec1? [Zz][Bb]ar [Zz]ero[Mm][Qq] [Zz]lib zmq [Zz]std ASIO [Aa]ssimp BASS
bcm2835 BLAS [Cc]apstone CUDART [Cc]ups D-?Bus D2XX DAQmx [Ee]c[Cc]odes FTDI [Ff]ire[Bb]ird
[Ff]luid[Ss]ynth [Ff]ree[Tt][Dd][Ss] [Gg]hostscript G[Ss]treamer [Hh]amlib [Hh]unspell J-?Link
[Kk]eystone LAPACK [Ll]ens[Ff]un [Ll]ibRaw LZ4 lz4 lzma LZO [Mm]agic [Mm]bedTLS MKL [Mm]edia[Ii]nfo
[Mm]u[Jj]o[Cc]o MuPDF [Mm]y[Ss][Qq][Ll] NCCL NDI [Nn]et[Cc][Dd][Ff] NI-VISA ODBC OpenMP
[Oo]pen[Ss]lide [Oo]racle PCAN(?:Basic)? [Pp]dfium [Pp]igpio [Pp]oppler [Pp]ostgre[Ss][Qq][Ll]
PVCAM QPDF qpdf [Rr]eal[Ss]ense ROCm SANE [Ss]nap7 SOEM [Ss]pinnaker [Ss]ystemd TA-?Lib
[Tt]ag[Ll]ib TBB TensorRT [Uu]nicorn [Vv]imba VISA [Vv]orbis [Ww]iring[Pp]i XInput XRandR YARA yara
"""
# What an error calls a library, and is one of Python; the last lines: of other things.
OTHER_LIBRARIES = """
accelerate aiohttp anthropic astropy bitsandbytes boto3 [Bb]okeh datasets diffusers [Dd]jango
docker docx dateutil einops [Ff]aiss face_recognition [Ff]ast[Aa][Pp][Ii] [Ff]lask future gensim
google[A-Za-z0-9_.-]* grpc[A-Za-z0-9_]* httpx [Hh]ugging[Ff]ace[A-Za-z0-9_]* imageio jax jinja2
[Kk]eras langchain[A-Za-z0-9_]* lightgbm [Mm]atplotlib mlflow mock networkx nltk [Nn]um[Pp]y
onnx[A-Za-z0-9_]* [Oo]pen[Aa][Ii] openpyxl optuna [Pp]andas peft [Pp]illow PIL [Pp]lotly polars
protobuf psutil pyarrow pydantic [Pp]ython [Pp]y[A-Za-z0-9_]+ ray redis regex
requests[A-Za-z0-9_]* rich [Ss]ci[Pp]y scikit[_-][a-z]+ seaborn selenium [Ss]entence[A-Za-z0-9_]+
setuptools six sklearn spa[Cc]y sqlalchemy [Ss]treamlit sympy tabulate tiktoken tokenizers
torch[A-Za-z0-9_]* tqdm [Tt]ensor[Ff]low[A-Za-z0-9_]* [Tt]ransformers ultralytics
[Uu]rllib[A-Za-z0-9_]* wandb websockets? xgboost [A-Za-z0-9_]*yaml [Cc]lass [Cc]omponent
[Dd]ata(?:set)? [Mm]edia [Mm]odel [Mm]odule [Mm]ovie [Mm]usic [Pp]hotos? [Ll]ightroom
[Cc]ertificate [Pp]lex [Pp]lugin [Pp]rompt [Ss]ymbol [Tt]ag [Tt]emplate the a an [Vv]ideo standard
[Ii]con [Ff]ont [Ss]ound [Ss]ample [Gg]roup [Gg]ame [Ss]team [Cc]alibre [Ff]unction [Bb]ook
[Ii]mage [Aa]sset [Ss]hader [Ss]tyle [Uu]ser [Dd]efault [Ll]ocal [Ss]pecified requested any my our
required that this your
"""
OTHER = one_of(OTHER_LIBRARIES.split())
NAME = r"[A-Za-z0-9_.+-]{1,40}"
ARTICLE = (
    r"(?:(?:[Tt]he|[Aa]n?|[Aa]ny|[Aa]ll|[Nn]o|[Yy]our|[Ii]ts|[Tt]his|[Rr]equired|needed|necessary"
    r"|following|underlying|compatible|suitable|usable|working|valid|external|system|bundled"
    r"|correct|of|(?:32|64)[ -]?bit) ){0,4}"
)
KIND = (
    r"(?:(?:[A-Za-z0-9]{1,20}_)?[Ss]hared|[Dd]ynamic(?:ally[ -]linked|[ -]link)?|[Nn]ative|C|C\+\+"
    r"|[Rr]untime)"
)
NOUN = r"(?:[Ll]ibrary|[Ll]ibraries|libs?|LIBRARY|DLLs?|dll|codec|backend)\b"
# A file's or a package's name, not a word, a file of text, nor a package of Python.
LIB = (
    r"[Ll]ib(?!rar|re|er|s\b|rosa\b|cst\b|tmux\b|qtile\b|torrent\b|retro\b|sass\b|file\b)"
    r"(?!\S{0,60}\.(?:py|js|ts|a|lib|h|hpp|c|cpp|txt|json|jar|rs|css|html|xml|o|la|pc|mk|cmake)\b)"
    r"[A-Za-z0-9_+.-]{1,60}"
)
FILE = r"[A-Za-z0-9_ ./\\:+*-]{0,100}[A-Za-z0-9_+*-]\.(?:so|dll|DLL|dylib)\b[0-9.]*"
CALLED = rf"(?:{NAME} ){{0,4}}?{KIND}[ -](?:{NAME} )?(?:[Ll]ibrary|[Ll]ibraries|libs?|object)\b"
DLL = rf"(?:{NAME} ){{0,2}}?(?:DLLs?|dylib)\b"
KNOWN = rf"['\"`]?{one_of(C_LIBRARIES.split())}['\"`]? (?:{NAME} )?{NOUN}"
BEHIND = (
    r"['\"`)]?(?: (?:[Ss]hared |[Dd]ynamic |[Nn]ative |C |extension )?"
    r"(?:library|libraries|lib|file|DLL))?"
    r"(?: ?\([^()\n]{1,120}\))?"
)
COMPILED = (
    r"(?:C|C\+\+|c|CFFI|cffi|CUDA|[Cc]ompiled|[Nn]ative(?! [Mm]odule)|[Cc]ython|[Rr]ust|[Bb]inary"
    r"|SWIG|_[a-z][A-Za-z0-9_]{0,40})"
)
# As packages name systems and processors; a bare "system" stands in too many sentences.
PLATFORM = (
    r"['\"]?(?:[Pp]latforms?|[Oo]perating [Ss]ystems?|OS|os|[Aa]rchitectures?|[Aa]rch|CPU"
    r"|[Mm]achine|[Pp]rocessor|[Ww]indows|[Ll]inux|mac ?OS|[Dd]arwin|[Ww]in(?:32|64|-arm64|-amd64)"
    r"|x86(?:[_-]64)?|[Aa][Mm][Dd]64|aarch64|(?:arm|ARM)(?:64|v[5-8]\w?)?|i[36]86|ppc64le|riscv64"
    r"|s390x|[Ff]ree[Bb][Ss][Dd]|[Aa]ndroid|iOS|musl)(?![A-Za-z])"
)

HOLES = {
    # Behind "lib" in the file of a library that a well-known package is made for.
    "libname of a package": r"(?:sndfile|portaudio|cairo|pango-1\.0|gobject-2\.0|glib-2\.0|harfbuzz"
    r"|fontconfig|usb-1\.0|sodium|magic|vips|git2|opus|zmq|ssl|crypto)",
    # A file of the system, or of a package.
    "installed": r"(?:(?<![\w.~-])/(?:usr/)?lib(?:32|64)?/"
    r"|(?:-packages|conda[0-9]?|/envs|lib-dynload)/)[^'\"\n:]*",
    # In the folder of a package that was installed, or that PyInstaller or py2app packed.
    "this packaged": r"((?:[A-Za-z]:)?[^'\"\n:]{0,200}(?:-packages|\.egg"
    r"|[/\\](?:_MEI[A-Za-z0-9]{1,12}|_internal)|\.app/Contents)[/\\][^'\"\n:]*)",
    # Where a person says in plain words that a file is their own.
    "said to be own": r"\b(?:I (?:have |had |just )?(?:copied|built|compiled|wrote|made|put|moved)"
    r"|(?:next to|beside|in the same (?:folder|directory) as) (?:the|my) "
    r"|my (?:own |source |project |build ){0,2}(?:C )?"
    r"(?:lib|library|\.so|dll|DLL|folder|directory|script|program|package|wheel)\b)",
    # Where a sentence begins, behind what raises or logs it.
    "sentence": r"(?:^(?:E {2,})?[^A-Za-z0-9_'\"(\n]{0,12}|[:\]\)|] ['\"]?|\(['\"]|[.!;] |- "
    r"|\b(?:but|because|since) )",
    "a library": rf"{ARTICLE}(?:['\"`(]?(?:{LIB}|{FILE})|{CALLED}|{KNOWN}|{DLL}){BEHIND}",
    # Where a bare "library" is meant: what Python raises, and what a package has of its own.
    "load error": r"(?:(?:OS|IO|Import|FileNotFound)Error|[a-z0-9_]{1,30}(?:\.[a-z0-9_]{1,30}){0,3}"
    r"\.[A-Z][A-Za-z0-9]{0,40}(?:Error|Exception)): ",
    "bare library": rf"{ARTICLE}['\"]?(?!{OTHER}\b){NAME}['\"]? "
    r"(?:(?:api|API|SDK|client|core|support) )?(?:[Ll]ibrary|lib)"
    r"\b(?![/\w]|\.\w)(?![^\n]{0,200}(?:pip3? install|easy_install))",
    "platform": PLATFORM,
    # What pip should have compiled of a package.
    "compiled part": rf"{ARTICLE}(?:{NAME}(?:'s)? ){{0,3}}?{COMPILED}[ -](?:[Ee]xtensions?"
    r"|[Mm]odules?|[Bb]indings?|[Bb]ackends?|[Cc]ore|[Ii]mplementation|[Ss]peed-?ups"
    rf"|[Aa]ccelerators?)\b(?: modules?)?(?: (?:of|for|in) {NAME}| '?_[A-Za-z0-9_]{{1,40}}'?)?",
    "please": r"(?:[Pp]lease|[Yy]ou (?:may |might |will )?(?:need|have) to|[Yy]ou (?:must|should)"
    r"|[Tt]ry to|[Mm]ake sure (?:that )?(?:to|you(?: have)?)|[Dd]id you|[Hh]ave you|[Yy]ou have)"
    r"(?: first| have| also| either)?",
}

# To compile one of these takes longer than to look for all else of a sentence first.
COSTLY = ("a library", "bare library", "compiled part")
