/* Prints what a pointer is and what can be done with one.
   The addresses differ from run to run; everything else stays. */

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

static void address_and_value(void)
{
    double celsius = 21.5;
    double *where = &celsius; /* & asks for the address */

    printf("celsius holds %.1f and lives at %p\n", celsius, (void *)where);
    *where = 23.0; /* * goes to the address */
    printf("after *where = 23.0, celsius holds %.1f\n", celsius);
}

/* The parameter is a copy: the caller's variable stays as it was. */
static void warm_copy(double celsius)
{
    celsius += 1.0;
    printf("inside warm_copy:  %.1f\n", celsius);
}

/* The parameter is a copy too, but of an address: both sides use one
   variable. */
static void warm(double *celsius)
{
    *celsius += 1.0;
}

static void copy_or_address(void)
{
    double celsius = 21.5;

    warm_copy(celsius);
    printf("after warm_copy:   %.1f\n", celsius);
    warm(&celsius);
    printf("after warm:        %.1f\n", celsius);
}

/* A function returns one value. What else it has to tell, it writes where the
   caller points: hours and rest are out-parameters. Returns false, and writes
   nothing, if minutes is negative. */
static bool split_minutes(int minutes, int *hours, int *rest)
{
    if (minutes < 0) {
        return false;
    }
    *hours = minutes / 60;
    *rest = minutes % 60;
    return true;
}

static void out_parameters(void)
{
    int hours = 0;
    int rest = 0;

    if (split_minutes(135, &hours, &rest)) {
        printf("135 minutes are %d h %d min\n", hours, rest);
    }
    if (!split_minutes(-5, &hours, &rest)) {
        printf("-5 minutes are refused; still %d h %d min\n", hours, rest);
    }
}

/* Returns the sum of n values. A pointer knows only where an array begins;
   how long it is has to be told. */
static double total(const double *values, size_t n)
{
    double sum = 0.0;

    for (size_t i = 0; i < n; i++) {
        sum += values[i];
    }
    return sum;
}

static void arrays_and_arithmetic(void)
{
    double rain[] = {0.0, 2.5, 1.0, 4.0}; /* mm per day */
    size_t n = sizeof rain / sizeof rain[0];
    double *day = rain; /* an array becomes the address of its first element */

    for (size_t i = 0; i < n; i++) {
        printf("rain[%zu] = %.1f = *(day + %zu) at %p\n", i, *(day + i), i,
               (void *)(day + i));
    }
    printf("from day to day + 1: %td element, %td bytes\n", (day + 1) - day,
           (char *)(day + 1) - (char *)day);
    printf("all days: %.1f mm, the last two: %.1f mm\n", total(rain, n),
           total(rain + 2, n - 2));
}

int main(void)
{
    printf("1. address and value\n");
    address_and_value();
    printf("\n2. a copy or an address\n");
    copy_or_address();
    printf("\n3. out-parameters\n");
    out_parameters();
    printf("\n4. arrays and pointer arithmetic\n");
    arrays_and_arithmetic();
    return 0;
}
