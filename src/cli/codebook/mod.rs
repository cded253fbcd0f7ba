//! `virk codebook`

mod change;
mod show;
mod split;

use super::table_output::{TableFormat, TableOutputArgs};
use super::{CommandOutput, ExitStatus, GlobalArgs, table_output};
use crate::disk;
use crate::exchange::other_programs;
use crate::export::codebook;
use crate::export::privacy::PrivacyFilter;
use crate::import::{TextFile, codebook::included_codebook, codebook::parse_codebook};
use crate::study::{Command, Refusal};
use serde_json::json;
use std::path::{Path, PathBuf};

/// Show, change, import and export the codebook.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment, arg_required_else_help = false)]
pub struct CodebookArgs {
    #[command(subcommand)]
    command: CodebookCommand,
}

#[derive(clap::Subcommand, Debug)]
enum CodebookCommand {
    Show(show::CodebookShowArgs),
    Add(change::CodebookAddArgs),
    Change(change::CodebookChangeArgs),
    Rename(change::CodebookRenameArgs),
    Move(change::CodebookMoveArgs),
    Recolour(change::RecolourArgs),
    Colours(change::ColoursArgs),
    Retag(change::RetagArgs),
    Merge(change::CodebookMergeArgs),
    Split(split::CodebookSplitArgs),
    Retire(change::RetireArgs),
    Import(CodebookImportArgs),
    Export(CodebookExportArgs),
}

pub fn run(
    args: CodebookArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    match args.command {
        CodebookCommand::Import(args) => import(args, globals, output),
        CodebookCommand::Export(args) => export(args, globals, output),
        CodebookCommand::Show(args) => show::run(args, globals, output),
        CodebookCommand::Add(args) => change::add(args, globals, output),
        CodebookCommand::Change(args) => change::change(args, globals, output),
        CodebookCommand::Rename(args) => change::rename(args, globals, output),
        CodebookCommand::Move(args) => change::move_code(args, globals, output),
        CodebookCommand::Recolour(args) => change::recolour(args, globals, output),
        CodebookCommand::Colours(args) => change::colours(args, globals, output),
        CodebookCommand::Retag(args) => change::retag(args, globals, output),
        CodebookCommand::Merge(args) => change::merge(args, globals, output),
        CodebookCommand::Split(args) => split::run(args, globals, output),
        CodebookCommand::Retire(args) => change::retire(args, globals, output),
    }
}

/// Add the codes of a codebook file to the study.
///
///   virk codebook import realist              a codebook for realist evaluation, which virk brings along
///   virk codebook import my-codes.json
///   virk codebook import codes.txt
///   virk codebook import codebook.xlsx
///
/// A table (csv, xlsx, ods) has one code per row, as MAXQDA, ATLAS.ti, NVivo, QualCoder and
/// Taguette write it: a column Code, Tag or Name, and optionally Parent, Definition, Memo,
/// Colour, or Level 1, Level 2 …. Parents may also be part of the name:
/// `Mechanism > Reflection`, `Mechanism>>Reflection` or `Mechanism\Reflection`.
/// A list has one code per line, as `Mechanism > Reflection` or indented under its parent;
/// colour (#RRGGBB) and definition may follow, each after a tab or semicolon.
/// Codes whose key is already in the study are left as they are.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
struct CodebookImportArgs {
    /// The file, as `virk codebook export` writes it, a table, a list, or a REFI-QDA codebook
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

fn import(
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
        if let Some(included) = included_codebook(&args.file) {
            parse_codebook(&included?)?
        } else if json || begins_as_json(&args.file) {
            parse_codebook(&TextFile::open(&args.file)?)?
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

/// Write the codebook as JSON, for another study or to edit by hand, or as a table for people.
///
///   virk codebook export codebook.json
///   virk codebook export codebook.docx
///   virk codebook export --format md
///
/// Without a file it is printed. `virk codebook import` reads the JSON again.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
struct CodebookExportArgs {
    /// File to write; an existing file is replaced
    #[arg(value_name = "FILE", conflicts_with = "out")]
    file: Option<PathBuf>,
    #[command(flatten)]
    form: TableOutputArgs,
}

fn export(
    args: CodebookExportArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let session = globals.open_study(output)?;
    let study = session.study();
    let form = TableOutputArgs {
        out: args.file.or(args.form.out),
        ..args.form
    };
    match form.requested_format(globals)? {
        None | Some(TableFormat::Json) => table_output::write_text(
            &codebook::codebook(study),
            form.out.as_deref(),
            globals,
            output,
        )?,
        Some(format) => form.write_table(
            &codebook::table(PrivacyFilter::internal(study)),
            format,
            &study.language,
            globals,
            output,
        )?,
    }
    Ok(ExitStatus::Done)
}
