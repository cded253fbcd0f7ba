//! The advisor: the advice on a crosstab, which is reckoned beside the screen since exact
//! tests take longer than a key may wait.

use crate::evidence::{Crosstab, crosstab_analysis, family};
use crate::stats::advice::{self, Advice};
use crate::study::{Dataset, Id, Study};

/// What advice is asked about: two variables by place, as the study is at a revision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AdviceSubject {
    /// The revision of the study.
    pub revision: u64,
    /// The dataset both are in.
    pub dataset: Id<Dataset>,
    /// The place of the row variable.
    pub row: usize,
    /// The place of the column variable.
    pub column: usize,
}

/// The advice that `virk crosstab` gives, read in the company of the other tests of its link;
/// `None` when the two cannot be crossed.
#[must_use]
pub fn advise(
    study: &Study,
    AdviceSubject {
        dataset,
        row,
        column,
        ..
    }: AdviceSubject,
) -> Option<Advice> {
    let dataset = study.dataset(dataset)?;
    let crosstab = Crosstab::new(dataset, row, column, &study.language).ok()?;
    let mut question =
        crosstab_analysis::question(study.alpha, crosstab_analysis::effort(&crosstab.table));
    question.family = family::of(study, dataset, row, column);
    question.smallest = crosstab_analysis::smallest_effect(&study.plan(), &crosstab.table);
    Some(advice::advise(&crosstab.table, &question))
}
