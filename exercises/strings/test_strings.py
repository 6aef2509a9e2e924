"""What is checked in the strings exercise. Each docstring is the sentence the learner reads."""

from cffi_workshop.checks import check, counted

NAMES = ["Ada", "Zoë", "Zoe\u0308", " Ada\t\r\n", "\ufeffﬁ", "Ωραία", "久美子", "🐍", ""]
LONGEST = 24  # GREETING_NAME_MAX
CUT = "x" + "é" * 12  # 25 bytes: the last character is cut in two


@check(points=1)
def test_imports(binding):
    """{script} can be imported from any working directory"""
    binding.imports()


@check(points=1, needs="imports")
def test_declares(binding):
    """The cdef for {script} says what greeting.h says"""
    binding.declares()


@check(points=1, needs="declares")
def test_numbers(binding, rng):
    """{script} takes numbers, and refuses what is none"""
    for celsius in (-40, 0, 100, *(rng.randrange(-273, 5000, 5) for _ in range(8))):
        binding.call("mybasic", float(celsius)).equals(celsius * 1.8 + 32.0)
        binding.call("mybasic", celsius).equals(celsius * 1.8 + 32.0)
    most = 2**31 - 1
    for a, b in ((most, most), (-most - 1, -most - 1), (0, 0), (-5, 3), (most, rng.randint(1, 99))):
        binding.call("myadd", a, b).equals(a + b)
    for other in ("20", 20j, None, b"20", [20.0], "", 0j, b"", [], bytearray(b"20")):
        binding.call("mybasic", other).raises(TypeError)
    for other in (2.5, 2j, "2", None, 3.0, 0.0, -0.0, 0j, "", b"2", bytearray(b"2"), [2]):
        for number in (3, 0):
            binding.call("myadd", other, number).raises(TypeError)
            binding.call("myadd", number, other).raises(TypeError)
    for beyond in (most + 1, -most - 2, 2**32 + rng.randint(0, 99), 2**64):
        binding.call("myadd", beyond, 0).raises(OverflowError)
        binding.call("myadd", 0, beyond).raises(OverflowError)


def random_name(rng, most=LONGEST):
    """Return a name of letters of one to four bytes, with at most so many bytes in UTF-8."""
    letters = rng.choices("aZ -é߷ñΩя久子€🐍𝄞", k=rng.randint(1, most))
    name = ""
    for letter in letters:
        if len((name + letter).encode()) > most:
            break
        name += letter
    return name


def long_sizes(binding, rng):
    """Return no more letters than a function has time for that makes all bytes anew for each."""
    return rng.randint(20_000, 30_000), *binding.sizes(2**22)


@check(points=1, needs="declares")
def test_prints(binding, rng):
    """myprint() in {script} hands C the bytes of any text in UTF-8"""
    texts = [*NAMES, "ß" * rng.randint(10, 900), *(random_name(rng, 200) for _ in range(8))]
    texts += ["n" * size for size in binding.sizes(2**17)]
    for text in texts:
        binding.call("myprint", text).equals(len(text.encode()))
    for text in texts:
        binding.call("encode", text).equals(text.encode())
    for size in long_sizes(binding, rng):
        # Not myprint(), whose output is limited.
        shown = f"The length that encode() of a text of {counted(size, 'letter')} gave is"
        binding.play("long", "encode", size, shown=shown).equals(size)
    for function, back in (("encode", b"Zo\xc3\xab"), ("myprint", 4)):
        takes_any_str(binding, function, back)
    shown = "myprint() was called once. The number of texts that C got to print is"
    told = binding.count("printed", "Zoë", shown=shown)
    told.equals(1, cause="wrong-value" if told.value else "did-not-call-c")
    for function in ("encode", "myprint"):
        keeps_nothing(binding, function)


def takes_any_str(binding, function, back):
    shown = f"{function}() of 'Zoë', a str of a class that inherits from str, returned"
    binding.play("own_str", function, shown=shown).equals(back)


def keeps_nothing(binding, function):
    shown = (
        f"{function}() got eight texts, and then these were let go. The number of texts still in "
        "memory is"
    )
    binding.play("still_held", function, shown=shown).equals(0, cause="leak")


@check(points=1, needs="prints")
def test_refuses(binding, rng):
    """{script} refuses what is no str, and a str with a NUL inside"""
    word, long = random_name(rng), "n" * rng.randint(LONGEST, 900)
    for function in ("encode", "myprint", "greet"):
        nothing = (b"", 0, 0.0, 0j, [], (), False)
        for value in (b"Ada", 5, 2j, None, ["Ada"], bytearray(b"Ada"), 2.5, *nothing):
            binding.call(function, value).raises(TypeError)
        shown = f"{function}() of an object that has encode() but is no str returned"
        binding.play("no_str", function, shown=shown).raises(TypeError)
        shown = f"{function}() got four objects that are no str. Not refused with TypeError:"
        told = binding.play("other_text", function, shown=shown)
        told.equals("none", cause="missing-exception")
        ends = [f"{'n' * size}\0n" for size in binding.sizes(2**17)]
        for text in (
            *ends,
            "Ada\0Lovelace",
            "\0",
            f"{word}\0",
            f"\0{word}",
            f"{word}\0{word}",
            f"{long}\0",
        ):
            binding.call(function, text).raises(ValueError)
        for text in ("\udcff", f"{word}\ud800"):  # half a character, which UTF-8 has not
            binding.call(function, text).raises(ValueError)
        shown = f"{function}() got halves of a character. Not refused with ValueError:"
        told = binding.play("half", function, shown=shown)
        told.equals("none", cause="missing-exception")
        shown = f"The number of texts that {function}() gave C before it refused is"
        refused = [b"Ada", None, "Ada\0Lovelace", "\0", f"{word}\0"]
        binding.count("asked_in_vain", function, refused, shown=shown).equals(0)


@check(points=2, needs="declares")
def test_greets(binding, rng):
    """greet() in {script} returns the whole text that C made, as a str"""
    some = "".join(rng.choices("abcdefghijklmnopqrstuvwxyz", k=16))
    names = [
        *NAMES,
        some,
        "n" * LONGEST,
        "é" * (LONGEST // 2),
        *(random_name(rng) for _ in range(20)),
    ]
    for name in names:
        binding.call("greet", name).equals(f"Hello, {name}!")
    for beyond in (1, 9, rng.randint(10, 999)):
        binding.call("greet", "n" * (LONGEST + beyond)).equals(f"Hello, {'n' * LONGEST}!")
    for size in long_sizes(binding, rng):
        shown = f"The length of what greet() of a name of {counted(size, 'letter')} gave is"
        length = len("Hello, !") + min(size, LONGEST)
        binding.play("long", "greet", size, shown=shown).equals(length)
    takes_any_str(binding, "greet", "Hello, Zoë!")
    for name, other in ((some, ""), ("", some)):
        answer = binding.disturbed("greet", name, meanwhile=(other,))
        answer.equals(f"Hello, {name}!")


@check(points=1, needs=["prints", "greets"])
def test_calls_c(binding, rng):
    """The functions in {script} have C do the work ({mode})"""
    drawn = binding.drawn
    fine = [rng.randint(-(2**30), 2**30) / 2**24 for _ in range(4)]  # no floats of 32 bits
    fine += [rng.randint(-(2**30), 2**30) / 2**14 for _ in range(4)]
    fine += [float(size) for size in binding.sizes(2**30)]
    for celsius in (20.0, 0.0, *(float(rng.randint(-99, 99)) for _ in range(4)), *fine):
        real, probe = celsius * 1.8 + 32.0, drawn[0] + drawn[1] * celsius
        binding.calls_c("mybasic", celsius, real=real, probe=probe, parts=(0,))
    for celsius in (rng.randint(1, 99) * 2.0**900, -(2.0**900), 2.0**-900):
        real, probe = celsius * 1.8 + 32.0, drawn[0] + drawn[1] * celsius
        binding.calls_c("mybasic", celsius, real=real, probe=probe)
    pairs = [(2, 3), (-4, 9), (-2, -3), (rng.randint(1, 9999), rng.randint(1, 9999))]
    pairs += [[rng.randint(-(2**31), 2**31 - 1) for _ in range(2)] for _ in range(6)]
    pairs += [pair for size in binding.sizes(2**31 - 1) for pair in ((size, 1), (1, -size))]
    for a, b in pairs:
        binding.calls_c("myadd", a, b, real=a + b, probe=drawn[3] * (a + b), parts=(0,))
    for text in (*NAMES, random_name(rng, 60), "abc"):
        real, probe = len(text.encode()), summed(text, drawn[2])
        binding.calls_c("myprint", text, real=real, probe=probe, parts=(0,))
    for name in (*NAMES, random_name(rng), "Ada Lovelace"):
        real, probe = f"Hello, {name}!", f"<{drawn[4]} {name}>"
        # Spoilt at either end, and in the name.
        parts = (0, len(real) - 1, len(real) // 2) if name.isascii() else ()
        binding.calls_c("greet", name, real=real, probe=probe, parts=parts)
    lengths = [length + rng.randint(0, 9) for length in (60, 260, 70_000)]
    for length in (*lengths, *binding.sizes(2**17)):
        wanted = f"<{drawn[4]} {'n' * min(length, LONGEST)}>"
        binding.call("greet", "n" * length, over="probe").equals(wanted)


def summed(text, start):
    """Return what checker/probe.c makes of the bytes of a text."""
    for byte in text.encode():
        start = 3 * (start % 1_000_003) + byte
    return start


@check(points=1, needs="greets")
def test_gives_back(binding, rng):
    """greet() in {script} gives each text back with greeting_free()"""
    names = [
        *NAMES,
        random_name(rng),
        "n" * LONGEST,
        *(random_name(rng) for _ in range(rng.randint(3, 9))),
        *("n" * size for size in (rng.randint(999, 9_999), *binding.sizes(2**17))),
    ]
    shown = f"After greet() of {counted(len(names), 'name')}, the number of texts that C has not got back is"
    binding.count("texts_out", *names, shown=shown).equals(0, cause="leak")
    shown = (
        "How often greeting_free() got a text given back before, or a pointer that is not from C:"
    )
    binding.count("misused", *names, CUT, shown=shown).equals(0, cause="use-after-free")
    keeps_nothing(binding, "greet")


def no_memory(binding):
    """Return the name for which checker/probe.c has no memory."""
    return f"no memory {binding.drawn[5]}"


@check(points=1, needs="greets")
def test_no_memory(binding):
    """greet() in {script} raises MemoryError if C has no memory"""
    shown = "greet(), given NULL by C, returned"
    binding.call("greet", no_memory(binding), over="probe", shown=shown).raises(MemoryError)
    shown = "C had no memory for a greet(). The number of texts that C has not got back is"
    binding.count("texts_out", no_memory(binding), shown=shown).equals(0, cause="leak")


@check(points=1, needs="gives-back")
def test_cut_inside_of_a_character(binding, rng):
    """greet() in {script} gives the text back also if it cannot be decoded"""
    snake = "y" * rng.randint(21, 23) + "🐍"
    for name in (CUT, snake):
        binding.call("greet", name).raises(UnicodeDecodeError)
    shown = "greet() could not decode a text. The number of texts that C has not got back is"
    binding.count("texts_out", CUT, snake, shown=shown).equals(0, cause="leak")
