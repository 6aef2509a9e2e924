/* churn() as a C extension: it holds the GIL unless its author lets go of it. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include "churn.h"

static PyObject *held(PyObject *module, PyObject *number)
{
    const size_t n = PyLong_AsSize_t(number);

    (void)module;
    if (n == (size_t)-1 && PyErr_Occurred()) {
        return NULL;
    }
    return PyLong_FromUnsignedLongLong(churn(n));
}

static PyObject *released(PyObject *module, PyObject *number)
{
    const size_t n = PyLong_AsSize_t(number);
    uint64_t state;

    (void)module;
    if (n == (size_t)-1 && PyErr_Occurred()) {
        return NULL;
    }
    Py_BEGIN_ALLOW_THREADS
    state = churn(n);
    Py_END_ALLOW_THREADS
    return PyLong_FromUnsignedLongLong(state);
}

static PyMethodDef methods[] = {
    {"held", held, METH_O, "Churn n times, and keep all other threads waiting."},
    {"released", released, METH_O, "Churn n times, and let other threads run."},
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
    .m_name = "churn_extension",
    .m_methods = methods,
    .m_slots = slots,
};

PyMODINIT_FUNC PyInit_churn_extension(void)
{
    return PyModuleDef_Init(&definition);
}
