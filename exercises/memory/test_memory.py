"""What is checked in the memory exercise. Each docstring is the sentence the learner reads."""

from cffi_workshop.checks import check

WAYS = ("from_library", "from_python")
LEFT_IN_C = {
    "left": "After a `with`, the number of tables that C still has is",
    "raised": "After an exception in a `with`, the number of tables that C still has is",
    "closed": "After close(), the number of tables that C still has is",
    "let go": "When the last name of a table is gone, the number of tables that C still has is",
}


def fallen(n):
    """Return the metres that a stone has fallen after 0 to n - 1 seconds."""
    return [9.80665 / 2 * second * second for second in range(n)]


def reads_right(binding, rng, way):
    for n in (rng.randint(5, 9), 1, 0):
        title = f"stone {n}" if n else ""
        found = min(3, n)  # in 3 s a stone falls 44.1 m
        shown = f"Reading a table of {way}({title!r}, {n}) gave"
        binding.play("read", way, title, n, 44.0, shown=shown).equals([found, title, fallen(n)])
    binding.play("two", way, shown="The titles of two tables are").equals(["the first", "the second"])


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
def test_calls_c(binding):
    """Both kinds of table in {script} are filled by C ({mode})"""
    for way in WAYS:
        shown = f"With a library that fills in 1000 and 1001, a table of {way}() has"
        told = binding.play("read", way, "a stone", 2, 5.0, over="probe", shown=shown)
        told.equals([7, "a stone", [1000.0, 1001.0]], cause="did-not-call-c")


@check(points=2, needs="library")
def test_frees(binding):
    """Whatever becomes of a table of from_library() in {script}, C gets its memory back once"""
    for ending, shown in LEFT_IN_C.items():
        binding.play("open_after", ending, over="probe", shown=shown).equals(0, cause="leak")
    binding.play("end_all", "from_library", shown="Using and closing tables gave").equals("fine")


@check(points=1, needs=["frees", "python"])
def test_leaves_python_alone(binding):
    """table_free() in {script} gets nothing twice, and nothing that Python allocated"""
    binding.play("end_all", "from_python", shown="Using and closing tables gave").equals("fine")
    shown = "How often table_free() got what is not its own:"
    binding.play("freed_wrongly", over="probe", shown=shown).equals(0, cause="use-after-free")


@check(points=1, needs=["library", "python"])
def test_refuses_when_closed(binding):
    """A closed table in {script} refuses to be read"""
    for way in WAYS:
        for what, *arguments in (("find", 44.0), ("title",), ("metres",)):
            shown = f"After the `with`, {what}() of a table of {way}() returned"
            binding.play("use_closed", way, what, *arguments, shown=shown).raises(ValueError)


@check(points=1, needs="library")
def test_no_memory(binding):
    """from_library() in {script} raises MemoryError where C has no memory"""
    shown = "from_library(), where table_new() gives NULL, returned"
    binding.play("out_of_memory", over="probe", shown=shown).raises(MemoryError)


@check(points=1, needs=["leaves-python-alone", "refuses-when-closed"])
def test_holds_nothing(binding):
    """Once a table in {script} is closed or gone, nothing keeps its rows"""
    for way in WAYS:
        shown = f"Of eight tables of {way}() that are gone, in memory are still"
        binding.play("still_held", way, False, shown=shown).equals(0, cause="leak")
        shown = f"Of eight tables of {way}() that are closed, in memory are still"
        binding.play("still_held", way, True, shown=shown).equals(0, cause="leak")
