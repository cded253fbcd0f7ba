//! Reported results as JSON: the tests a report prints, and what it claims.
//!
//! A file holds any part of [`ReportedResults`]: `tests`, `claims`, `elements` and so
//! on. Several files make one report: the tests may come from one, and the
//! claims somebody read out of the text from another. What a file holds beside
//! that, such as somebody's own remarks, is not taken over, but what looks like
//! a field with a typing error is refused.

use super::{TextFile, allowed_fields::AllowedFields};
use crate::study::{
    Command, Refusal,
    reported::{ReportedClaim, ReportedResults, ReportedTest},
};

const SHAPE: &str = "an object with `tests`, each with `id`, `a`, `b` and, as they are told, `section`, `link` (\"FROM->TO\"), \
                     `reported_p` and `claim` (\"related\" or \"not_related\")";

/// The results of these files, as one report called `name`, or else like the first file.
///
/// # Errors
/// When a file is of another shape.
pub fn parse_reported(files: &[TextFile], name: Option<&str>) -> Result<Command, Refusal> {
    let mut results = ReportedResults::default();
    let fields = AllowedFields::of::<ReportedResults>("a file of results")
        .lenient()
        .within(
            "tests",
            AllowedFields::of::<ReportedTest>("a test").lenient(),
        )
        .within(
            "claims",
            AllowedFields::of::<ReportedClaim>("a claim").lenient(),
        );
    for file in files {
        results.join(file.json_with_fields(SHAPE, &fields)?);
    }
    let first = files.first().ok_or_else(|| {
        Refusal::new(
            "no file is named",
            "Name the file with the reported results",
        )
    })?;
    let name = name.unwrap_or(first.stem()).to_owned();
    Ok(Command::AddReported {
        name,
        results: Box::new(results),
        source: first.source.clone(),
    })
}
