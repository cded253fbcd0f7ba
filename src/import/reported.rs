//! Reported results as JSON: the tests printed in a report, and its claims.
//!
//! A file holds any part of [`ReportedResults`] (`tests`, `claims`, `elements` and so on). Several
//! files form one report: the tests may come from one, and claims read out of the text from
//! another. Other content, such as remarks, is ignored, but what looks like a mistyped field is
//! refused.

use super::{TextFile, allowed_fields::AllowedFields};
use crate::study::{
    Command, Refusal,
    reported::{ReportedClaim, ReportedResults, ReportedTest},
};

const SHAPE: &str = "an object with `tests`, each with `id`, `a`, `b` and optionally `section`, `link` (\"FROM->TO\"), \
                     `reported_p` and `claim` (\"related\" or \"not_related\")";

/// Reads the files as one report called `name`, or after the first file.
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
