"""How the checker uses a mast as a program would."""

from gc import collect


def names(stage):
    """Return what a mast says of its channels and its driver."""
    mast = stage.script.Mast()
    channels, others = mast.channels(), mast.channels()
    others.append("a list of its own each time")
    return [channels, mast.driver()]


def record(stage, channel):
    """Return the first record of a new mast."""
    return stage.script.Mast().read(channel)


def last_record(stage, channel):
    """Return the record of a channel, when those before it were read."""
    mast = stage.script.Mast()
    return [mast.read(one) for one in range(channel + 1)][-1]


def two_records(stage, first, second):
    """Return the records of two channels, both looked at when both were read."""
    mast = stage.script.Mast()
    return [mast.read(first), mast.read(second)]


def record_after(stage, channel, times):
    """Return the record of a channel that was read so often."""
    mast = stage.script.Mast()
    return [mast.read(channel) for _ in range(times)][-1]


def reads_after(stage, channel):
    """Return the number of records that C has given, by its global."""
    stage.script.Mast().read(channel)
    return stage.script.reads()


def left_open(stage):
    """Use a mast, and let go of it; count the masts that C has then."""
    _, lib = stage.c("uint64_t probe_open(uint64_t nonce);")
    stage.script.Mast().read(0)
    collect()
    return lib.probe_open(stage.nonce)
