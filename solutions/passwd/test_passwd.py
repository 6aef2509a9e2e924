"""What is checked in the passwd exercise. Each docstring is the sentence the learner reads."""

import errno
import pwd

from cffi_workshop.checks import check

# What checker/probe.c does not know, and what it fails at.
UNKNOWN, BROKEN = 4040, 5005
MEGABYTE = 1_000_000


def root():
    """Return the one user that every system has, as Python's own module finds it."""
    entry = pwd.getpwuid(0)
    names = {"name": entry.pw_name, "home": entry.pw_dir, "shell": entry.pw_shell}
    return names | {"uid": entry.pw_uid, "gid": entry.pw_gid}


def invented(name, uid):
    """Return what checker/probe.c makes up."""
    return {"name": name, "uid": uid, "gid": uid + 1, "home": f"/homes/{name}", "shell": "/bin/invented"}


def an_account(rng, user="ada"):
    """Return an account with room for more than 100 megabytes."""
    used = rng.randint(0, 2**40)
    history = [rng.randint(0, 1000) / 8 for _ in range(4)]
    limit = used + rng.randint(100, 2**20) * MEGABYTE
    return {"user": user, "disk": {"used": used, "limit": limit}, "history": history}


def booked(account, written):
    """Return an account after a booking, worked out by Python."""
    disk = account["disk"] | {"used": account["disk"]["used"] + written}
    return account | {"disk": disk, "history": [*account["history"][1:], written / MEGABYTE]}


@check(points=1)
def test_imports(binding):
    """{script} can be imported from any working directory"""
    binding.imports()


@check(points=1, needs="imports")
def test_declares(binding):
    """The cdef for {script} says what pwd.h and account.h say"""
    binding.declares()


@check(points=1, needs="declares")
def test_finds_users(binding):
    """user_by_id() and user_by_name() in {script} find the user root"""
    binding.call("user_by_id", 0).equals(root())
    binding.call("user_by_name", root()["name"]).equals(root())


@check(points=1, needs="finds-users")
def test_asks_c(binding, rng):
    """Both have the C library find any other user ({mode})"""
    binding.calls_c("user_by_id", 0, real=root(), probe=invented("u0", 0))
    uid = rng.randint(10_000, 4_000_000_000)
    for function, key, user in (
        ("user_by_id", uid, invented(f"u{uid}", uid)),
        ("user_by_name", f"user{uid}", invented(f"user{uid}", 77)),
    ):
        binding.call(function, key, over="probe").equals(user, cause="did-not-call-c")


@check(points=1, needs="asks-c")
def test_any_name(binding):
    """A name that is no UTF-8 comes back as Python has it elsewhere ({script})"""
    name = b"ren\xe9".decode("utf-8", "surrogateescape")
    binding.call("user_by_name", name, over="probe").equals(invented(name, 77))


@check(points=1, needs="asks-c")
def test_unknown(binding):
    """An unknown user is a KeyError in {script}, whatever errno was before"""
    binding.call("user_by_id", UNKNOWN, over="probe").raises(KeyError)
    binding.call("user_by_name", "unknown", over="probe").raises(KeyError)


@check(points=1, needs="unknown")
def test_system_fails(binding):
    """A system that fails is an OSError with its errno in {script}"""
    for function, key, number in (
        ("user_by_id", BROKEN, errno.EIO),
        ("user_by_name", "broken", errno.EMFILE),
    ):
        binding.call(function, key, over="probe").raises(OSError)
        shown = f"{function}({key!r}), where C sets errno to {number}, raised"
        binding.play("complaint", function, key, over="probe", shown=shown).equals(
            f"OSError with errno {number}"
        )


@check(points=1, needs="declares")
def test_books(binding, rng):
    """book() in {script} gives back what C left in the struct"""
    account, written = an_account(rng), rng.randint(1, 99) * MEGABYTE
    booking(binding, account, written).equals(booked(account, written))
    left = {"used": 7 * written, "limit": account["disk"]["limit"]}
    first, second, third, last = account["history"]
    expected = account | {"disk": left, "history": [last, second, third, first]}
    booking(binding, account, written, over="probe").equals(expected, cause="did-not-call-c")


def booking(binding, account, written, over=None):
    """Call book(), and show of the account whose it is."""
    shown = f"book({account['user']}, {written}) returned"
    return binding.call("book", account, written, over=over, shown=shown)


@check(points=1, needs="books")
def test_hands_over_the_name(binding, rng):
    """book() in {script} lets C see the user's name: root has no limit"""
    account = an_account(rng, "root")
    written = account["disk"]["limit"] + rng.randint(1, 99) * MEGABYTE
    booking(binding, account, written).equals(booked(account, written))
    booking(binding, account | {"user": "root\0"}, written).raises(ValueError)


@check(points=1, needs="books")
def test_refuses(binding, rng):
    """book() in {script} passes on what C refuses"""
    account = an_account(rng)
    room = account["disk"]["limit"] - account["disk"]["used"]
    for written, number in ((room + 1, errno.EDQUOT), (-1, errno.EINVAL)):
        booking(binding, account, written).raises(OSError)
        shown = f"book(ada, {written}), where C sets errno to {number}, raised"
        binding.play("complaint", "book", account, written, shown=shown).equals(
            f"OSError with errno {number}"
        )
    booking(binding, account, room).equals(booked(account, room))


@check(points=1, needs="books")
def test_short_history(binding, rng):
    """book() in {script} refuses a history that has not four numbers"""
    account = an_account(rng)
    for history in ([], account["history"][1:], [*account["history"], 1.0]):
        shown = f"book() with {len(history)} numbers in the history returned"
        binding.call("book", account | {"history": history}, 1, shown=shown).raises(ValueError)
