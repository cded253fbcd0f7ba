//! The parts of a link's numbers: what the indicators of a code itself show, and
//! what those of a code under it show. A code may fail as a whole and live on in a part of
//! it; such a part was found by looking, and cannot be confirmed by the same answers.

use super::assessment::{AssessedTest, LinkAssessment};
use super::tally::TestTally;
use super::tests;
use crate::study::{Code, Id, Link, Study, Theory, node::Origin};

/// A code under an end of a link, with what its own indicators show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubcodeResult {
    /// The code.
    pub code: Id<Code>,
    /// Its tests.
    pub tally: TestTally,
    /// What the other tests of the link show.
    pub others: TestTally,
    /// Whether it is no node of the theory, or came after the data were known.
    pub post_hoc: bool,
}

/// The codes under the ends of a link whose own indicators show something where the others show no
/// more than chance brings.
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

/// Whether a code is no node of this version, or is said to come from the data here or in a later
/// version.
#[must_use]
pub fn post_hoc(study: &Study, theory: &Theory, code: Id<Code>) -> bool {
    let from_data = |theory: &Theory| study.node_in(theory, code).origin == Some(Origin::PostHoc);
    !theory.nodes.contains(&code)
        || study
            .theories()
            .skip_while(|known| known.id != theory.id)
            .any(from_data)
}
