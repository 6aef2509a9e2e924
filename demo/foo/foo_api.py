"""Ask C for the day of the week: API mode, out-of-line.

Run `python foo_build.py` first.
"""

import datetime

from _foo import lib

NAMES = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


def day_name(year: int, month: int, day: int) -> str:
    """Return the name of the day of the week. Raise ValueError if there is no such date."""
    number = lib.weekday(year, month, day)
    if number < 0:
        raise ValueError(
            f"no such date: {year}-{month:02}-{day:02}; expected one of the years 1 to 9999"
        )
    return NAMES[number]


def agrees_with_datetime(start: int, stop: int) -> bool:
    """Compare all days from one day number of datetime to another."""
    dates = map(datetime.date.fromordinal, range(start, stop))
    return all(lib.weekday(date.year, date.month, date.day) == date.weekday() for date in dates)


def main() -> None:
    """Name two days, refuse one, and compare 400 years with datetime."""
    print(f"1969-07-20 was a {day_name(1969, 7, 20)}")
    print(f"2000-02-29 was a {day_name(2000, 2, 29)}")
    try:
        day_name(1900, 2, 29)
    except ValueError as error:
        print(error)
    start, stop = (datetime.date(year, 1, 1).toordinal() for year in (1800, 2200))
    print(f"{stop - start:,} days, the same as datetime's: {agrees_with_datetime(start, stop)}")


if __name__ == "__main__":
    main()
