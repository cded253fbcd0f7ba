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

/// List informants, say who they are, and who is the same person as who.
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

/// List the informants: who they are, and how much of the study is theirs.
///
///   virk informant list
///   virk informant list --json
///   virk informant list --sort -codings --output informants.csv
///
/// The counts show whose voice the study rests on. Exit code 1 when there is none.
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

/// Say who an informant is: role, department, and whatever else is worth comparing by.
///
///   virk informant describe "Mentor 1" --role mentor --department "over 30"
///   virk informant describe "Mentor 1" --attribute experience_years=8
///
/// Use pseudonyms. What is left out stays as it is; a new name makes a new
/// informant known.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
struct InformantDescribeArgs {
    /// The pseudonym, as it stands before the turns
    #[arg(value_name = "NAME")]
    name: String,
    /// E.g. mentor, leader, consultant
    #[arg(long, default_value = "", hide_default_value = true)]
    role: String,
    /// Where in the organisation
    #[arg(long, default_value = "", hide_default_value = true)]
    department: String,
    /// Anything else; may be given again
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

/// Describe informants by a table: one row for each.
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
    /// Which sheet of a workbook; without it, the first that holds something
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    /// The heading of the column that says who somebody is
    #[arg(long, value_name = "HEADING")]
    name_column: Option<String>,
    /// The heading of the column with the role
    #[arg(long, value_name = "HEADING")]
    role_column: Option<String>,
    /// The heading of the column with the department
    #[arg(long, value_name = "HEADING")]
    department_column: Option<String>,
    /// Keep columns that tell who somebody is
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
            "{} of nobody the study knew, made known as new: {names}{more}",
            number::count_noun(new.len(), "row")
        ));
    }
    session.perform(Command::All(commands))?;
    let said = format!(
        "Described {} by the column {column}: {known} known, {} new",
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

/// Call an informant otherwise.
///
///   virk informant rename "R · interview-3" "Gardener 1"
///
/// What they said, its codings and their description go along. The label in the transcript
/// stays as it is. A name that another informant has is refused: `virk informant join`.
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

/// Take two or more informants for one person.
///
///   virk informant join "R · interview-3" "R · interview-4"
///   virk informant join Anna "Anna H" "A. H." --into "Mentor 4"
///
/// The first keeps the name unless --into gives another. Everything the others said, its
/// codings and their descriptions are the first one's; where they are described in two ways, the
/// first one's stays and that is said. One undo takes all back.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
struct InformantJoinArgs {
    /// The informants, the one who stays first
    #[arg(value_name = "NAME", required = true, num_args = 2..)]
    informants: Vec<String>,
    /// What they are called together
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
            unnamed_informants::accept(Some(into), "One person, as was said when they were joined"),
        ]))
    })
}

/// Take an informant of several documents for several people.
///
///   virk informant split R --by-document
///   virk informant split R --document interview-3
///   virk informant split R --document interview-3 --document interview-4 --as "Gardener 1"
///
/// With --by-document each document has an informant of its own, called after it: `R ·
/// interview-3`. With --document those documents have another informant than the rest. What was
/// said in them and its codings go along; what is known of the informant (role, department,
/// attributes) stays with the one there was. One undo takes all back.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
struct InformantSplitArgs {
    /// The informant
    #[arg(value_name = "NAME")]
    informant: String,
    /// A document in which it is somebody else; may be given again
    #[arg(
        long,
        value_name = "DOC",
        required_unless_present = "by_document",
        conflicts_with = "by_document"
    )]
    document: Vec<String>,
    /// What that one is called
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
