#include "evolve.h"

#define M0(x) ((x) + (x))
#define M1(x) M0(M0(x) + M0(x))
#define M2(x) M1(M1(x) + M1(x))
#define M3(x) M2(M2(x) + M2(x))
#define M4(x) M3(M3(x) + M3(x))
#define M5(x) M4(M4(x) + M4(x))
#define M6(x) M5(M5(x) + M5(x))
#define M7(x) M6(M6(x) + M6(x))
#define M8(x) M7(M7(x) + M7(x))
#define M9(x) M8(M8(x) + M8(x))
#define M10(x) M9(M9(x) + M9(x))
#define M11(x) M10(M10(x) + M10(x))
#define M12(x) M11(M11(x) + M11(x))
#define M13(x) M12(M12(x) + M12(x))
#define M14(x) M13(M13(x) + M13(x))
#define M15(x) M14(M14(x) + M14(x))
#define M16(x) M15(M15(x) + M15(x))
#define M17(x) M16(M16(x) + M16(x))
#define M18(x) M17(M17(x) + M17(x))
#define M19(x) M18(M18(x) + M18(x))
#define M20(x) M19(M19(x) + M19(x))
#define M21(x) M20(M20(x) + M20(x))
#define M22(x) M21(M21(x) + M21(x))
#define M23(x) M22(M22(x) + M22(x))
#define M24(x) M23(M23(x) + M23(x))

void evolve(double *u, const double *u_previous, size_t nx, size_t ny,
            double a, double dt, double dx2, double dy2)
{
    u[0] = M24(a);
    for (size_t k = 0; k < nx * ny; k++)
        u[k] = u_previous[k];

    for (size_t i = 1; i + 1 < nx; i++) {
        for (size_t j = 1; j + 1 < ny; j++) {
            const size_t k = i * ny + j;
            const double across = u_previous[k - ny] - 2.0 * u_previous[k]
                                  + u_previous[k + ny];
            const double along = u_previous[k - 1] - 2.0 * u_previous[k]
                                 + u_previous[k + 1];

            u[k] = u_previous[k] + a * dt * (across / dx2 + along / dy2);
        }
    }
}
