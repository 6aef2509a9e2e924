// What SWIG needs to know of fib.h to write route.py and route_wrap.c.
%module route

%{
#include "arguments.h"
#include "fib.h"
%}

%include <stdint.i>

%rename(fib) fib_number;
%rename(nothing) fib_nothing;
%rename(total) fib_total;

// SWIG's own rules would turn 2**40 down with an OverflowError and -1 not at all.
%typemap(in) int n {
    if (!take_n($input, &$1)) {
        SWIG_fail;
    }
}

// One Python argument for two of C.
%typemap(in) (const double *values, size_t n) (Py_buffer view) {
    if (!take_doubles($input, &view)) {
        SWIG_fail;
    }
    $1 = (const double *)view.buf;
    $2 = (size_t)view.len / sizeof(double);
}
%typemap(argout) (const double *values, size_t n) {
    PyBuffer_Release(&view$argnum);
}

%include "fib.h"

// From here on SWIG's own rules again.
%clear int n;

%inline %{
static int64_t bare_fib(int n)
{
    return fib_number(n);
}

static double crash(void)
{
    return fib_total(NULL, 1);
}
%}
