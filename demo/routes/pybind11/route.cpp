// The Fibonacci library through pybind11: the binding is C++, read by the C++ compiler itself.
#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>

#include <cstdint>
#include <stdexcept>
#include <string>

#include "fib.h"

namespace py = pybind11;

namespace {

std::string shown(const py::handle &object)
{
    return py::repr(object).cast<std::string>();
}

// py::int_ has pybind11 refuse all but an int; with `int` it would call 2**40 a wrong type too.
std::int64_t fib(const py::int_ &number)
{
    int beyond;
    const long n = PyLong_AsLongAndOverflow(number.ptr(), &beyond);
    if (beyond < 0 || (beyond == 0 && n < 0)) {
        throw py::value_error("n is " + shown(number) + "; it has to be 0 or more");
    }
    if (beyond > 0 || n > FIB_LARGEST_N) {
        throw std::overflow_error("n is " + shown(number) + "; it has to be 92 or less");
    }
    return fib_number(static_cast<int>(n));
}

// c_style and noconvert() below have pybind11 refuse what it would have to copy.
double total(const py::array_t<double, py::array::c_style> &values)
{
    if (values.ndim() != 1) {
        throw py::type_error("values has to have one dimension");
    }
    return fib_total(values.data(), static_cast<std::size_t>(values.size()));
}

}  // namespace

// mod_gil_not_used: without it a free-threaded Python turns the GIL back on at the import.
PYBIND11_MODULE(route, module, py::mod_gil_not_used())
{
    module.def("fib", &fib, py::arg("n"));
    module.def("nothing", &fib_nothing);
    module.def("total", &total, py::arg("values").noconvert());
    module.def("bare_fib", &fib_number);
    module.def("crash", [] { return fib_total(nullptr, 1); });
}
