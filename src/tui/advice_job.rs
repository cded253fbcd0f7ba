//! The advice on a crosstab, computed on a background thread because exact tests take too long for
//! a key press.

use crate::evidence::{Crosstab, crosstab_analysis, planned_tests};
use crate::stats::advice;
use crate::stats::advice::Advice;
use crate::study::{Dataset, Id, Study};

/// Two variables, by index, at one revision of the study.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AdviceSubject {
    pub revision: u64,
    pub dataset: Id<Dataset>,
    pub row: usize,
    pub column: usize,
}

/// Returns the same advice as `virk crosstab`, read together with the other tests of its link;
/// `None` if the two cannot be crossed.
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
    question.family = planned_tests::of(study, dataset, row, column);
    question.smallest = crosstab_analysis::smallest_effect(&study.plan(), &crosstab.table);
    Some(advice::advise(&crosstab.table, &question))
}
