// The Fibonacci library through nanobind: pybind11's way of writing, in less code and time.
#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>

#include <cstdint>
#include <stdexcept>
#include <string>

#include "fib.h"

namespace nb = nanobind;
using namespace nb::literals;

namespace {

// One row of float64, side by side, in main memory, to read: nanobind refuses all else.
using Row = nb::ndarray<const double, nb::ndim<1>, nb::c_contig, nb::device::cpu>;

std::string shown(const nb::handle &object)
{
    return nb::repr(object).c_str();
}

std::int64_t fib(const nb::int_ &number)
{
    int beyond;
    const long n = PyLong_AsLongAndOverflow(number.ptr(), &beyond);
    if (beyond < 0 || (beyond == 0 && n < 0)) {
        throw nb::value_error(("n is " + shown(number) + "; it has to be 0 or more").c_str());
    }
    if (beyond > 0 || n > FIB_LARGEST_N) {
        throw std::overflow_error("n is " + shown(number) + "; it has to be 92 or less");
    }
    return fib_number(static_cast<int>(n));
}

}  // namespace

NB_MODULE(route, module)
{
    module.def("fib", &fib, "n"_a);
    module.def("nothing", &fib_nothing);
    // noconvert(): a copy in the right type would hide that the type was wrong.
    module.def(
        "total", [](const Row &values) { return fib_total(values.data(), values.size()); },
        "values"_a.noconvert());
    module.def("bare_fib", &fib_number);
    module.def("crash", [] { return fib_total(nullptr, 1); });
}
