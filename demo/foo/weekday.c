#include "weekday.h"

#include <stdbool.h>

static bool is_leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int days_in_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30,
                               31, 31, 30, 31, 30, 31};

    return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

static bool exists(int year, int month, int day)
{
    return year >= 1 && year <= 9999 && month >= 1 && month <= 12 &&
           day >= 1 && day <= days_in_month(year, month);
}

int weekday(int year, int month, int day)
{
    if (!exists(year, month, day)) {
        return -1;
    }
    /* 1 January of the year 1 was a Monday; count the days since. */
    int past = year - 1;
    int days = 365 * past + past / 4 - past / 100 + past / 400 + day - 1;
    for (int m = 1; m < month; m++) {
        days += days_in_month(year, m);
    }
    return days % 7;
}
