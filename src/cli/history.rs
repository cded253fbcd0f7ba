//! `virk undo`, `virk redo` and `virk log`

use super::listing::ListingArgs;
use super::{CommandOutput, ExitStatus, GlobalArgs};
use crate::export::records;
use crate::log::{Session, UndoResult};
use crate::study::{Record, Refusal, Study, Time, sentence};
use crate::tables::{Audience::Team, Listing, TableColumn};
use serde_json::json;

/// Undo your last changes, the latest first.
///
///   virk undo
///   virk undo --steps 3
///
/// Undo covers only your own changes on this computer, however far back. It is
/// itself recorded, so nothing is lost, and `virk redo` redoes what was undone.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct UndoArgs {
    /// Number of changes
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
    steps: u32,
}

pub fn undo(
    args: UndoArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    steps(args.steps, "Undone", Session::undo, globals, output)
}

/// Undoes or redoes up to `steps` batches, as far as there are any, and prints a message for each.
pub fn steps(
    steps: u32,
    verb: &str,
    step: fn(&mut Session) -> Result<UndoResult, Refusal>,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let mut session = globals.open_study(output)?;
    let mut done: Vec<UndoResult> = Vec::new();
    for _ in 0..steps {
        match step(&mut session) {
            Ok(undone) => done.push(undone),
            Err(refusal) if done.is_empty() => return Err(refusal),
            Err(refusal) => {
                output.note(refusal);
                break;
            }
        }
    }
    let study = session.study();
    if globals.json {
        let says = |undone: &UndoResult| json!({ "said": summary(verb, undone, study), "facts": undone.event_count });
        output.json(&done.iter().map(says).collect());
    } else {
        done.iter()
            .for_each(|undone| output.paragraph(&summary(verb, undone, study)));
    }
    Ok(ExitStatus::Done)
}

fn summary(verb: &str, undone: &UndoResult, study: &Study) -> String {
    let first = sentence::describe_event(&undone.first, study);
    match undone.event_count {
        1 => format!("{verb}: {first}"),
        2 => format!("{verb}: {first}, and 1 more change"),
        facts => format!("{verb}: {first}, and {} more changes", facts - 1),
    }
}

/// Redo changes that were undone.
///
///   virk redo
///   virk redo --steps 3
///
/// Redo is possible until you change something else.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct RedoArgs {
    /// Number of changes
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
    steps: u32,
}

pub fn redo(
    args: RedoArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    steps(args.steps, "Redone", Session::redo, globals, output)
}

/// Show the history: who did what, when.
///
///   virk log
///   virk log --limit 0 --json
///   virk log --limit 0 --jsonl > log.jsonl
///
/// Shows the latest 30 records, the newest last; --limit 0 shows all. Nothing is
/// ever removed from the history: undo and redo are recorded, too.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct LogArgs {
    /// Number of records; 0 for all
    #[arg(long, value_name = "N", default_value_t = 30)]
    limit: usize,
    /// JSON Lines: one record per line, without anybody's words
    #[arg(long)]
    jsonl: bool,
    /// With --jsonl: include what each record says and the texts it refers to
    #[arg(long, requires = "jsonl")]
    content: bool,
    #[command(flatten)]
    listing: ListingArgs,
}

pub fn log(
    args: LogArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let session = globals.open_study(output)?;
    let study = session.study();
    let records = session.store().latest(if args.limit == 0 {
        usize::MAX
    } else {
        args.limit
    })?;
    if args.jsonl {
        output.raw_text(&records::json_lines(study, &records, args.content));
        return Ok(ExitStatus::Done);
    }
    let all = usize::try_from(study.revision()).unwrap_or(usize::MAX);
    let shown = records.len();
    let mut listing = Listing::new(record_columns(), records, "Nothing has happened yet");
    if shown < all {
        listing.footer.push(format!(
            "The latest {shown} of {all} records; `virk log --limit 0` shows all"
        ));
    }
    listing.show(study, &args.listing, globals, output)?;
    Ok(ExitStatus::Done)
}

fn record_columns() -> Vec<TableColumn<'static, Record>> {
    type Column = TableColumn<'static, Record>;
    let mut columns = vec![
        Column::words("when", "When", Team, |_, record| local(record.time)).only_in_tables(),
        Column::words("coder", "Who", Team, |_, record| record.coder.to_string()),
        Column::words("says", "What", Team, |study, record| {
            sentence::describe_record(record, study)
        }),
    ];
    for key in ["id", "writer", "n", "time", "batch", "act", "of", "event"] {
        let field = move |_: &Study, record: &Record| records::full_record(record)[key].take();
        columns.push(Column::detail(key, key, Team, field));
    }
    columns
}

/// Local time to the minute.
pub fn local(time: Time) -> String {
    jiff::Timestamp::from_microsecond(time.0)
        .map(|time| {
            time.to_zoned(jiff::tz::TimeZone::system())
                .strftime("%Y-%m-%d %H:%M")
                .to_string()
        })
        .unwrap_or_default()
}
