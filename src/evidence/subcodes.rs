//! Splits the tests of a link by subcode: those of a code's own indicators, and those of each code
//! under it. A code may fail as a whole while a part of it shows something; such a part was found
//! by looking, and the same answers cannot confirm it.

use super::assessment::{AssessedTest, LinkAssessment};
use super::tally::TestTally;
use super::tests;
use crate::study::theory::Origin;
use crate::study::{Code, Id, Link, Study, Theory};

/// A subcode of one end of a link, with what its own indicators show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubcodeResult {
    pub code: Id<Code>,
    /// Tests of its own indicators.
    pub tally: TestTally,
    /// The remaining tests of the link.
    pub others: TestTally,
    /// Whether it is not a node of the theory, or was added after the data were known.
    pub post_hoc: bool,
}

/// Subcodes whose own indicators show something where the remaining tests show no more than
/// expected by chance.
#[must_use]
pub fn exceptions(
    study: &Study,
    theory: &Theory,
    weighing: &LinkAssessment<'_>,
) -> Vec<SubcodeResult> {
    let Link {
        from, to, expected, ..
    } = weighing.link;
    let level = study.alpha;
    let mut found = Vec::new();
    for end in [*from, *to] {
        for code in study.codes().filter(|code| code.body.parent == Some(end)) {
            let own = tests::variables(study, code.id);
            let is_own = |test: &&AssessedTest<'_>| {
                let of = |name: &str| test.test.dataset.variable_index(name);
                let places = [
                    of(&test.test.crosstab.row.name),
                    of(&test.test.crosstab.column.name),
                ];
                own.iter().any(|(dataset, at)| {
                    dataset.id == test.test.dataset.id && places.contains(&Some(*at))
                })
            };
            let tally = TestTally::of(weighing.tests.iter().filter(is_own), *expected);
            let others = TestTally::of(
                weighing.tests.iter().filter(|test| !is_own(test)),
                *expected,
            );
            if tally.shown > 0
                && others.run > 0
                && tally.shows(&weighing.plan, level)
                && !others.shows(&weighing.plan, level)
            {
                found.push(SubcodeResult {
                    code: code.id,
                    tally,
                    others,
                    post_hoc: post_hoc(study, theory, code.id),
                });
            }
        }
    }
    found
}

/// Returns whether a code is not a node of this version, or is declared to come from the data in
/// this or a later version.
#[must_use]
pub fn post_hoc(study: &Study, theory: &Theory, code: Id<Code>) -> bool {
    let from_data = |theory: &Theory| study.node_in(theory, code).origin == Some(Origin::PostHoc);
    !theory.nodes.contains(&code)
        || study
            .theories()
            .skip_while(|known| known.id != theory.id)
            .any(from_data)
}
