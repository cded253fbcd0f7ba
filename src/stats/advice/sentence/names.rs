//! Sentences about two nominal variables: that the share of an answer differs, or that they are
//! related, and the cell that deviates most by a stated criterion.

use super::AdviceWriter;
use crate::stats::phrase::{SentenceLanguage, phrase};
use crate::stats::residuals::residuals;

/// Smaller adjusted residuals are not reported.
const MIN_RESIDUAL: f64 = 2.0;

impl AdviceWriter<'_> {
    /// The claim about two nominal variables.
    pub(super) fn names(&self, first: bool) -> String {
        let t = self.language;
        if let Some((rows, yes)) = self.answered() {
            let (by, share) = (
                t.quoted(&rows.row_side().name),
                self.share_of(rows.column_side(), yes),
            );
            let share = phrase(&share, first);
            return match t {
                SentenceLanguage::English => format!("{share} differs between the groups of {by}"),
                SentenceLanguage::Danish => {
                    format!("{share} er forskellig mellem grupperne i {by}")
                }
            };
        }
        let (a, b) = self.sides();
        let (a, b) = (a.quoted(t), b.quoted(t));
        match t {
            SentenceLanguage::English => format!("{a} and {b} are related"),
            SentenceLanguage::Danish => format!("{a} og {b} hænger sammen"),
        }
    }

    /// " The adjusted residual largest in absolute value (4.41) is that of “Bike” among those whose
    /// “Region” is “North”: …"; empty if there is none to report.
    pub(super) fn departing(&self) -> String {
        let (small, t) = (&self.facts.small, self.language);
        let Ok(all) = residuals(small) else {
            return String::new();
        };
        let largest = all
            .adjusted
            .into_iter()
            .enumerate()
            .max_by(|a, b| a.1.abs().total_cmp(&b.1.abs()));
        let Some((place, residual)) = largest.filter(|(_, residual)| residual.abs() > MIN_RESIDUAL)
        else {
            return String::new();
        };
        let (i, j) = (place / small.columns(), place % small.columns());
        let (rows, columns) = (small.row_totals(), small.column_totals());
        let (by, _) = self.sides();
        let (row, column) = (small.row_side().label(i), small.column_side().label(j));
        let here = self.part(small.at(i, j), rows[i]);
        let elsewhere = self.part(columns[j] - small.at(i, j), small.n() - rows[i]);
        let (whose, column, residual) = (
            by.whose(t, &row),
            t.quoted(&column),
            t.decimals(residual, 2),
        );
        match t {
            SentenceLanguage::English => format!(
                " The adjusted residual largest in absolute value ({residual}) is that of {column} among those {whose}: {here}, against {elsewhere} of the others."
            ),
            SentenceLanguage::Danish => format!(
                " Det numerisk største justerede residual ({residual}) er for {column} blandt dem, {whose}: {here} mod {elsewhere} af de andre."
            ),
        }
    }
}
