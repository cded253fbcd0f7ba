//! Finds the spans that overlap a range, and assigns each span a margin lane.

use super::Span;

/// An immutable index over spans. A query takes time proportional to its result, even if some spans
/// cover the whole text.
///
/// The spans are sorted by start. A flat tree stores the largest end below each node (as in an
/// interval tree), so that runs of spans ending too early are skipped at once.
#[derive(Clone, Debug, Default)]
pub struct OverlapIndex {
    /// `(span, index in the caller's list)`, sorted by start.
    spans: Vec<(Span, u32)>,
    /// `ends[node]`: the largest end below the node; leaves begin at `width`.
    ends: Vec<u32>,
    width: usize,
    /// Lane by index in the caller's list.
    lanes: Vec<u16>,
    lane_count: usize,
}

impl OverlapIndex {
    /// Builds the index; results refer to spans by their index in `list`.
    #[must_use]
    pub fn new(list: &[Span]) -> OverlapIndex {
        let mut spans: Vec<(Span, u32)> = list.iter().copied().zip(0..).collect();
        spans.sort_by_key(|(span, place)| (span.start, std::cmp::Reverse(span.end), *place));
        let width = spans.len().next_power_of_two();
        let mut ends = vec![0; width * 2];
        for (leaf, (span, _)) in spans.iter().enumerate() {
            ends[width + leaf] = span.end;
        }
        for node in (1..width).rev() {
            ends[node] = ends[node * 2].max(ends[node * 2 + 1]);
        }
        let (lanes, lane_count) = lanes(&spans);
        OverlapIndex {
            spans,
            ends,
            width,
            lanes,
            lane_count,
        }
    }

    /// Calls `found(index, span)` for every span that overlaps `stretch`, by start.
    pub fn for_each_overlapping(&self, stretch: Span, mut found: impl FnMut(usize, Span)) {
        let last = self
            .spans
            .partition_point(|(span, _)| span.start < stretch.end);
        self.descend(1, 0, self.width, last, stretch.start, &mut found);
    }

    fn descend(
        &self,
        node: usize,
        low: usize,
        high: usize,
        last: usize,
        after: u32,
        found: &mut impl FnMut(usize, Span),
    ) {
        if low >= last || self.ends.get(node).is_none_or(|end| *end <= after) {
            return;
        }
        if high - low == 1 {
            let (span, place) = self.spans[low];
            found(place as usize, span);
            return;
        }
        let middle = low.midpoint(high);
        self.descend(node * 2, low, middle, last, after, found);
        self.descend(node * 2 + 1, middle, high, last, after, found);
    }

    /// Margin lane of a span; overlapping spans have different lanes.
    #[must_use]
    pub fn lane(&self, place: usize) -> usize {
        self.lanes.get(place).map_or(0, |lane| *lane as usize)
    }

    /// Number of lanes needed for the whole text.
    #[must_use]
    pub fn lane_count(&self) -> usize {
        self.lane_count
    }
}

/// Assigns each span, by start, the leftmost free lane. This does not depend on what is visible, so
/// lanes are stable while scrolling.
fn lanes(spans: &[(Span, u32)]) -> (Vec<u16>, usize) {
    let mut lanes = vec![0; spans.len()];
    let mut free_from: Vec<u32> = Vec::new();
    for (span, place) in spans {
        let lane = free_from
            .iter()
            .position(|end| *end <= span.start)
            .unwrap_or_else(|| {
                free_from.push(0);
                free_from.len() - 1
            });
        free_from[lane] = span.end;
        lanes[*place as usize] = u16::try_from(lane).unwrap_or(u16::MAX);
    }
    (lanes, free_from.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_index_answers_as_a_plain_scan_does(
            list in proptest::collection::vec((0u32..200, 1u32..60), 0..60),
            from in 0u32..220,
            len in 1u32..50,
        ) {
            let list: Vec<Span> = list.into_iter().map(|(start, len)| Span { start, end: start + len }).collect();
            let stretch = Span { start: from, end: from + len };
            let index = OverlapIndex::new(&list);
            let mut found = Vec::new();
            index.for_each_overlapping(stretch, |place, _| found.push(place));
            found.sort_unstable();
            let plain: Vec<usize> = (0..list.len()).filter(|place| list[*place].overlaps(stretch)).collect();
            prop_assert_eq!(found, plain);
            for a in 0..list.len() {
                prop_assert!(index.lane(a) < index.lane_count());
                for b in 0..a {
                    prop_assert!(!list[a].overlaps(list[b]) || index.lane(a) != index.lane(b));
                }
            }
        }
    }
}
