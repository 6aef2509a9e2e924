"""What is checked in the passwd exercise. Each docstring is the sentence the learner reads."""

import errno
import os
import pwd

from cffi_workshop.checks import check, counted

NOTHING = {"user": "ada", "disk": {"used": 0, "limit": 0}, "history": [0.0] * 4}
MEGABYTE = 1_000_000
NO_UTF8 = b"ren\xe9".decode("utf-8", "surrogateescape")
ERRNOS = sorted(errno.errorcode)
FAILING = 4 * 10**9  # the numbers of users behind it fail, each with an errno of its own
NAMES = ("ada", "Zoë", "Zoe\u0308", "Ωραία", "久美子", "🐍", " ada ", NO_UTF8)


def root():
    """Return the one user that every system has, as Python's own module finds it."""
    entry = pwd.getpwuid(0)
    # In the order of the parts in checker/probe.c.
    numbers = {"name": entry.pw_name, "uid": entry.pw_uid, "gid": entry.pw_gid}
    return numbers | {"home": entry.pw_dir, "shell": entry.pw_shell}


def invented(drawn, name, uid, moved=0):
    """Return what checker/probe.c makes up."""
    places = {"home": f"/homes//{drawn[1] + moved}/{name}/", "shell": f"/bin/{drawn[2]}/{name}"}
    places = places if name else {"home": "", "shell": ""}
    return {"name": name, "uid": uid, "gid": uid + drawn[0], **places}


def invented_by_id(drawn, uid, moved=0):
    name = f"{NO_UTF8 if uid and uid % 3 == 0 else 'u'}{uid}/{drawn[7]}"
    return invented(drawn, name, uid, moved)


def invented_by_name(drawn, name, moved=0):
    return invented(drawn, name, drawn[5], moved)


def an_account(rng, user="ada"):
    """Return an account with room for more than 100 megabytes."""
    used = rng.randint(0, 2**40)
    first, last = rng.uniform(-1000, 1000), rng.uniform(-1000, 1000)
    history = [first, -0.0, 0.0, last]
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
    name = root()["name"]
    calls = [("user_by_id", 0), ("user_by_name", name), ("user_by_id", 0), ("user_by_name", name)]
    for answer in binding.calls(*calls):
        answer.equals(root())


@check(points=1, needs="finds-users")
def test_asks_c(binding, rng):
    """Both have the C library find any other user ({mode})"""
    drawn = binding.drawn
    probe, parts = invented_by_id(drawn, 0), range(5)
    binding.calls_c("user_by_id", 0, real=root(), probe=probe, parts=parts, kept=False)
    probe = invented_by_name(drawn, "root")
    binding.calls_c("user_by_name", "root", real=root(), probe=probe, parts=parts, kept=False)
    # Odd numbers give names that are UTF-8 as well.
    uids = [3 * rng.randint(30_000, 10**9) + 1 for _ in range(4)] + [1, 4 * 10**9]
    calls = [("user_by_id", uid) for uid in uids] + [("user_by_name", f"user{uid}") for uid in uids]
    rng.shuffle(calls)
    for call, answer in zip(calls, binding.calls(*calls, over="probe"), strict=True):
        answer.equals(expected(drawn, call), cause="did-not-call-c")
    asks = (["user_by_id", 1], ["user_by_name", "ada"])
    for first, second in (asks, asks[1:] * 2, asks[:1] * 2):
        shown = (
            f"Two threads call {first[0]}() and {second[0]}(). The number of threads that are in "
            "C at the same time is"
        )
        binding.count("at_once", first, second, shown=shown).equals(1)
    for moved in (1, 0):  # users change while a program runs
        follows = [("user_by_name", f"{'moved' if moved else 'back'}{drawn[3]}"), *calls[:4]]
        for call, answer in zip(follows, binding.calls(*follows, over="probe"), strict=True):
            answer.equals(expected(drawn, call, moved))


def expected(drawn, call, moved=0):
    function, key = call
    made = invented_by_id if function == "user_by_id" else invented_by_name
    return made(drawn, key, moved)


@check(points=1, needs="asks-c")
def test_any_name(binding, rng):
    """A name that is no UTF-8 comes back as Python has it elsewhere ({script})"""
    calls = [("user_by_name", name) for name in (*NAMES, "", "n" * rng.randint(4_097, 4_150))]
    calls += [("user_by_id", 3 * rng.randint(30_000, 10**9)) for _ in range(3)]
    for call in calls:
        binding.call(*call, over="probe").equals(expected(binding.drawn, call))
    for name in ("root\0", "\0", f"{'r' * rng.randint(300, 900)}\0", f"ro{rng.randint(0, 9)}\0t"):
        binding.call("user_by_name", name).raises(ValueError)


@check(points=1, needs="asks-c")
def test_unknown(binding, rng):
    """An unknown user is a KeyError in {script}, whatever errno was before"""
    drawn = binding.drawn
    known = [("user_by_id", 3 * rng.randint(30_000, 10**6) + 1), ("user_by_name", "ada")]
    unknown = [("user_by_id", drawn[3]), ("user_by_name", f"unknown{drawn[3]}")]
    for call in unknown * 2:
        binding.call(*call, over="probe").raises(KeyError)
        for found in known:  # which leaves an errno behind
            binding.call(*found, over="probe").equals(expected(drawn, found))
    for uid in (-1, 2**32, 2**32 + known[0][1], 2**64):  # no user has such a number
        for over in ("reference", "probe"):
            answer = binding.call("user_by_id", uid, over=over)
            answer.raises(KeyError, OverflowError, ValueError, OSError)
    binding.call("user_by_name", f"moved{drawn[3]}", over="probe")
    for call in unknown:  # who was unknown may be known later
        binding.call(*call, over="probe").equals(expected(drawn, call, moved=1))
    binding.call("user_by_name", f"back{drawn[3]}", over="probe")
    for call in unknown:
        binding.call(*call, over="probe").raises(KeyError)


@check(points=1, needs="unknown")
def test_system_fails(binding):
    """A system that fails is an OSError with its errno in {script}"""
    drawn = binding.drawn
    for _ in range(2):
        binding.call("user_by_id", drawn[4], over="probe").raises(OSError, errno=errno.EIO)
        broken = f"broken{drawn[3]}"
        binding.call("user_by_name", broken, over="probe").raises(OSError, errno=errno.EMFILE)
        binding.call("user_by_id", drawn[3], over="probe").raises(KeyError)
    calls = {("user_by_name", f"errno {number}"): number for number in ERRNOS}
    calls |= {("user_by_id", FAILING + number): number for number in ERRNOS}
    for answer, number in zip(binding.calls(*calls, over="probe"), calls.values(), strict=True):
        answer.raises(OSError, errno=number)


@check(points=1, needs="declares")
def test_books(binding, rng):
    """book() in {script} gives back what C left in the struct"""
    for user in (*NAMES, "root", "ada"):
        account = an_account(rng, user)
        written = rng.choice([rng.randint(1, 99) * MEGABYTE, 0, rng.randint(1, 10**8)])
        booking(binding, account, written).equals(booked(account, written))
        booking(binding, account, written).equals(
            booked(account, written)
        )  # once more, from the same
        used = binding.drawn[6] * written + sum(os.fsencode(user))
        used += account["disk"]["used"] % 1009 + account["disk"]["limit"] % 1013
        oldest, *later = account["history"]
        history = [*later, oldest + binding.drawn[7]]
        wanted = account | {"disk": account["disk"] | {"used": used}, "history": history}
        cause = "did-not-call-c" if user == "ada" else "wrong-value"
        real = booked(account, written)
        booking(binding, account, written, over="probe").equals(wanted, cause=cause, real=real)
        parts = (1, 2)  # the disk and the history
        binding.calls_c("book", account, written, real=real, probe=wanted, cause=cause, parts=parts)
    account, other = an_account(rng), an_account(rng, "Zoë")
    told = binding.disturbed("book", account, MEGABYTE, meanwhile=(other, 0))
    told.equals(booked(account, MEGABYTE))
    disk = dict(reversed(account["disk"].items()))
    turned = dict(reversed(account.items())) | {"disk": disk}
    shown = f"book({turned}, {MEGABYTE}) returned"  # in whose order the members are seen to stand
    binding.call("book", turned, MEGABYTE, shown=shown).equals(booked(turned, MEGABYTE))
    vast = an_account(rng)  # of more bytes than a float tells apart
    vast["disk"] = {"used": 2**61 + 2 * rng.randint(0, 999) + 1, "limit": 2**62 + 1}
    booking(binding, vast, MEGABYTE).equals(booked(vast, MEGABYTE))
    booking(binding, NOTHING, 0).equals(booked(NOTHING, 0))
    long = NOTHING | {"user": "ä" * rng.randint(2_000, 9_000)}
    booking(binding, long, 0).equals(booked(long, 0))
    account = an_account(rng)
    whole = account | {"history": [rng.randint(-9, 9) for _ in range(4)]}
    booking(binding, whole, MEGABYTE).equals(
        booked(whole | {"history": [*map(float, whole["history"])]}, MEGABYTE)
    )
    shown = (
        "book() got eight names{}, and then these were let go. The number of names still in "
        "memory is"
    )
    for written, refused in ((1, ""), (100, " that C refused")):
        told = binding.play("still_held", written, shown=shown.format(refused))
        told.equals(0, cause="leak")


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
    for user in ("root\0", "\0", f"{'r' * rng.randint(300, 900)}\0", f"ad{rng.randint(0, 9)}\0a"):
        booking(binding, account | {"user": user}, written).raises(ValueError)


@check(points=1, needs="books")
def test_refuses(binding, rng):
    """book() in {script} passes on what C refuses"""
    account = an_account(rng)
    room = account["disk"]["limit"] - account["disk"]["used"]
    for written, number in (
        (room + 1, errno.EDQUOT),
        (-1, errno.EINVAL),
        (-rng.randint(2, 99), errno.EINVAL),
    ):
        booking(binding, account, written).raises(OSError, errno=number)
    booking(binding, NOTHING, 1).raises(OSError, errno=errno.EDQUOT)
    beyond = account["disk"]["limit"] + rng.randint(1, 99) * MEGABYTE
    for user in ("roo", "roots", "toor"):
        booking(binding, account | {"user": user}, beyond).raises(OSError, errno=errno.EDQUOT)
    for what in ("used", "limit"):
        disk = account["disk"] | {what: -rng.randint(1, 99)}
        booking(binding, account | {"disk": disk}, 1).raises(OSError, errno=errno.EINVAL)
    booking(binding, account, room).equals(booked(account, room))
    calls = [("book", account | {"user": f"errno {number}"}, 1) for number in ERRNOS]
    for answer, number in zip(binding.calls(*calls, over="probe"), ERRNOS, strict=True):
        answer.raises(OSError, errno=number)


@check(points=1, needs="books")
def test_short_history(binding, rng):
    """book() in {script} refuses a history that has not four numbers"""
    account = an_account(rng)
    for count in (0, 1, 2, 3, 5, rng.randint(6, 20)):
        history = [rng.randint(0, 1000) / 8 for _ in range(count)]
        shown = f"book() with {counted(count, 'number')} in the history returned"
        binding.call("book", account | {"history": history}, 1, shown=shown).raises(ValueError)
