#ifndef SHORTLEX_H
#define SHORTLEX_H

/*
 * Compare two names: the shorter one comes first, and of two that are equally
 * long, the one whose first different byte is smaller. So "buoy 9" comes before
 * "buoy 10". SQLite calls such a function a collation.
 *
 * left, right: bytes, left_size and right_size of them. There is no NUL behind
 *   them. They belong to the caller, and are read during the call alone.
 * data: whatever was registered together with the function; it is not used.
 * Return a number less than, equal to or greater than 0. Two names with the
 * same bytes are equal, and no others.
 */
int shortlex_compare(void *data, int left_size, const void *left,
                     int right_size, const void *right);

#endif
