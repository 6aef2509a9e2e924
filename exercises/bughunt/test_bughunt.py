"""What is checked in the bughunt exercise: one check a bug; each docstring is what learners read."""

import numpy as np

from cffi_workshop.checks import check

LATER = b"\nint station_is_newer(void);\nint station_is_newer(void)\n{\n    return 1;\n}\n"


@check(points=1)
def test_imports(binding):
    """{script} can be imported from any working directory"""
    binding.imports()


@check(points=2, needs="imports")
def test_rain(binding):
    """The declarations say what station.h says, so that rain() adds up what fell"""
    binding.declares()
    binding.call("rain", [3, 12, 7]).equals(2.2)
    binding.calls_c("rain", [30, 20], real=5.0, probe=31.0)


@check(points=2, needs="imports")
def test_smooth(binding, rng):
    """smooth() returns what C made of the temperatures"""
    binding.call("smooth", [1.0, 4.0, 7.0, 1.0]).equals([2.5, 4.0, 4.0, 4.0])
    hour = float(rng.randint(-20, 40))
    binding.call("smooth", [hour]).equals([hour])
    binding.call("smooth", []).equals([])
    binding.calls_c("smooth", [1.0, 2.0], real=[1.5, 1.5], probe=[-2.0, -4.0])


@check(points=2, needs="imports")
def test_mean(binding, rng):
    """mean() is right for float32, for whole numbers and for every other row of a table too"""
    hours = np.array([rng.randint(-200, 400) / 8 for _ in range(rng.randint(5, 9))])
    right = float(np.add.accumulate(hours)[-1] / hours.size)
    binding.call("mean", hours).equals(right)
    binding.call("mean", hours.astype(np.float32)).equals(right)
    binding.call("mean", np.array([1, 2, 6])).equals(3.0)
    binding.call("mean", np.repeat(hours, 2)[::2]).equals(right)
    binding.calls_c("mean", np.array([1.0, 2.0]), real=1.5, probe=2001.0)


@check(points=2, needs="imports")
def test_warmest(binding, rng):
    """warmest_fahrenheit() keeps the array alive until C is done with it"""
    # NumPy keeps small arrays for later, so only a longer one is really gone.
    hours = np.array([rng.uniform(-20.0, 40.0) for _ in range(400)])
    right = float((hours * 1.8 + 32.0).max())
    binding.call("warmest_fahrenheit", hours).equals(right)
    binding.calls_c("warmest_fahrenheit", np.array([10.0, 20.0]), real=68.0, probe=-68.0)


@check(points=2, needs="imports")
def test_label(binding, rng):
    """label() keeps name and temperatures alive for as long as the struct points to them"""
    hour = float(rng.randint(-20, 40))
    binding.call("label", "Zugspitze", [hour, hour]).equals(f"Zugspitze: {hour:.1f} degC")
    binding.call("label", "Brocken", []).equals("Brocken: 0.0 degC")
    binding.calls_c("label", "Zugspitze", [1.0], real="Zugspitze: 1.0 degC", probe="the probe")


@check(points=1)
def test_make(makefile):
    """`make` builds libstation"""
    makefile.builds()


@check(points=2, needs="make")
def test_make_again(makefile):
    """`make` builds libstation anew when station.c has changed"""
    makefile.follows("station.c", added=LATER, symbol="station_is_newer")
