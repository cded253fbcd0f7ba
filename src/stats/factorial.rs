//! Logarithms of factorials, with compensated summation so that thousands of terms keep full
//! precision.

/// ln 0!, ln 1!, … ln n!.
pub fn ln_factorials(n: usize) -> Vec<f64> {
    let mut all = Vec::with_capacity(n + 1);
    let (mut sum, mut lost) = (0.0_f64, 0.0_f64);
    all.push(0.0);
    for x in 1..=n {
        let step = (x as f64).ln() - lost;
        let next = sum + step;
        lost = (next - sum) - step;
        sum = next;
        all.push(sum);
    }
    all
}
