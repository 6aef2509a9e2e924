! The two functions of pi.h, in Fortran.

function pi_inside(seed, samples) result(inside) bind(c)
    use, intrinsic :: iso_c_binding, only: c_int64_t
    use generator, only: is_inside, next_point
    implicit none
    integer(c_int64_t), value :: seed, samples
    integer(c_int64_t) :: count = 0, inside, i

    do i = 1, samples
        if (is_inside(next_point(seed))) count = count + 1
    end do
    inside = count
end function

! A row of C's xy is a column here: Fortran counts the first index fastest.
function pi_points(seed, samples, xy) result(inside) bind(c)
    use, intrinsic :: iso_c_binding, only: c_double, c_int64_t
    use generator, only: is_inside, next_point
    implicit none
    integer(c_int64_t), value :: seed, samples
    real(c_double), intent(out) :: xy(2, samples)
    integer(c_int64_t) :: inside, i

    inside = 0
    do i = 1, samples
        xy(:, i) = next_point(seed)
        if (is_inside(xy(:, i))) inside = inside + 1
    end do
end function
