"""What is checked in the capstone exercise. Each docstring is the sentence the learner reads."""

from cffi_workshop.checks import check, counted

SITES = ["buoy 10", "buoy 9", "buoy 100", "", "ü", "zz", "u", "buoy 1", "Buoy 9"]


def key(name):
    """Return what shortlex order goes by: the size in bytes, then the bytes."""
    encoded = name.encode()
    return len(encoded), encoded


def several(rng, count):
    """Return names of which many are equally long, and many begin alike."""
    stems = ("buoy ", "b", "", "Ω", "buoy-")
    return [rng.choice(stems) + str(rng.getrandbits(rng.choice([3, 10, 20]))) for _ in range(count)]


def sign(left, right):
    return (left > right) - (left < right)


def invented(drawn):
    """Return the numbers that checker/probe.c makes up for a BLOB."""
    return [drawn[k] / 8 for k in range(1 + drawn[7] % 7)]


@check(points=1)
def test_compiles(c):
    """shortlex.c compiles, with shortlex_compare() as shortlex.h declares it"""
    c.compiles()


@check(points=1, needs="compiles")
def test_compares(c, rng):
    """shortlex_compare() puts the shorter name first, and then goes by the bytes"""
    pairs = [
        ("buoy 9", "buoy 10"),
        ("buoy 10", "buoy 9"),
        ("b", "a"),
        ("a", "b"),
        ("", ""),
        ("a", "a"),
    ]
    pairs += [("", "a"), ("zz", "a"), ("ü", "z"), ("z", "ü"), ("é", "aa"), ("aa", "é")]
    count = rng.randint(300, 900)
    pairs += list(zip(several(rng, count), several(rng, count), strict=True))
    cases = [((a.encode(), b.encode()), sign(key(a), key(b))) for a, b in pairs]
    cases += [((a, b), sign(a, b)) for a, b in (one_byte_apart(rng) for _ in range(300))]
    longer = [one_byte_more(rng) for _ in range(100)]
    cases += [((a, b), -1) for a, b in longer] + [((b, a), 1) for a, b in longer]
    shown = "The sign of shortlex_compare() of {} and {} is"
    c.calls("order", cases, shown=shown, again=6)
    cases = []
    for size in (256, 4096, 65_536, *c.sizes(2**20)):  # of which a smaller type would hold 0
        cases += [((b"b" * size, b"c"), 1), ((b"c", b"b" * size), -1)]
        cases += [((b"b" * (size + 1), b"c"), 1), ((b"c", b"b" * (size + 1)), -1)]
        last = [b"a" * size + each for each in (b"b", b"c")]
        cases += [((last[0], last[1]), -1), ((last[1], last[0]), 1)]
    c.calls(
        "order", cases, shown="The sign of shortlex_compare() of two names, one of them long, is"
    )
    size = 2**20 + rng.randint(0, 9)
    shown = (
        f"The sign of shortlex_compare() of two names of {counted(size, 'byte')}, in a thread, is"
    )
    c.call("order_in_a_thread", size, shown=shown).equals(-1)


def one_byte_apart(rng):
    """Return two names that differ in one byte, and in one bit of it mostly, as "a" and "A" do."""
    first = bytearray(rng.choices(b"abcXYZ 09~\x7f\x80\xc3\xff", k=rng.randint(1, 40)))
    second, place = bytearray(first), rng.randrange(len(first))
    second[place] ^= rng.choice([1 << rng.randrange(8), rng.randint(1, 255)])
    return bytes(first), bytes(second)


def one_byte_more(rng):
    """Return a name, and the same one with a byte more somewhere: a blank, a zero, a sign."""
    first = bytes(rng.choices(b" 0aZ-", k=rng.randint(0, 9)))
    place, byte = (
        rng.choice([0, len(first), rng.randint(0, len(first))]),
        rng.choice(b" \t\r\n0_-.a\0"),
    )
    return first, first[:place] + bytes([byte]) + first[place:]


@check(points=1, needs="compares")
def test_nul(c, rng):
    """shortlex_compare() takes a NUL for a byte like any other"""
    pairs = [(b"a\0b", b"a\0a"), (b"a\0a", b"a\0b"), (b"\0", b"\0"), (b"\0\1", b"\0\0")]
    tail = bytes(rng.randint(0, 255) for _ in range(4))
    pairs += [(b"\0" + tail, b"\0" + tail), (b"\0" + tail + b"a", b"\0" + tail + b"b")]
    cases = [((a, b), sign((len(a), a), (len(b), b))) for a, b in pairs]
    c.calls("order", cases, shown="The sign of shortlex_compare() of {} and {} is")
    for left, right in ((b"buoy 9", b"buoy 10"), (b"buoy 9", b"buoy 8"), (b"", b"")):
        shown = f"The sign of shortlex_compare() of {left} and {right} is"
        sign_of_sizes = sign((len(left), left), (len(right), right))
        c.call("order", left, right, shown=shown).equals(sign_of_sizes)
    c.leaks_nothing(may_keep=True)


@check(points=1)
def test_imports(binding):
    """{script} can be imported from any working directory"""
    binding.imports()


@check(points=1, needs="imports")
def test_declares(binding):
    """The cdef for {script} says what sqlite3.h and shortlex.h say"""
    binding.declares()


@check(points=1, needs="declares")
def test_orders(binding, rng):
    """An Archive of {script} orders names by COLLATE shortlex"""
    for names in (SITES, sorted(set(several(rng, 40)))):
        names = rng.sample(names, len(names))
        shown = f"ORDER BY of {counted(len(names), 'name')} gave"
        binding.play("ordered", names, shown=shown).equals(sorted(names, key=key))
    shown = "Entering a name that is there already gave"
    binding.play("refused_twice", "buoy 9", shown=shown).equals(
        "UNIQUE constraint failed: sites.name"
    )


@check(points=1, needs="orders")
def test_compares_in_c(binding):
    """SQLite is handed shortlex_compare() itself by {script}"""
    shown = "With another library in the place of yours, the comparison gives"
    wanted = str(binding.drawn[0] + 10 * 2 + 1)
    binding.play("compared", over="probe", shown=shown).equals(wanted, cause="did-not-call-c")
    shown = (
        "A statement compares two names, and another one does so 20 times. The number of functions "
        "of Python that are called more for the second is"
    )
    binding.play("python_called", 20, shown=shown).equals(0)


@check(points=1, needs="orders")
def test_no_collation(binding):
    """{script}: a collation that SQLite refuses is an Error"""
    shown = "Archive() with a collation that SQLite refuses gave"
    for path in ("refusing", "refusing too"):
        refused = binding.play("refusal", "opened", path, over="probe", shown=shown)
        refused.equals("Error: the stand-in refuses")
    left(binding, "databases", "SQLite had refused the collation", "databases left open")


@check(points=1, needs="declares")
def test_expands(binding, rng):
    """expanded() in {script} gives the SQL with its values"""
    long = "n" * rng.randint(66_000, 67_000)
    ascii = "".join(map(chr, range(1, 128)))
    for values in (["buoy 9"], ["it's ü"], [""], [f"{rng.randint(0, 99)}"], [ascii], [long]):
        sql = f"SELECT {rng.randint(0, 99)}, ?"
        wanted = sql.replace("?", "'" + values[0].replace("'", "''") + "'")
        shown = f"expanded({sql!r}, {values[0]!r}) returned"
        binding.play("expanded", sql, values, shown=shown).equals(wanted)
    for size in (rng.randint(100_001, 2**17), *binding.sizes(2**20)):
        shown = f"Of SQL with a value of {counted(size + 1, 'letter')}, the length, the beginning and the end are"
        told = binding.play("expanded_long", size, shown=shown)
        told.equals([size + 10, "SELECT 'nn", "n!'"])
    shown = "expanded() of two values, a str and bytes, returned"
    told = binding.play("expanded", "SELECT ?, ?", ["it's", b"\0\xff"], shown=shown)
    told.equals("SELECT 'it''s', x'00ff'")
    shown = "expanded() of a text that is no SQL gave"
    refused = binding.play("refusal", "expanded", "SELEKT", [], shown=shown)
    refused.equals('Error: near "SELEKT": syntax error')
    shown = "SQL was refused. After that, expanded('SELECT ?', 'buoy') of the same archive returned"
    told = binding.play("expanded_after", "SELEKT", "SELECT ?", "buoy", shown=shown)
    told.equals("SELECT 'buoy'")
    shown = "expanded() of a database that is closed returned"
    binding.play("when_closed", "expanded", shown=shown).raises(ValueError)


@check(points=1, needs="expands")
def test_expands_in_c(binding, rng):
    """The text of expanded() in {script} is what sqlite3_expanded_sql() gives"""
    values = [f"v{rng.randint(0, 10**6)}{end}" for end in ("", " ", "\n")]
    wanted = [f"{binding.drawn[1]}: SELECT ? <- {value}" for value in values]
    shown = f"expanded() of {', '.join(values)} returned"
    told = binding.play("two_texts", "SELECT ?", values, over="probe", shown=shown)
    told.equals(wanted, cause="did-not-call-c", real=[f"SELECT '{value}'" for value in values])
    steps(binding, "three texts were asked for", 0)


@check(points=1, needs="expands-in-c")
def test_frees(binding):
    """Each text of sqlite3_expanded_sql() is freed once by {script}, by sqlite3_free()"""
    left(binding, "texts", "three texts were asked for", "texts that are not freed")
    misused(binding, "three texts were asked for")


@check(points=1, needs="expands-in-c")
def test_no_memory(binding):
    """{script}: a NULL in the place of a text is a MemoryError"""
    shown = "expanded(), where C has no memory for the text, returned"
    binding.play("expanded", "TOO LONG", [], over="probe", shown=shown).raises(MemoryError)
    misused(binding, "there was no memory for a text")


def series_sizes(binding):
    """Return how many numbers make a series as long as a number that the script says, or more."""
    return [*(-(-size // 8) for size in binding.sizes(2**20 + 8)), *binding.sizes(9_000)]


@check(points=1, needs="declares")
def test_series(binding, rng):
    """series() in {script} gives a BLOB as an array of float64"""
    drawn = [rng.uniform(-1e6, 1e6) for _ in range(rng.randint(20, 300))]
    long = [float(place) for place in range(rng.randint(8_300, 8_400))]  # of more than 64 kB
    for numbers in (
        *([float(place) for place in range(size)] for size in series_sizes(binding)),
        [1.5, 2.25],
        drawn,
        long,
        [0.0],
        [-0.0, float("inf"), float("nan"), 5e-324],
        [],
    ):
        shown = f"The series of {counted(len(numbers), 'number')} is"
        binding.play("stored", numbers, shown=shown).equals(numbers)
    shown = "The second row of a table is no BLOB. The series of the table is"
    binding.play("first_of_two", drawn, shown=shown).equals(drawn)
    blob = [1.5, rng.uniform(-1e6, 1e6)]
    shown = f"The series of a parameter with the bytes of {blob} is"
    binding.play("handed_over", blob, shown=shown).equals(blob)
    shown = "A table was updated twice. Its series after each update is"
    binding.play("updated", drawn, blob, shown=shown).equals([drawn, blob])
    names = several(rng, 3)
    names = list(dict.fromkeys(names))
    shown = f"The series of {', '.join(names)}, asked for in turn, are"
    wanted = [[place + 0.5] for place in range(len(names))]
    binding.play("by_name", names, shown=shown).equals(wanted)


@check(points=1, needs="series")
def test_series_of_its_own(binding):
    """The array of series() in {script} comes from C, and lasts when C lets go of its memory"""
    shown = "When its statement is gone, a series is"
    told = binding.play("series", "SELECT", over="probe", shown=shown)
    stale = [-1.0] * len(invented(binding.drawn))
    told.equals(
        invented(binding.drawn), cause="dangling-pointer" if told.gives(stale) else "did-not-call-c"
    )
    shown = "Another series was asked for, and was changed. The first series is"
    told = binding.play("first_of_two_series", "SELECT", over="probe", shown=shown)
    told.equals(invented(binding.drawn))
    shown = "The series of an empty BLOB is"
    binding.play("series", "EMPTY", over="probe", shown=shown).equals([])
    steps(binding, "two series were read", 2)


@check(points=1, needs="series")
def test_series_refused(binding, rng):
    """series() in {script} refuses what is no series: no row, another type, SQL that fails"""
    number = rng.randint(1, 99)
    for sql, error in (
        ("SELECT 1 WHERE 0", LookupError),
        (f"SELECT {number}.5", TypeError),
        ("SELECT NULL", TypeError),
        (f"SELECT {number}", TypeError),
        (f"SELECT 'text {number}'", TypeError),
    ):
        shown = f"series({sql!r}) returned"
        binding.play("series_of", sql, [], shown=shown).raises(error)
    for sql, error in (
        ("SELECT NULL WHERE ? = 'a'", TypeError),
        ("SELECT 1.5 WHERE ? = 'a'", TypeError),
        ("SELECT 1.5 WHERE ? = CAST(x'61' AS TEXT)", TypeError),
        ("SELECT ?", TypeError),
        ("SELECT 1 WHERE ? = 'b'", LookupError),
    ):
        shown = f"series({sql!r}, 'a') returned"
        binding.play("series_of", sql, ["a"], shown=shown).raises(error)
    for sql, error in (("NOTHING", LookupError), ("FLOAT", TypeError), ("NULL", TypeError)):
        shown = f"series(), where the first row is {sql}, returned"
        binding.play("series", sql, over="probe", shown=shown).raises(error)
    for sql, refused in (
        ("SELECT 1 WHERE 0", "no row"),
        ("SELECT 1", "no BLOB"),
        ("SELEKT", "no SQL"),
    ):
        shown = f"There was {refused}. After that, the series of {[number + 0.5]} of the same archive is"
        told = binding.play("series_after", [sql], [number + 0.5], shown=shown)
        told.equals([number + 0.5])
    shown = "series() of a row that cannot be read gave"
    told = binding.play("refusal", "series", "BROKEN", over="probe", shown=shown)
    told.equals("Error: the stand-in refuses")


@check(points=1, needs="series")
def test_finalizes(binding):
    """{script} leaves no statement and no database open, whatever happens"""
    for way in ("two series were read", "five series were refused", "three texts were asked for"):
        left(binding, "statements", way, "statements left open")
        left(binding, "databases", way, "databases left open")


def steps(binding, way, wanted):
    """Fail unless SQLite was told to run statements so often, and no more: SQL may change things."""
    shown = f"When {way}, the number of calls of sqlite3_step() is"
    binding.count("counted", "steps", way, shown=shown).equals(wanted)


def left(binding, what, way, shown):
    shown = f"When {way}, the number of {shown} is"
    binding.count("counted", what, way, shown=shown).equals(0, cause="leak")


def misused(binding, way):
    shown = (
        f"{way[0].upper()}{way[1:]}. How often memory was freed that is not from C, or was freed "
        "before:"
    )
    binding.count("counted", "misused", way, shown=shown).equals(0, cause="use-after-free")


@check(points=1, needs=["compares", "orders"])
def test_orders_all(together, rng):
    """{script} orders names with your own shortlex.c"""
    names = sorted({*SITES, *several(rng, 30)})
    names = rng.sample(names, len(names))
    shown = f"ORDER BY of {counted(len(names), 'name')} gave"
    together.play("ordered", names, shown=shown).equals(sorted(names, key=key))
