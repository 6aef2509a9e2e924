/* Python inside of a C program, and with it the module spam, which needs no file of its own then. */
#include <Python.h>

PyMODINIT_FUNC PyInit_spam(void);

int main(int argc, char **argv)
{
    /* Before Python starts: `import spam` looks into this table first. */
    if (PyImport_AppendInittab("spam", PyInit_spam) == -1) {
        fputs("there is no memory for one module more\n", stderr);
        return 1;
    }
    /* The rest is what `python` does: start, run what argv says, end. */
    return Py_BytesMain(argc, argv);
}
