//! Multiple testing: p-values adjusted within a family declared by the researcher.
//!
//! A test that could not be computed (`None`) is not a member of the family.

/// Holm's (1979) step-down adjustment.
pub fn holm(p: &[Option<f64>]) -> Vec<Option<f64>> {
    let order = ascending(p);
    let mut adjusted = vec![None; p.len()];
    let (m, mut most) = (order.len(), 0.0_f64);
    for (rank, &(index, value)) in order.iter().enumerate() {
        most = most.max((m - rank) as f64 * value).min(1.0);
        adjusted[index] = Some(most);
    }
    adjusted
}

/// Benjamini and Hochberg's (1995) step-up adjustment.
pub fn benjamini_hochberg(p: &[Option<f64>]) -> Vec<Option<f64>> {
    let order = ascending(p);
    let mut adjusted = vec![None; p.len()];
    let (m, mut least) = (order.len(), 1.0_f64);
    for (rank, &(index, value)) in order.iter().enumerate().rev() {
        least = least.min(m as f64 / (rank + 1) as f64 * value);
        adjusted[index] = Some(least);
    }
    adjusted
}

/// The p-values that exist, ascending, with their indices.
fn ascending(p: &[Option<f64>]) -> Vec<(usize, f64)> {
    let exists = |(i, v): (usize, &Option<f64>)| v.filter(|x| !x.is_nan()).map(|x| (i, x));
    let mut order: Vec<(usize, f64)> = p.iter().enumerate().filter_map(exists).collect();
    order.sort_by(|a, b| a.1.total_cmp(&b.1));
    order
}

/// Probability of at least one p ≤ `alpha` among `m` independent tests if all null hypotheses are
/// true.
pub fn chance_of_any(m: usize, alpha: f64) -> f64 {
    -(m as f64 * (-alpha).ln_1p()).exp_m1()
}

/// Expected number of p ≤ `alpha` among `m` tests if all null hypotheses are true.
pub fn expected_by_chance(m: usize, alpha: f64) -> f64 {
    m as f64 * alpha
}
