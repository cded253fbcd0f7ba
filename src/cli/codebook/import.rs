//! `virk codebook import`

use crate::cli::{CommandOutput, ExitStatus, GlobalArgs};
use crate::disk;
use crate::exchange::other_programs;
use crate::import::{TextFile, codebook};
use crate::study::{Command, Refusal};
use serde_json::json;
use std::path::{Path, PathBuf};

/// Add the codes of a codebook file to the study.
///
///   virk codebook import codebooks/realist.json
///   virk codebook import codes.txt
///   virk codebook import codebook.xlsx
///
/// A table (csv, xlsx, ods) has a code in a row, as MAXQDA, ATLAS.ti, NVivo, QualCoder and
/// Taguette write it: a column Code, Tag or Name, and, as they are there, Parent, Definition,
/// Memo, Colour, or Level 1, Level 2 …. What stands above a code may also stand in its name:
/// `Mechanism > Reflection`, `Mechanism>>Reflection` or `Mechanism\Reflection`.
/// A list has a code in a line, as `Mechanism > Reflection` or stepped in under the code it
/// belongs to; colour (#RRGGBB) and definition may follow, each behind a tab or semicolon.
/// Codes whose key the study knows already are left as they are.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct CodebookImportArgs {
    /// The file, as `virk codebook export` writes it, a table, a list, or a REFI-QDA codebook
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

pub fn run(
    args: CodebookImportArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let mut notes = Vec::new();
    let mut session = globals.open_study(output)?;
    let codes = {
        let study = session.study();
        let json = args
            .file
            .extension()
            .is_some_and(|extension| extension.eq_ignore_ascii_case("json"));
        if json || begins_as_json(&args.file) {
            codebook::parse_codebook(&TextFile::open(&args.file)?)?
        } else {
            let (codes, told) = other_programs::read_foreign_codebook(&args.file, study)?;
            notes = told;
            codes
        }
    };
    let said = session.perform(Command::AddCodes { codes })?;
    if globals.json {
        output.json(&json!({ "said": said, "notes": notes }));
    } else {
        output.paragraph(&said);
        notes.iter().for_each(|note| output.paragraph(note));
    }
    Ok(ExitStatus::Done)
}

/// Looks at the content, since any extension may hold JSON.
fn begins_as_json(path: &Path) -> bool {
    disk::read_prefix(path, 64)
        .iter()
        .find(|byte| !byte.is_ascii_whitespace())
        == Some(&b'{')
}
