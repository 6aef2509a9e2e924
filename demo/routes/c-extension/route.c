#include "arguments.h"
#include "fib.h"

static PyObject *fib(PyObject *module, PyObject *number)
{
    int n;

    (void)module;
    if (!take_n(number, &n)) {
        return NULL;
    }
    return PyLong_FromLongLong(fib_number(n));
}

static PyObject *nothing(PyObject *module, PyObject *unused)
{
    (void)module;
    (void)unused;
    fib_nothing();
    Py_RETURN_NONE;
}

static PyObject *total(PyObject *module, PyObject *values)
{
    Py_buffer view;

    (void)module;
    if (!take_doubles(values, &view)) {
        return NULL;
    }
    const double sum = fib_total(view.buf, (size_t)view.len / sizeof(double));
    PyBuffer_Release(&view);
    return PyFloat_FromDouble(sum);
}

static PyObject *bare_fib(PyObject *module, PyObject *args)
{
    int n;

    (void)module;
    if (!PyArg_ParseTuple(args, "i:bare_fib", &n)) {
        return NULL;
    }
    return PyLong_FromLongLong(fib_number(n));
}

static PyObject *crash(PyObject *module, PyObject *unused)
{
    (void)module;
    (void)unused;
    return PyFloat_FromDouble(fib_total(NULL, 1));
}

static PyMethodDef methods[] = {
    {"fib", fib, METH_O, "fib(n)\n\nReturn the n-th Fibonacci number."},
    {"nothing", nothing, METH_NOARGS, "nothing()\n\nDo nothing."},
    {"total", total, METH_O, "total(values)\n\nReturn the sum of a float64 array."},
    {"bare_fib", bare_fib, METH_VARARGS, "bare_fib(n)\n\nfib() without checks of ours."},
    {"crash", crash, METH_NOARGS, "crash()\n\nHand C a NULL pointer to read."},
    {NULL, NULL, 0, NULL},
};

static PyModuleDef_Slot slots[] = {
#ifdef Py_GIL_DISABLED
    /* Without this, a free-threaded Python turns the GIL back on when it imports us. */
    {Py_mod_gil, Py_MOD_GIL_NOT_USED},
#endif
    {0, NULL},
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT,
    .m_name = "route",
    .m_doc = "The Fibonacci library as an extension module written by hand.",
    .m_size = 0,
    .m_methods = methods,
    .m_slots = slots,
};

PyMODINIT_FUNC PyInit_route(void)
{
    return PyModuleDef_Init(&definition);
}
