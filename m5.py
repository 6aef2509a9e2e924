exec(open("/tmp/messages2/s21/edit.py").read())
add("undefined-at-link","unless",['"_{Py|_Py}{name}", referenced from'])
