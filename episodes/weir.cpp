#include <cmath>
#include <stdexcept>

double weir_flow(double level, double width)
{
    if (level < 0)
        throw std::invalid_argument("the level is below the crest");
    return 1.84 * width * std::pow(level, 1.5);
}

extern "C" double weir_flow_of_one_metre(double level)
{
    return weir_flow(level, 1.0);
}
