//! Distributions of partial sums, and of the tails that complete them.
//!
//! Both are sorted by cost and contain each cost once.

/// A partial sum with its probability.
#[derive(Clone, Copy)]
pub(super) struct PartialSum {
    pub cost: i64,
    pub chance: f64,
}

/// A cost of the last two columns, with the probabilities of at least and at most it.
pub(super) struct TailSum {
    pub cost: i64,
    pub above: f64,
    pub below: f64,
}

/// Sorts partial sums and combines those with the same cost; by buckets if costs are dense, as
/// those of trends are.
pub(super) fn merge(pasts: &mut Vec<PartialSum>) {
    let range = pasts.iter().fold((i64::MAX, i64::MIN), |r, s| {
        (r.0.min(s.cost), r.1.max(s.cost))
    });
    let width = range.1.saturating_sub(range.0);
    if pasts.len() > 8 && width < 4 * pasts.len() as i64 {
        let mut buckets = vec![0.0; width as usize + 1];
        for s in pasts.iter() {
            buckets[(s.cost - range.0) as usize] += s.chance;
        }
        pasts.clear();
        let filled = buckets.into_iter().enumerate().filter(|b| b.1 > 0.0);
        pasts.extend(filled.map(|(k, chance)| PartialSum {
            cost: range.0 + k as i64,
            chance,
        }));
        return;
    }
    pasts.sort_unstable_by_key(|s| s.cost);
    pasts.dedup_by(|later, kept| {
        let same = later.cost == kept.cost;
        if same {
            kept.chance += later.chance;
        }
        same
    });
}

/// The cumulative distribution of unsorted partial sums.
pub(super) fn tails(mut pasts: Vec<PartialSum>) -> Vec<TailSum> {
    merge(&mut pasts);
    let mut below = 0.0;
    let mut tails: Vec<TailSum> = pasts
        .iter()
        .map(|s| {
            below += s.chance;
            TailSum {
                cost: s.cost,
                above: s.chance,
                below,
            }
        })
        .collect();
    let mut above = 0.0;
    for tail in tails.iter_mut().rev() {
        above += tail.above;
        tail.above = above;
    }
    tails
}

/// The probability of at least `need`.
pub(super) fn at_least(tails: &[TailSum], need: i64) -> f64 {
    tails
        .get(tails.partition_point(|t| t.cost < need))
        .map_or(0.0, |t| t.above)
}

/// The probability of at most `most`.
pub(super) fn at_most(tails: &[TailSum], most: i64) -> f64 {
    let end = tails.partition_point(|t| t.cost <= most);
    end.checked_sub(1)
        .and_then(|k| tails.get(k))
        .map_or(0.0, |t| t.below)
}

/// Σ probability of each partial sum × P(tail ≥ need − its cost).
pub(super) fn meet_upper(pasts: &[PartialSum], tails: &[TailSum], need: i64) -> f64 {
    if pasts.len() < 4 {
        return pasts
            .iter()
            .map(|s| s.chance * at_least(tails, need - s.cost))
            .sum();
    }
    // Partial sums ascend, so what they still need descends.
    let mut at = pasts
        .first()
        .map_or(0, |s| tails.partition_point(|t| t.cost < need - s.cost));
    let mut sum = 0.0;
    for s in pasts {
        while at > 0 && tails[at - 1].cost >= need - s.cost {
            at -= 1;
        }
        if let Some(tail) = tails.get(at) {
            sum += s.chance * tail.above;
        }
    }
    sum
}

/// Σ probability of each partial sum × P(tail ≤ most − its cost).
pub(super) fn meet_lower(pasts: &[PartialSum], tails: &[TailSum], most: i64) -> f64 {
    if pasts.len() < 4 {
        return pasts
            .iter()
            .map(|s| s.chance * at_most(tails, most - s.cost))
            .sum();
    }
    // The room left shrinks as partial sums ascend; `end` is the first tail that does not fit.
    let mut end = pasts
        .first()
        .map_or(0, |s| tails.partition_point(|t| t.cost <= most - s.cost));
    let mut sum = 0.0;
    for s in pasts {
        while end > 0 && tails[end - 1].cost > most - s.cost {
            end -= 1;
        }
        if end == 0 {
            break;
        }
        sum += s.chance * tails[end - 1].below;
    }
    sum
}

/// Index of the first partial sum that reaches `cost`.
pub(super) fn position(pasts: &[PartialSum], cost: i64) -> usize {
    match (pasts.first(), pasts.last()) {
        (Some(first), _) if first.cost >= cost => 0,
        (_, Some(last)) if last.cost < cost => pasts.len(),
        _ => pasts.partition_point(|s| s.cost < cost),
    }
}

/// `sums[i]` is the total probability from i on.
pub(super) fn sums_from(pasts: &[PartialSum], sums: &mut Vec<f64>) {
    sums.clear();
    sums.resize(pasts.len() + 1, 0.0);
    for (i, s) in pasts.iter().enumerate().rev() {
        sums[i] = sums[i + 1] + s.chance;
    }
}

/// `sums[i]` is the total probability before i.
pub(super) fn sums_until(pasts: &[PartialSum], sums: &mut Vec<f64>) {
    sums.clear();
    sums.push(0.0);
    let mut sum = 0.0;
    sums.extend(pasts.iter().map(|s| {
        sum += s.chance;
        sum
    }));
}
