"""What is checked in the directory exercise. Each docstring is the sentence the learner reads."""

import errno

from cffi_workshop.checks import check

# What checker/probe.c has in each folder: "." and ".." beside them.
ODD = b"ren\xe9".decode("utf-8", "surrogateescape")


def invented(path):
    """Return the names that checker/probe.c makes up, sorted."""
    return sorted([f"{path}-one", ODD])


def drawn(rng, count):
    """Return names that nobody guesses."""
    return sorted(f"{rng.getrandbits(40):010x}.txt" for _ in range(count))


@check(points=1)
def test_imports(binding):
    """{script} can be imported from any working directory"""
    binding.imports()


@check(points=1, needs="imports")
def test_declares(binding):
    """The cdef for {script} says what dirent.h says"""
    binding.declares()


@check(points=2, needs="declares")
def test_lists(binding, rng):
    """Directory gives the names in a folder, without . and .."""
    names = [*drawn(rng, 2), "häuser", "x" * 40]
    shown = "sorted(Directory(folder)) gave"
    binding.play("names_of", names, ["inner", "..."], shown=shown).equals(sorted([*names, "inner", "..."]))
    binding.play("names_of", [], [], shown=shown).equals([])


@check(points=1, needs="lists")
def test_asks_c(binding, rng):
    """The names come from readdir(), also those that are no UTF-8"""
    for path in ("/", drawn(rng, 1)[0]):  # the first one is there, and holds other names
        shown = f"sorted(Directory({path!r})) gave"
        answer = binding.play("names_in", path, over="probe", shown=shown)
        answer.equals(invented(path), cause="did-not-call-c")


@check(points=2, needs="asks-c")
def test_cannot_open(binding):
    """A folder that cannot be opened is the OSError that Python has for it, with errno and file name"""
    for path, kind, number in (
        ("missing", "FileNotFoundError", errno.ENOENT),
        ("notes.txt", "NotADirectoryError", errno.ENOTDIR),
        ("private", "PermissionError", errno.EACCES),
    ):
        shown = f"Directory({path!r}) raised"
        expected = f"{kind}, errno {number}, filename {path!r}"
        binding.play("complaint", path, over="probe", shown=shown).equals(expected)
    shown = "After Directory('missing') had failed, Python complained of"
    binding.play("noise", "missing", over="probe", shown=shown).equals("nothing")


@check(points=1, needs="asks-c")
def test_nul(binding):
    """A path with a NUL in it is a ValueError, not another folder"""
    binding.play("names_in", "photos\0", over="probe", shown="Directory('photos\\0') gave").raises(ValueError)


@check(points=2, needs="asks-c")
def test_fails_midway(binding):
    """Reading that fails is an OSError, after the names that came before"""
    shown = "Reading a folder that fails midway raised"
    expected = f"OSError, errno {errno.EIO}, filename 'broken'"
    binding.play("complaint", "broken", over="probe", shown=shown).equals(expected)
    shown = "Before the failure, the names were"
    binding.play("names_before_failure", "broken", over="probe", shown=shown).equals(["broken-one", ODD])


@check(points=1, needs="asks-c")
def test_stays_at_the_end(binding):
    """At the end of the names, asking again ends again"""
    shown = "next() at the end gave"
    binding.play("after_the_end", "photos", over="probe", shown=shown).equals(["end", "end"])


@check(points=1, needs="asks-c")
def test_with(binding):
    """with gives the object itself, and lets an exception through"""
    shown = "The target of `with directory as target` being directory is"
    binding.play("as_target", "photos", over="probe", shown=shown).equals(True)
    shown = "Out of a with block in which RuntimeError was raised came"
    binding.play("inside_with", "photos", over="probe", shown=shown).equals("RuntimeError")


@check(points=2, needs="with")
def test_closed(binding):
    """After close(), reading is a ValueError, and C is not asked"""
    answers = []
    for begun, when in ((False, "before its first name"), (True, "after its first name")):
        shown = f"next() of a folder closed {when} gave"
        answers.append(binding.play("read_after_close", "photos", begun, over="probe", shown=shown))
    count_misuse(binding, "readdir() or closedir()")
    for answer in answers:
        answer.raises(ValueError)


@check(points=2, needs="with")
def test_closed_once(binding):
    """However often and in whatever way it is closed, closedir() is called once"""
    binding.play("close_often", "photos", over="probe", shown="Closing a folder often gave").equals(None)
    count_misuse(binding, "closedir()")


def count_misuse(binding, functions):
    shown = f"The number of calls of {functions} with a folder that was closed is"
    binding.play("misused", over="probe", shown=shown).equals(0, cause="use-after-free")


@check(points=2, needs="with")
def test_closes(binding):
    """At the end of the names, after close(), and after with, nothing is open"""
    for way, path in (
        ("read to its end", "photos"),
        ("read until reading failed", "broken"),
        ("closed halfway", "photos"),
        ("left inside of with by break", "photos"),
        ("left inside of with by an exception", "photos"),
    ):
        left_open(binding, way, path)


@check(points=2, needs="with")
def test_let_go(binding):
    """An object that is let go without being closed leaves nothing open"""
    for way in ("let go halfway", "opened and let go", "let go in a cycle of references"):
        left_open(binding, way, "photos")


def left_open(binding, way, path):
    shown = f"After a folder was {way}, the number of folders left open is"
    binding.play("left_open", path, way, over="probe", shown=shown).equals(0, cause="leak")
