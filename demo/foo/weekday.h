#ifndef WEEKDAY_H
#define WEEKDAY_H

/* Returns the day of the week of a date in the Gregorian calendar: 0 for
   Monday to 6 for Sunday. Returns -1 if there is no such date, and for years
   before 1 or after 9999. */
int weekday(int year, int month, int day);

#endif
