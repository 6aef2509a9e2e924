"""What is checked in the strings exercise. Each docstring is the sentence the learner reads."""

from cffi_workshop.checks import check

NAMES = ["Ada", "Zoë", "Ωραία", "久美子", "🐍", ""]
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
    celsius, most = rng.randrange(-40, 100, 5), 2**31 - 1
    binding.call("mybasic", float(celsius)).equals(celsius * 1.8 + 32.0)
    binding.call("mybasic", "20").raises(TypeError)
    binding.call("mybasic", 20j).raises(TypeError)
    binding.call("myadd", most, celsius).equals(most + celsius)
    binding.call("myadd", 2.5, 3).raises(TypeError)
    binding.call("myadd", 2j, 3).raises(TypeError)
    binding.call("myadd", most + 1, 0).raises(OverflowError)


@check(points=1, needs="declares")
def test_prints(binding, rng):
    """myprint() in {script} hands C the bytes of any text in UTF-8"""
    for text in (*NAMES, "ß" * rng.randint(10, 900)):
        binding.call("myprint", text).equals(len(text.encode()))


@check(points=1, needs="prints")
def test_refuses(binding):
    """{script} refuses what is no str, and a str with a NUL inside"""
    for function in ("myprint", "greet"):
        for value in (b"Ada", 5, 2j, None):
            binding.call(function, value).raises(TypeError)
        for text in ("Ada\0Lovelace", "\0"):
            binding.call(function, text).raises(ValueError)


@check(points=2, needs="declares")
def test_greets(binding, rng):
    """greet() in {script} returns the whole text that C made, as a str"""
    some = "".join(rng.choices("abcdefghijklmnopqrstuvwxyz", k=16))
    for name in (*NAMES, some, "n" * LONGEST):
        binding.call("greet", name).equals(f"Hello, {name}!")
    binding.call("greet", "n" * (LONGEST + 9)).equals(f"Hello, {'n' * LONGEST}!")


@check(points=1, needs=["prints", "greets"])
def test_calls_c(binding):
    """The functions in {script} have C do the work ({mode})"""
    binding.calls_c("mybasic", 20.0, real=68.0, probe=1020.0)
    binding.calls_c("myadd", 2, 3, real=5, probe=2003)
    binding.calls_c("myprint", "Zoë", real=4, probe=104)
    binding.calls_c("greet", "Zoë", real="Hello, Zoë!", probe="<< Zoë>")


@check(points=1, needs="greets")
def test_gives_back(binding):
    """greet() in {script} gives each text back with greeting_free()"""
    shown = "After greet('Ada') and greet('Zoë'), the number of texts that C has not got back is"
    binding.play("texts_out", "Ada", "Zoë", over="probe", shown=shown).equals(0, cause="leak")


@check(points=1, needs="greets")
def test_no_memory(binding):
    """greet() in {script} raises MemoryError if C has no memory"""
    binding.call("greet", "no memory", over="probe", shown="greet(), given NULL by C, returned").raises(
        MemoryError
    )


@check(points=1, needs="gives-back")
def test_cut_inside_of_a_character(binding):
    """greet() in {script} gives the text back also if it cannot be decoded"""
    binding.call("greet", CUT).raises(UnicodeDecodeError)
    shown = "After a greet() that could not decode, the number of texts that C has not got back is"
    binding.play("texts_out", CUT, over="probe", shown=shown).equals(0, cause="leak")
