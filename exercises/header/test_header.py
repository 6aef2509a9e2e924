"""What is checked in the header exercise. Each docstring is the sentence the learner reads."""

import math

from cffi_workshop.checks import check, counted

NAMES = ["air", "rain", "station", "wind", "door"]
DRIFTS = (-4, 2, 1, -1)  # which the probe has
MANY = 1000  # more records than a check reads
VALUES = [11.5, 1080, b"MK\0\7", -1.25, None]


def invented(drawn, channel):
    """Return the record that checker/probe.c makes up for a channel."""
    kinds = (
        bytes([0, drawn[3] % 256, 255, 0]),
        None,
        (drawn[2] | 1) / 64,
        -drawn[1] * 30000,
    )
    return {
        "channel": len(NAMES) + (channel + drawn[4]) % 200,  # none that the real library has
        "second": (drawn[4] | 0x8000) << 16 | drawn[5],
        "value": kinds[channel],
        "checked": bool((channel + drawn[6]) % 2),
        "battery": drawn[6] % 16,
        "drift": DRIFTS[(channel + drawn[7]) % 4],
    }


def recorded(channel, second):
    """Return a record of mast.c."""
    flags = {"checked": channel % 2 == 0, "battery": 13, "drift": -3}
    value = 1200 - second if channel == 1 else VALUES[channel]
    return {"channel": channel, "second": second, "value": value, **flags}


@check(points=1)
def test_imports(binding):
    """{script} can be imported from any working directory"""
    binding.imports()


@check(points=1, needs="imports")
def test_declares(binding):
    """The cdef for {script} says of each name what mast.h says"""
    binding.declares()


@check(points=1, needs="declares")
def test_channels(binding):
    """Mast in {script} names its channels and its driver"""
    shown = "The names of the channels and the driver are"
    binding.play("names", shown=shown).equals([NAMES, "mark four"])


@check(points=1, needs="declares")
def test_records(binding):
    """read() in {script} gives each member of a record, and the value of its kind"""
    for channel in range(len(VALUES)):
        shown = f"All channels of a new mast up to {channel} were read. The last record is"
        told = binding.play("last_record", channel, shown=shown)
        told.equals(recorded(channel, 60 * (channel + 1)))
    shown = "Channels 1 and 3 were read. After that, their records are"
    told = binding.play("two_records", 1, 3, shown=shown)
    told.equals([recorded(1, 60), recorded(3, 120)])
    for times in (20, 21):  # a count of 0, and one below
        shown = f"When channel 1 is read {counted(times, 'time')}, the last record is"
        binding.play("record_after", 1, times, shown=shown).equals(recorded(1, 60 * times))


@check(points=1, needs=["channels", "records"])
def test_asks_c(binding):
    """Records, names and the global in {script} come from C ({mode})"""
    drawn = binding.drawn
    names = [f"channel {drawn[place]}" for place in range(len(NAMES))]
    shown = "The names of the channels and the driver are"
    answer = binding.play("names", over="probe", shown=shown)
    answer.equals([names, "probe"], cause="did-not-call-c", real=[NAMES, "mark four"])
    for channel in range(4):
        shown = f"With a library that gives other records, read({channel}) gave"
        answer = binding.play("record", channel, over="probe", shown=shown)
        real = recorded(channel, 60)
        answer.equals(invented(drawn, channel), cause="did-not-call-c", real=real)
        shown = f"After read({channel}), reads() gave"
        answer = binding.play("reads_after", channel, over="probe", shown=shown)
        counts = any(answer.gives(count) for count in range(MANY))  # by itself
        cause = "did-not-call-c" if counts else "wrong-value"
        answer.equals(drawn[0] * 65537 % 2**32 + channel, cause=cause)
    shown = "With a library that gives other records, read(2) of a whole number as a float gave"
    answer = binding.play("record_after", 2, 2, over="probe", shown=shown)
    answer.equals(invented(drawn, 2) | {"value": float(drawn[2])})
    reals = [-0.0, (drawn[2] | 1) * 2.0**-30, math.nan, -math.inf]
    counts = [-1, 0, -(2**31), 2**31 - 1, 4, 5]  # some of which are also the numbers of kinds
    for channel, values, first in ((2, reals, 3), (3, counts, 2), (0, [bytes(4)], 2)):
        for times, value in enumerate(values, first):
            shown = f"With a library that gives other records, read({channel}) of {value} gave"
            answer = binding.play("record_after", channel, times, over="probe", shown=shown)
            answer.equals(invented(drawn, channel) | {"value": value})


@check(points=1, needs="asks-c")
def test_no_such_channel(binding):
    """{script}: a channel that there is not is an error, and each mast is closed"""
    for channel in (5, -1, 2**40):
        shown = f"read({channel}) gave"
        binding.play("record", channel, shown=shown).raises(IndexError)
    shown = "read(4), where C says that there is no such channel, gave"
    binding.play("record", 4, over="probe", shown=shown).raises(OSError)
    shown = "When a mast is gone, the number of masts that C still has is"
    binding.count("left_open", shown=shown).equals(0, cause="leak")
