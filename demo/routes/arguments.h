/* What the C extension and SWIG take from Python, and refuse: the same for both. */
#ifndef ARGUMENTS_H
#define ARGUMENTS_H

#include <Python.h>
#include <string.h>

#include "fib.h"

/* Stores the int that number holds and returns 1, or returns 0 with a TypeError,
   ValueError or OverflowError set. */
static inline int take_n(PyObject *number, int *n)
{
    int beyond; /* -1 or 1 where the number is too small or too large for a long */

    if (!PyLong_Check(number)) {
        PyErr_Format(PyExc_TypeError, "n is %R; it has to be an int", number);
        return 0;
    }
    const long value = PyLong_AsLongAndOverflow(number, &beyond);
    if (beyond < 0 || (beyond == 0 && value < 0)) {
        PyErr_Format(PyExc_ValueError, "n is %R; it has to be 0 or more", number);
        return 0;
    }
    if (beyond > 0 || value > FIB_LARGEST_N) {
        PyErr_Format(PyExc_OverflowError, "n is %R; it has to be %d or less",
                     number, FIB_LARGEST_N);
        return 0;
    }
    *n = (int)value;
    return 1;
}

/* Opens a view of the doubles that values holds and returns 1, or returns 0 with a
   TypeError set. After a 1 the caller has to call PyBuffer_Release(view). */
static inline int take_doubles(PyObject *values, Py_buffer *view)
{
    if (PyObject_GetBuffer(values, view, PyBUF_RECORDS_RO) == 0) {
        if (view->ndim == 1 && view->format != NULL && strcmp(view->format, "d") == 0
            && PyBuffer_IsContiguous(view, 'C')) {
            return 1;
        }
        PyBuffer_Release(view);
    }
    /* In place of what PyObject_GetBuffer() may have set: one refusal for all. */
    PyErr_Format(PyExc_TypeError,
                 "values is of type %s; it has to be a contiguous row of float64",
                 Py_TYPE(values)->tp_name);
    return 0;
}

#endif
