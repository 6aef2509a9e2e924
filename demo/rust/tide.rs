//! Heights of a tide, in metres: Rust behind an interface of C.

use std::slice;

/// Returns the mean of n heights, or NaN when there is none.
///
/// # Safety
/// `heights` is the address of n doubles, which stay the caller's and are only read.
#[no_mangle]
pub unsafe extern "C" fn tide_mean(heights: *const f64, n: usize) -> f64 {
    let heights = if n == 0 { &[] } else { slice::from_raw_parts(heights, n) };
    heights.iter().sum::<f64>() / n as f64
}

/// Writes the number of the highest water to *place. Returns 0, or -1 when there is no height.
///
/// # Safety
/// As tide_mean(); and `place` is the address of a size_t, which is written.
#[no_mangle]
pub unsafe extern "C" fn tide_highest(heights: *const f64, n: usize, place: *mut usize) -> i32 {
    if n == 0 {
        return -1;
    }
    let heights = slice::from_raw_parts(heights, n);
    // A panic must not leave Rust. total_cmp() orders NaN as well, so nothing here can panic.
    let highest = heights.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1));
    *place = highest.map_or(0, |(place, _)| place);
    0
}
