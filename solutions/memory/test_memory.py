"""What is checked in the memory exercise. Each docstring is the sentence the learner reads."""

from math import inf, nextafter

from cffi_workshop.checks import check, counted

WAYS = ("from_library", "from_python")
LEFT_IN_C = {
    "left": "After a `with`, the number of tables that C still has is",
    "raised": "After an exception in a `with`, the number of tables that C still has is",
    "interrupted": "After Ctrl-C in a `with`, the number of tables that C still has is",
    "closed": "After close() and close(), the number of tables that C still has is",
    "closed inside": "After close() inside of a `with`, the number of tables that C still has is",
    "closed and kept": "After close(), with the table still in a variable, the number of tables that C still has is",
    "left in a cycle": "After a `with` over a table in a cycle of references, the number of tables that C still has is",
    "let go": "When the last name of a table is gone, the number of tables that C still has is",
}
RAISED = ["LookupError", "KeyError", "OSError", "ValueError", "StopIteration", "MemoryError"]
RAISED += ["KeyboardInterrupt", "SystemExit", "GeneratorExit"]
TITLES = (
    "",
    "Stein",
    " Ze\u0301ro\t",
    "Ζευς",
    "落ちる石",
    "🪨",
    "a title of some length, and a little more than that",
    "t" * 700,
    "ü" * 700,
)


def fallen(n):
    """Return the metres that a stone has fallen after 0 to n - 1 seconds."""
    return [9.80665 / 2 * second * second for second in range(n)]


def found(n, metres):
    """Return the first second at which it has fallen so far."""
    return next((second for second, row in enumerate(fallen(n)) if row >= metres), n)


def reads_right(binding, rng, way):
    for n in (rng.randint(5, 9), 1, 0, rng.randint(10, 99), 20_000):
        title = rng.choice(TITLES[:-2]) if n else ""  # a cut one is told by the first that is plain
        # Above a row and below one by less than a metre: neither is cut to whole metres.
        near = [fallen(5)[rng.randint(1, 4)] + 0.05, fallen(3)[rng.randint(1, 2)] - 0.05]
        near += [nextafter(row, end) for row in fallen(5)[3:] for end in (row, -inf, inf)]
        places = [44.0, 0.0, -1.0, *near, *(rng.uniform(0.0, 6000.0) for _ in range(4))]
        shown = f"Reading a table of {way}({title!r}, {n}), and reading it again, gave"
        read = [[found(n, metres) for metres in places], title, fallen(n)]
        binding.play("read", way, title, n, places, shown=shown).equals([read, [title, fallen(n)]])
    sizes = binding.sizes(2**17)
    for title in (*TITLES, *("t" * size for size in sizes)):
        shown = f"Reading a table of {way}({title!r}, 2), and reading it again, gave"
        read = [[], title, fallen(2)]
        binding.play("read", way, title, 2, [], shown=shown).equals([read, [title, fallen(2)]])
    for n in (rng.randint(66_000, 67_000), *sizes):
        shown = f"The number of rows of a table of {way}('a stone', {n}), and the last, are"
        binding.play("long", way, n, shown=shown).equals([n, 9.80665 / 2 * (n - 1) * (n - 1)])
    for n in binding.sizes(2_000_000):
        shown = (
            f"A table of {way}('a stone', {n}) was asked for a place behind all rows, and for that "
            "of its last row. The two places are"
        )
        last = 9.80665 / 2 * (n - 1) * (n - 1)
        binding.play("read", way, "", n, [inf, last], False, shown=shown).equals([n, n - 1])
    count = rng.randint(140, 160)  # more than any cache has room for, unless it is told
    shown = f"{counted(count, 'table')} were in use at the same time. Their titles and rows are"
    wanted = [[f"table {number % 50}", fallen(number % 7)] for number in range(count)]
    binding.play("many", way, count, shown=shown).equals(wanted)


@check(points=1)
def test_imports(binding):
    """{script} can be imported, and its cdef says what table.h says"""
    binding.imports()
    binding.declares()


@check(points=2, needs="imports")
def test_library(binding, rng):
    """A table of from_library() in {script} stays good until it is closed"""
    reads_right(binding, rng, "from_library")


@check(points=2, needs="imports")
def test_python(binding, rng):
    """A table of from_python() in {script} stays good until it is closed"""
    reads_right(binding, rng, "from_python")


@check(points=1, needs=["library", "python"])
def test_calls_c(binding, rng):
    """Both kinds of table in {script} are filled by C ({mode})"""
    start, step, shift, below, beyond = binding.drawn.numbers[:5]
    for way in WAYS:
        for n in (2, rng.randint(3, 40), 0):
            shown = f"With a library that fills in other numbers, a table of {way}() of {counted(n, 'row')} has"
            rows = [float(start + step * k) for k in range(n)]
            # The second is no float of 32 bits.
            places = [float(rng.randint(1, 60)), 2.0**24 + 2 * rng.randint(0, 2**20) + 1]
            seconds = [shift + n + int(place) for place in places]
            places += [-float(rng.randint(1, 9)), 2.0**60]
            seconds += [shift + n + below, shift + n + beyond]
            fell = [found(n, place) for place in places]
            binding.calls_c(
                "read",
                way,
                "a stone",
                n,
                places,
                real=[[fell, "a stone", fallen(n)], ["a stone", fallen(n)]],
                probe=[[seconds, "a stone", rows], ["a stone", rows]],
                cause="did-not-call-c",
                shown=shown,
                kept=False,
            )
            shown = f"Over that library, find() in a table of {way}() of {counted(n, 'row')} gave"
            arguments = ("found", way, n, places)
            binding.calls_c(*arguments, real=fell, probe=seconds, shown=shown, parts=(0,))
            shown = f"C fills in one other number. Rows that were read of a table of {way}() are"
            binding.calls_c(
                "kept_rows",
                way,
                n,
                real=fallen(n),
                probe=rows,
                parts=range(n),
                shown=shown,
                kept=False,
            )
        for n in (rng.randint(41, 999), rng.randint(1_000, 20_000), *binding.sizes(2**17)):
            places = sorted({0, n - 1, *(rng.randrange(n) for _ in range(4))})
            rows = [float(start + step * k) for k in places]
            shown = (
                f"Over that library, a table of {way}() of {counted(n, 'row')} was read. The rows "
                f"{', '.join(map(str, places))} of it are"
            )
            told = binding.play("some_rows", way, n, places, over="probe", shown=shown)
            told.equals(rows, cause="did-not-call-c")
            place = float(rng.randint(1, 60))
            shown = f"Over that library, find() in a table of {way}() of {counted(n, 'row')} gave"
            told = binding.play("found", way, n, [place], over="probe", shown=shown)
            told.equals([shift + n + int(place)], cause="did-not-call-c")
        shown = f"From the second table of {way}() on, C adds 1 to each row. Two tables have"
        told = binding.play("filled_anew", way, 3, over="probe", shown=shown)
        rows = [float(start + step * k) for k in range(3)]
        told.equals([rows, [row + 1 for row in rows]])
    for n in (4, *binding.sizes(2**17)):
        of = "" if n == 4 else f" of {n} rows"
        shown = f"The number of tables that C allocated for one call of from_python(){of} is"
        binding.count("calls", "given", "from_python", n, shown=shown).equals(0)
        shown = f"The number of tables that C allocated for one call of from_library(){of} is"
        binding.count("calls", "given", "from_library", n, shown=shown).equals(1)
        shown = f"The number of calls of table_fill() for a table of from_python(){of} is"
        binding.count("calls", "filled", "from_python", n, shown=shown).equals(1)
    shown = "While a table is in use, the number of tables that C has is"
    binding.count("open_while_used", shown=shown).equals(1)


@check(points=2, needs="library")
def test_frees(binding):
    """Whatever becomes of a table of from_library() in {script}, C gets its memory back once"""
    for ending, shown in LEFT_IN_C.items():
        for n in (4, 0):
            if not n:
                shown = shown.replace("number of tables", "number of tables without rows")
            binding.count("open_after", ending, n, shown=shown).equals(0, cause="leak")
    for n in binding.sizes(2**17):
        shown = (
            f"When the last name of a table of {counted(n, 'row')} is gone, the number of tables "
            "that C still has is"
        )
        binding.count("open_after", "let go", n, shown=shown).equals(0, cause="leak")
    binding.play("end_all", "from_library", shown="Using and closing tables gave").equals("fine")


@check(points=1, needs=["frees", "python"])
def test_leaves_python_alone(binding):
    """table_free() in {script} gets nothing twice, and nothing that Python allocated"""
    binding.play("end_all", "from_python", shown="Using and closing tables gave").equals("fine")
    shown = "How often table_free() got NULL, a pointer that is not from C, or a table for the second time:"
    binding.count("misused", shown=shown).equals(0, cause="use-after-free")


@check(points=1, needs=["library", "python"])
def test_refuses_when_closed(binding):
    """A closed table in {script} refuses to be read"""
    for way in WAYS:
        for what, *arguments in (("find", 44.0), ("title",), ("metres",)):
            for n in (4, 0):
                shown = f"After the `with`, {what}() of a table of {way}() of {counted(n, 'row')} returned"
                binding.play("use_closed", way, n, what, *arguments, shown=shown).raises(ValueError)
        shown = f"The rows of a table of {way}() were read, and then the table was closed. The rows that were read are"
        binding.play("kept_rows", way, shown=shown).equals(fallen(5))
        shown = f"In `with table as target`, target is the table of {way}():"
        binding.play("as_target", way, shown=shown).equals(True)
        for raised in RAISED:
            shown = f"{raised} was raised in a with block of {way}(). What came out of the block is"
            binding.play("after_error", way, raised, shown=shown).equals(raised)


@check(points=1, needs="library")
def test_no_memory(binding):
    """from_library() in {script} raises MemoryError where C has no memory"""
    for n in (4, 0, 1, *binding.sizes(2**17)):
        shown = f"from_library() of {counted(n, 'row')}, where table_new() gives NULL, returned"
        binding.play("out_of_memory", n, over="probe", shown=shown).raises(MemoryError)
    shown = "How often table_free() got NULL, which table_new() gives where there is no memory:"
    binding.count("misused_without_memory", shown=shown).equals(0, cause="segfault")


@check(points=1, needs=["leaves-python-alone", "refuses-when-closed"])
def test_holds_nothing(binding):
    """Once a table in {script} is closed or gone, nothing keeps its memory"""
    for way in WAYS:
        shown = f"Eight tables of {way}() were let go. The number of tables still in memory is"
        binding.play("still_held", way, False, shown=shown).equals(0, cause="leak")
        shown = f"Eight tables of {way}() were closed. The number of tables still in memory is"
        binding.play("still_held", way, True, shown=shown).equals(0, cause="leak")
