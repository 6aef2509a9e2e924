! generator.h once more, in Fortran, which has no unsigned integers: the same 64
! bits are held in signed ones, and the Makefile asks the compiler to let them
! wrap around (-fwrapv), as unsigned ones do in C.
module generator
    use, intrinsic :: iso_c_binding, only: c_double, c_int64_t
    implicit none

    ! 0x9e3779b97f4a7c15, 0xbf58476d1ce4e5b9 and 0x94d049bb133111eb, less 2^64.
    integer(c_int64_t), parameter :: gamma = -7046029254386353131_c_int64_t
    integer(c_int64_t), parameter :: mix_1 = -4658895280553007687_c_int64_t
    integer(c_int64_t), parameter :: mix_2 = -7723592293110705685_c_int64_t

contains

    function next_random(state) result(z)
        integer(c_int64_t), intent(inout) :: state
        integer(c_int64_t) :: z

        state = state + gamma
        z = state
        z = ieor(z, shiftr(z, 30)) * mix_1
        z = ieor(z, shiftr(z, 27)) * mix_2
        z = ieor(z, shiftr(z, 31))
    end function

    function next_point(state) result(point)
        integer(c_int64_t), intent(inout) :: state
        real(c_double) :: point(2)
        integer(c_int64_t) :: bits

        bits = next_random(state)
        point(1) = real(shiftr(bits, 38), c_double)
        point(2) = real(ibits(bits, 12, 26), c_double)
        point = point * 2.0_c_double**(-26)
    end function

    pure function is_inside(point)
        real(c_double), intent(in) :: point(2)
        logical :: is_inside

        is_inside = point(1) * point(1) + point(2) * point(2) < 1.0_c_double
    end function

end module
