/* The module spam: system() runs a shell command, spam.error says that none could be run. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <errno.h>
#include <stdlib.h>

/* What belongs to one module object. A global variable would be shared by all
   interpreters of the process, and outlive the objects it points to. */
typedef struct {
    PyObject *error;
} spam_state;

static spam_state *state_of(PyObject *module)
{
    return PyModule_GetState(module);
}

static PyObject *spam_system(PyObject *module, PyObject *args)
{
    const char *command; /* belongs to the str in args */
    int status;

    if (!PyArg_ParseTuple(args, "s:system", &command)) {
        return NULL;
    }
    /* The command may run for long, and other Python threads need not wait for it. */
    Py_BEGIN_ALLOW_THREADS
    status = system(command);
    Py_END_ALLOW_THREADS
    if (status == -1) {
        return PyErr_SetFromErrno(state_of(module)->error);
    }
    return PyLong_FromLong(status);
}

static PyMethodDef spam_methods[] = {
    {"system", spam_system, METH_VARARGS,
     "system(command)\n\nRun a shell command and return its wait status."},
    {NULL, NULL, 0, NULL},
};

static int spam_exec(PyObject *module)
{
    spam_state *state = state_of(module);

    /* An OSError, so that whoever catches those need not know of spam. */
    state->error = PyErr_NewException("spam.error", PyExc_OSError, NULL);
    /* PyModule_AddObjectRef() takes a reference of its own: ours stays in the state. */
    return PyModule_AddObjectRef(module, "error", state->error);
}

/* The three that follow tell the garbage collector what the module holds. */
static int spam_traverse(PyObject *module, visitproc visit, void *arg)
{
    Py_VISIT(state_of(module)->error);
    return 0;
}

static int spam_clear(PyObject *module)
{
    Py_CLEAR(state_of(module)->error);
    return 0;
}

static void spam_free(void *module)
{
    spam_clear(module);
}

static PyModuleDef_Slot spam_slots[] = {
    {Py_mod_exec, spam_exec},
#ifdef Py_GIL_DISABLED
    {Py_mod_gil, Py_MOD_GIL_NOT_USED},
#endif
    {0, NULL},
};

static struct PyModuleDef spam_definition = {
    PyModuleDef_HEAD_INIT,
    .m_name = "spam",
    .m_doc = "Run shell commands.",
    .m_size = sizeof(spam_state),
    .m_methods = spam_methods,
    .m_slots = spam_slots,
    .m_traverse = spam_traverse,
    .m_clear = spam_clear,
    .m_free = spam_free,
};

PyMODINIT_FUNC PyInit_spam(void)
{
    return PyModuleDef_Init(&spam_definition);
}
