#include "levels.h"

#include <algorithm>
#include <cmath>
#include <new>
#include <stdexcept>
#include <vector>

// C sees a pointer to this and nothing of what is inside.
struct levels {
    std::vector<double> values;
};

namespace {

// No exception may leave C++: its callers are C, which ends the process. So each is
// caught here, and becomes a number.
template <typename Work> int as_number(Work work) noexcept
{
    try {
        work();
        return LEVELS_OK;
    } catch (const std::out_of_range &) {
        return LEVELS_NO_SUCH_VALUE;
    } catch (const std::invalid_argument &) {
        return LEVELS_NOT_A_NUMBER;
    } catch (const std::bad_alloc &) {
        return LEVELS_NO_MEMORY;
    } catch (...) {
        return LEVELS_UNKNOWN;
    }
}

// Takes a copy, because nth_element() moves values.
double median(std::vector<double> values)
{
    const std::size_t half = values.size() / 2;
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(half);
    std::nth_element(values.begin(), middle, values.end());
    const double upper = values.at(half); // throws if there is none
    if (values.size() % 2 == 1) {
        return upper;
    }
    const double lower = *std::max_element(values.begin(), middle);
    return (lower + upper) / 2;
}

} // namespace

levels *levels_new()
{
    return new (std::nothrow) levels;
}

void levels_free(levels *series)
{
    delete series;
}

int levels_add(levels *series, const double *values, std::size_t n)
{
    return as_number([=] {
        if (std::any_of(values, values + n, [](double v) { return std::isnan(v); })) {
            throw std::invalid_argument("NaN has no place in an order");
        }
        series->values.insert(series->values.end(), values, values + n);
    });
}

std::size_t levels_count(const levels *series)
{
    return series->values.size();
}

int levels_at(const levels *series, std::size_t i, double *value)
{
    return as_number([=] { *value = series->values.at(i); });
}

int levels_median(const levels *series, double *result)
{
    return as_number([=] { *result = median(series->values); });
}
