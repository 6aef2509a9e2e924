! The two functions of pi.h, in Fortran.

! BEGIN SOLUTION: ! TODO 1: bind(c) gives a function its C name; value takes a number as C passes it
! STUB: function pi_inside(seed, samples) result(inside)
function pi_inside(seed, samples) result(inside) bind(c)
! END SOLUTION
    use, intrinsic :: iso_c_binding, only: c_int64_t
    use generator, only: is_inside, next_point
    implicit none
    ! BEGIN SOLUTION: integer(c_int64_t) :: seed, samples
    integer(c_int64_t), value :: seed, samples
    ! END SOLUTION
    integer(c_int64_t) :: inside, i

    inside = 0
    do i = 1, samples
        if (is_inside(next_point(seed))) inside = inside + 1
    end do
end function

! BEGIN SOLUTION: ! TODO 2: the same here; xy is an array, and stays an address
! STUB: function pi_points(seed, samples, xy) result(inside)
! A row of C's xy is a column here: Fortran counts the first index fastest.
function pi_points(seed, samples, xy) result(inside) bind(c)
! END SOLUTION
    use, intrinsic :: iso_c_binding, only: c_double, c_int64_t
    use generator, only: is_inside, next_point
    implicit none
    ! BEGIN SOLUTION: integer(c_int64_t) :: seed, samples
    integer(c_int64_t), value :: seed, samples
    ! END SOLUTION
    real(c_double), intent(out) :: xy(2, samples)
    integer(c_int64_t) :: inside, i

    inside = 0
    do i = 1, samples
        xy(:, i) = next_point(seed)
        if (is_inside(xy(:, i))) inside = inside + 1
    end do
end function
