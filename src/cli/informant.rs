//! `virk informant`

use super::listing::ListingArgs;
use super::{CommandOutput, ExitStatus, GlobalArgs};
use crate::evidence::lint::unnamed_informants;
use crate::import::informants;
use crate::import::informants::{InformantColumns, InformantTable};
use crate::import::table::{TableFile, TableReadOptions};
use crate::study::{Command, Document, Id, Informant, InformantBody, Refusal, Study};
use crate::tables::{Listing, informants::informant_columns, privacy::PrivacyFilter};
use crate::text::number;
use serde_json::json;
use std::path::PathBuf;

/// List, describe, rename, join and split informants.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment, arg_required_else_help = false)]
pub struct InformantArgs {
    #[command(subcommand)]
    command: InformantCommand,
}

#[derive(clap::Subcommand, Debug)]
enum InformantCommand {
    List(InformantListArgs),
    Import(InformantImportArgs),
    Describe(InformantDescribeArgs),
    Rename(InformantRenameArgs),
    Join(InformantJoinArgs),
    Split(InformantSplitArgs),
}

pub fn run(
    args: InformantArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    match args.command {
        InformantCommand::List(args) => list(args, globals, output),
        InformantCommand::Import(args) => import(args, globals, output),
        InformantCommand::Describe(args) => describe(args, globals, output),
        InformantCommand::Rename(args) => rename(args, globals, output),
        InformantCommand::Join(args) => join(args, globals, output),
        InformantCommand::Split(args) => split(args, globals, output),
    }
}

/// Notes informants of several documents that are only joined by an ambiguous label.
fn note_shared_labels(study: &Study, output: &mut CommandOutput) {
    for one in unnamed_informants::open(study) {
        let name = &one.informant.body.name;
        output.note(Refusal::new(
            format!("{name} names nobody, and is one informant in {}", number::count_noun(one.documents.len(), "document")),
            format!(
                "`virk informant split {name:?} --by-document` makes another informant of each, `virk lint accept L30 {name:?} REASON` keeps the one"
            ),
        ));
    }
}

/// List the informants: who they are, and their share of the study.
///
///   virk informant list
///   virk informant list --json
///   virk informant list --sort -codings --output informants.csv
///
/// The counts show whose voices the study rests on. Exit code 1 if there are none.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
struct InformantListArgs {
    #[command(flatten)]
    listing: ListingArgs,
}

fn list(
    args: InformantListArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let session = globals.open_study(output)?;
    let study = session.study();
    note_shared_labels(study, output);
    Listing::new(
        informant_columns(PrivacyFilter::internal(study)),
        study.contributions(),
        "No informants; they come with the transcripts",
    )
    .show(study, &args.listing, globals, output)
}

/// Describe an informant: role, department, and any other attribute to compare by.
///
///   virk informant describe "Mentor 1" --role mentor --department "over 30"
///   virk informant describe "Mentor 1" --attribute experience_years=8
///
/// Use pseudonyms. What you leave out stays as it is; a new name adds an
/// informant.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
struct InformantDescribeArgs {
    /// Pseudonym as it is before the turns
    #[arg(value_name = "NAME")]
    name: String,
    /// E.g. mentor, leader, consultant
    #[arg(long, default_value = "", hide_default_value = true)]
    role: String,
    /// Department or place in the organisation
    #[arg(long, default_value = "", hide_default_value = true)]
    department: String,
    /// Any other attribute; repeatable
    #[arg(long, value_name = "NAME=VALUE", value_parser = pair)]
    attribute: Vec<(String, String)>,
}

fn describe(
    args: InformantDescribeArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    globals.perform(output, |_| {
        let InformantDescribeArgs {
            name,
            role,
            department,
            attribute,
        } = args;
        Ok(Command::DescribeInformant {
            body: InformantBody {
                name,
                role,
                department,
                attributes: attribute.into_iter().collect(),
            },
        })
    })
}

fn pair(typed: &str) -> Result<(String, String), String> {
    let (name, value) = typed.split_once('=').ok_or("write NAME=VALUE")?;
    Ok((name.trim().to_owned(), value.trim().to_owned()))
}

/// Import descriptions of informants from a table with one row for each.
///
///   virk informant import informants.csv
///   virk informant import participants.xlsx --sheet People --name-column Participant
///
/// Who somebody is stands in a column called `name`, `pseudonym`, `participant` or the like, or
/// else in the only one that names informants of the study, or the documents in which they alone
/// speak; in doubt say which by --name-column. Role and department are known by their headings or
/// said; every other column is an attribute. Who is known already is described anew; empty cells
/// leave what was; rows that name nobody known make new informants, which is said. Columns with
/// identity numbers, e-mail addresses, phone numbers or days of birth refuse the table: nothing of
/// the kind should stand beside a pseudonym. One undo takes all back.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
struct InformantImportArgs {
    /// The table: CSV, TSV, XLSX, ODS, SPSS or JSON
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Sheet of a workbook (default: the first that is not empty)
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    /// Heading of the column with the names
    #[arg(long, value_name = "HEADING")]
    name_column: Option<String>,
    /// Heading of the column with the role
    #[arg(long, value_name = "HEADING")]
    role_column: Option<String>,
    /// Heading of the column with the department
    #[arg(long, value_name = "HEADING")]
    department_column: Option<String>,
    /// Keep columns that identify people
    #[arg(long)]
    keep_personal: bool,
}

/// Limit on the new informants listed by name.
const MAX_NAMED: usize = 6;

fn import(
    args: InformantImportArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let table = TableFile::open(
        &args.file,
        &TableReadOptions {
            sheet: args.sheet,
            ..TableReadOptions::default()
        },
    )?;
    let columns = InformantColumns {
        name: args.name_column,
        role: args.role_column,
        department: args.department_column,
    };
    if !args.keep_personal {
        informants::refuse_personal(&table.name, &table.cells)?;
    }
    let mut session = globals.open_study(output)?;
    let InformantTable {
        commands,
        column,
        known,
        new,
        mut notes,
    } = informants::read_informants(&table.name, &table.cells, &columns, session.study())?;
    if !new.is_empty() && session.study().informants().next().is_some() {
        let more = if new.len() > MAX_NAMED {
            format!(" and {} more", new.len() - MAX_NAMED)
        } else {
            String::new()
        };
        let names = new
            .iter()
            .take(MAX_NAMED)
            .map(String::as_str)
            .collect::<Vec<_>>()
            .join(", ");
        notes.push(format!(
            "{} of nobody the study knew, added: {names}{more}",
            number::count_noun(new.len(), "row")
        ));
    }
    session.perform(Command::All(commands))?;
    let said = format!(
        "Described {} by the column {column}: {known} updated, {} new",
        number::count_noun(known + new.len(), "informant"),
        new.len()
    );
    if globals.json {
        output.json(&json!({ "said": said, "name_column": column, "known": known, "new": new, "notes": notes }));
    } else {
        notes.iter().for_each(|note| output.paragraph(note));
        output.paragraph(&said);
    }
    Ok(ExitStatus::Done)
}

/// Rename an informant.
///
///   virk informant rename "R · interview-3" "Gardener 1"
///
/// What they said, its codings and their description are kept. The label in the transcript does
/// not change. A name that another informant has is refused: see `virk informant join`.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
struct InformantRenameArgs {
    /// The informant
    #[arg(value_name = "NAME")]
    informant: String,
    /// The new name: a pseudonym
    #[arg(value_name = "NEW")]
    name: String,
}

fn rename(
    args: InformantRenameArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    globals.perform(output, |study| {
        Ok(Command::RenameInformant {
            id: study.find_informant(&args.informant)?.id,
            name: args.name,
        })
    })
}

/// Join informants who are the same person.
///
///   virk informant join "R · interview-3" "R · interview-4"
///   virk informant join Anna "Anna H" "A. H." --into "Mentor 4"
///
/// The first keeps its name unless --into gives another. It receives everything the others said,
/// with the codings and descriptions; where descriptions differ, the first one's is kept, and virk
/// says so. One undo undoes it.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
struct InformantJoinArgs {
    /// Informants; the first one stays
    #[arg(value_name = "NAME", required = true, num_args = 2..)]
    informants: Vec<String>,
    /// Their common name
    #[arg(
        long,
        value_name = "NAME",
        default_value = "",
        hide_default_value = true
    )]
    into: String,
}

fn join(
    args: InformantJoinArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    globals.perform(output, |study| {
        let known = args
            .informants
            .iter()
            .map(|typed| Ok(study.find_informant(typed)?.id));
        let mut known: Vec<Id<Informant>> = known.collect::<Result<_, Refusal>>()?;
        let into = known.remove(0);
        let join = Command::JoinInformants {
            from: known,
            into,
            name: args.into,
        };
        Ok(Command::All(vec![
            join,
            unnamed_informants::accept(Some(into), "One person, as decided when they were joined"),
        ]))
    })
}

/// Split an informant who is really several people.
///
///   virk informant split R --by-document
///   virk informant split R --document interview-3
///   virk informant split R --document interview-3 --document interview-4 --as "Gardener 1"
///
/// With --by-document each document gets an informant of its own, named after it: `R ·
/// interview-3`. With --document those documents get another informant than the rest. What was
/// said in them moves with its codings; the description of the informant (role, department,
/// attributes) stays with the original. One undo undoes it.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
struct InformantSplitArgs {
    /// The informant
    #[arg(value_name = "NAME")]
    informant: String,
    /// A document in which it is somebody else; repeatable
    #[arg(
        long,
        value_name = "DOC",
        required_unless_present = "by_document",
        conflicts_with = "by_document"
    )]
    document: Vec<String>,
    /// Name of that informant
    #[arg(
        long = "as",
        value_name = "NAME",
        default_value = "",
        hide_default_value = true,
        conflicts_with = "by_document"
    )]
    name: String,
    /// Somebody else in each document
    #[arg(long)]
    by_document: bool,
}

fn split(
    args: InformantSplitArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    globals.perform(output, |study| {
        let id = study.find_informant(&args.informant)?.id;
        if args.by_document {
            return Ok(Command::SplitByDocument {
                informants: vec![id],
            });
        }
        let documents = args
            .document
            .iter()
            .map(|typed| Ok(study.find_document(typed)?.id));
        let documents: Vec<Id<Document>> = documents.collect::<Result<_, Refusal>>()?;
        Ok(Command::SplitInformant {
            id,
            documents,
            name: args.name,
        })
    })
}
