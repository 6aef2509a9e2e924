"""What is checked in the directory exercise. Each docstring is the sentence the learner reads."""

import errno
import os
from itertools import product

from cffi_workshop.checks import check

ERRNOS = sorted(errno.errorcode)
RAISED = ["RuntimeError", "KeyError", "FileNotFoundError", "OSError", "ValueError", "StopIteration"]
RAISED += ["KeyboardInterrupt", "SystemExit", "GeneratorExit"]
LATER = ("after the first name", "after the last name", "after close()")
ODD = b"ren\xe9".decode("utf-8", "surrogateescape")


def invented(binding, path):
    """Return the names that checker/probe.c makes up, in its order."""
    first = os.fsdecode(os.fsencode(path)[:300].replace(b"/", b"-"))
    return [f"{first}-{binding.drawn[0]}", ODD, f".hidden{binding.drawn[1]}", "..."]


def drawn(rng, count):
    """Return names that nobody guesses."""
    return sorted(f"{rng.getrandbits(40):010x}.txt" for _ in range(count))


@check(points=1)
def test_imports(binding):
    """{script} can be imported from any working directory"""
    binding.imports()


@check(points=1, needs="imports")
def test_declares(binding):
    """The cdef for {script} says what directory.h says"""
    binding.declares()


@check(points=1, needs="declares")
def test_lists(binding, rng):
    """Directory in {script} gives the names in a folder, without . and .."""
    names = [*drawn(rng, 2), "häuser", "ha\u0308user", "久美子", "x" * 40, ".hidden", "..hidden"]
    names += [
        " a b ",
        "y" * 200,
        "z" * 255,
        "line\nend",
        "~",
        "#a#",
        ".#a",
        ".git",
        "a~",
        "*",
        "-r",
        "Z",
        "z",
    ]
    shown = "sorted(Directory(folder)) gave"
    binding.play("names_of", names, ["inner", "..."], shown=shown).equals(
        sorted([*names, "inner", "..."])
    )
    binding.play("names_of", [], [], shown=shown).equals([])
    for count in (rng.randint(1_030, 1_100), *binding.sizes(3_000)):
        many = drawn(rng, count)
        binding.play("names_of", many, [], shown=shown).equals(many)
    first, second = drawn(rng, 2)
    shown = "A folder was listed, got another file, and was listed again. It has"
    binding.play("listed_again", first, second, shown=shown).equals([[first], [first, second]])


@check(points=1, needs="lists")
def test_asks_c(binding, rng):
    """The names in {script} come from directory_next(), also those that are no UTF-8"""
    for path in (
        "/",
        drawn(rng, 1)[0],
        "häuser",
        ODD,
        drawn(rng, 1)[0],
    ):  # the first one is really there
        for scene, text in (
            ("names_in", f"{path!r}"),
            ("names_by_path", f"Path({path!r})"),
            ("names_by_entry", f"an object whose __fspath__() gives {path!r}"),
        ):
            answer = binding.play(scene, path, over="probe", shown=f"list(Directory({text})) gave")
            answer.equals(invented(binding, path), cause="did-not-call-c")
    for path in ("/", "/usr", "/dev", "/usr/lib"):  # each is found where Python runs
        shown, cause = f"list(Directory({path!r})) gave", "did-not-call-c"
        real, probe = (lambda names: ODD not in names), invented(binding, path)
        binding.calls_c(
            "names_in", path, real=real, probe=probe, cause=cause, shown=shown, parts=(0,)
        )
    longest = "n" * 4_095  # that a system takes
    odd = ("", "~", "a/../b", "./a//", " a ", "a\u0308", "$HOME")  # each as it is
    for path in (*odd, "ä" * rng.randint(150, 400), longest):
        shown = f"list(Directory({path!r})) gave"
        answer = binding.play("names_in", path, over="probe", shown=shown)
        answer.equals(invented(binding, path))
    sizes = [size for size in binding.sizes(2**18) if size > 3_000]
    for size in (rng.randint(100, 1_000), *sizes):
        path = f"many {size}"
        shown = f"list(Directory({path!r})) has this length, and this last name:"
        told = binding.play("many_names", path, over="probe", shown=shown)
        told.equals([size + 4, str(size + 3)])
    call, other = "list(Directory('photos'))", "list(Directory('broken'))"
    shown = f"Ahead of each line of {call}, another thread called {other}. It gave"
    answer = binding.play("disturbed", "photos", "broken", over="probe", shown=shown)
    answer.equals(invented(binding, "photos"))
    paths = drawn(rng, 3)
    paths.append(paths[0])  # twice at the same time, each from its beginning
    shown = f"Reading the folders {', '.join(paths)} in turn gave"
    wanted = [
        list(names) for names in zip(*(invented(binding, path) for path in paths), strict=True)
    ]
    binding.play("in_turn", paths, over="probe", shown=shown).equals(wanted)


@check(points=1, needs="asks-c")
def test_cannot_open(binding, rng):
    """{script}: a folder that cannot be opened is an OSError with errno and file name"""
    for path, number in (
        ("missing", errno.ENOENT),
        ("notes.txt", errno.ENOTDIR),
        ("private", errno.EACCES),
        ("loop", errno.ELOOP),
    ):
        for name in (path, f"{path}{rng.randint(0, 10**6)}", f"{path}/inner/", f"{path}/../inner"):
            raised = binding.play(
                "cannot_open", name, over="probe", shown=f"Directory({name!r}) gave"
            )
            raised.raises(OSError, errno=number, filename=name)
    shown = "Directory('missing') failed. What Python complained of afterwards is"
    binding.play("noise", "missing", over="probe", shown=shown).equals("nothing")
    nothing_wrong(binding, "refused", "missing")
    each_errno(binding, "refused")


@check(points=1, needs="asks-c")
def test_nul(binding, rng):
    """{script}: a path with a NUL in it is a ValueError, not another folder"""
    for path in (
        "photos\0",
        "\0",
        f"{'p' * rng.randint(300, 900)}\0",
        f"pho\0{rng.randint(0, 10**6)}",
    ):
        shown = f"list(Directory({path!r})) gave"
        binding.play("names_in", path, over="probe", shown=shown).raises(ValueError)
        nothing_wrong(binding, "refused", path)
    shown = "Directory('photos\\0') failed. What Python complained of afterwards is"
    binding.play("noise", "photos\0", over="probe", shown=shown).equals("nothing")


@check(points=1, needs="asks-c")
def test_fails_midway(binding, rng):
    """{script}: reading that fails is an OSError, after the names that came before"""
    for path in ("broken", f"broken{rng.randint(0, 10**6)}"):
        raised = binding.play("fails", path, over="probe", shown=f"list(Directory({path!r})) gave")
        raised.raises(OSError, errno=errno.EIO, filename=path)
        shown = "Before the failure, the names were"
        answer = binding.play("names_before_failure", path, over="probe", shown=shown)
        answer.equals(invented(binding, path))
    for number in (errno.EPERM, errno.ENOENT, errno.EINTR, errno.EBADF, errno.EACCES):
        path = f"errno {number}"
        raised = binding.play("fails", path, over="probe", shown=f"list(Directory({path!r})) gave")
        raised.raises(OSError, errno=number, filename=path)
    each_errno(binding, "errno")


def each_errno(binding, path):
    """Fail unless each reason for which C fails is raised."""
    shown = "C failed for one reason after the other. The first errno that was not raised (0 for none) is"
    first = binding.play("untold", path, ERRNOS, over="probe", shown=shown)
    if first.value in ERRNOS:  # told as it is where it is the only one
        path = f"{path} {first.value}"
        raised = binding.play("fails", path, over="probe", shown=f"list(Directory({path!r})) gave")
        raised.raises(OSError, errno=first.value, filename=path)
    first.equals(0)


@check(points=1, needs="asks-c")
def test_stays_at_the_end(binding):
    """{script}: at the end of the names, asking again ends again"""
    shown = "next() at the end gave"
    binding.play("after_the_end", "photos", over="probe", shown=shown).equals(["end", "end"])


@check(points=1, needs="asks-c")
def test_with(binding):
    """{script}: with gives the object itself, and lets an exception through"""
    shown = "In `with directory as target`, target is directory:"
    binding.play("as_target", "photos", over="probe", shown=shown).equals(True)
    cases = [(raised, "at once") for raised in RAISED]
    cases += product(("RuntimeError", "KeyboardInterrupt"), LATER)
    for raised, when in cases:
        at = "" if when == "at once" else f", {when}"
        shown = f"{raised} was raised in a with block{at}. What came out of the block is"
        told = binding.play("inside_with", "photos", raised, when, over="probe", shown=shown)
        told.equals(raised)


@check(points=1, needs="with")
def test_closed(binding):
    """{script}: after close(), reading is a ValueError, and C is not asked"""
    answers = []
    for begun, when in (
        (0, "before its first name"),
        (1, "after its first name"),
        (3, "after its third name"),
    ):
        shown = f"next() of a folder closed {when} gave"
        answers.append(binding.play("read_after_close", "photos", begun, over="probe", shown=shown))
    shown = "next() of a folder after its with block gave"
    answers.append(binding.play("read_after_with", "photos", over="probe", shown=shown))
    shown = "A folder was closed, and then a with block began. There, next() of it gave"
    told = binding.play("entered_after_close", "photos", over="probe", shown=shown)
    answers.append(told)
    misused(binding, "read when it was closed", "photos")
    misused(binding, "read again after reading failed", "broken")
    for answer in answers:
        answer.raises(ValueError)
    shown = "A folder that is closed was read. The number of calls of C is"
    for begun in (0, 1):
        binding.count("asked_after_close", "photos", begun, shown=shown).equals(0)


@check(points=1, needs="with")
def test_closed_once(binding):
    """{script}: whichever way it is closed, directory_close() is called once"""
    for way, path in (
        ("closed often", "photos"),
        ("read to its end", "photos"),
        ("read to its end", "empty"),
        ("read until reading failed", "broken"),
        ("left inside of with by an exception", "photos"),
        ("left inside of with by Ctrl-C", "photos"),
        ("let go halfway", "photos"),
        ("opened and let go", "photos"),
        ("let go in a cycle of references", "photos"),
        ("refused", "missing"),
    ):
        misused(binding, way, path)


def misused(binding, way, path):
    folder = "an empty folder" if path == "empty" else "a folder"
    shown = f"When {folder} was {way}, the number of calls of C with a closed folder is"
    cause = "use-after-free"
    if path == "missing":  # there is no folder, and so this is NULL
        shown, cause = (
            "When a folder could not be opened, the number of calls of C with NULL is",
            "segfault",
        )
    binding.count("counted", "misused", path, way, shown=shown).equals(0, cause=cause)


def nothing_wrong(binding, way, path):
    left_open(binding, way, path)
    misused(binding, way, path)


@check(points=1, needs="with")
def test_closes(binding):
    """{script}: at the end of the names, after close(), and after with, nothing is open"""
    for way, path in (
        ("read to its end", "photos"),
        ("read to its end", "empty"),
        ("read until reading failed", "broken"),
        ("closed halfway", "photos"),
        ("closed often", "photos"),
        ("left inside of with by break", "photos"),
        ("left inside of with by an exception", "photos"),
        ("left inside of with by Ctrl-C", "photos"),
    ):
        left_open(binding, way, path)
    shown = "next() of a folder whose reading failed gave"
    told = binding.play("read_after_failure", "broken", over="probe", shown=shown)
    told.raises(ValueError)


@check(points=1, needs="with")
def test_let_go(binding):
    """{script}: an object that is let go without being closed leaves nothing open"""
    for way in ("let go halfway", "opened and let go", "let go in a cycle of references"):
        for path in ("photos", ODD):  # no UTF-8, for whatever looks at it when the object goes
            left_open(binding, way, path)


def left_open(binding, way, path):
    folder = {"empty": "an empty folder", ODD: "a folder whose name is no UTF-8"}.get(
        path, "a folder"
    )
    shown = f"After {folder} was {way}, the number of folders left open is"
    binding.count("counted", "open", path, way, shown=shown).equals(0, cause="leak")
