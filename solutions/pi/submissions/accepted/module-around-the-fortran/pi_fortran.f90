! The two functions of pi.h, in Fortran.
module pi_doors
    use, intrinsic :: iso_c_binding, only: c_double, c_int64_t
    use generator, only: is_inside, next_point
    implicit none

contains

    integer(c_int64_t) function pi_inside(seed, samples) bind(c, name="pi_inside")
        integer(c_int64_t), value, intent(in) :: seed, samples
        integer(c_int64_t) :: state, i

        state = seed
        pi_inside = 0
        do i = 1, samples
            if (is_inside(next_point(state))) pi_inside = pi_inside + 1
        end do
    end function

    integer(c_int64_t) function pi_points(seed, samples, xy) bind(c, name="pi_points")
        integer(c_int64_t), value, intent(in) :: seed, samples
        real(c_double), intent(out) :: xy(2, *)
        integer(c_int64_t) :: state, i

        state = seed
        pi_points = 0
        do i = 1, samples
            xy(:, i) = next_point(state)
            if (is_inside(xy(:, i))) pi_points = pi_points + 1
        end do
    end function

end module
