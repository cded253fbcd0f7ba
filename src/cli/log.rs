//! `virk log`

use super::{CommandOutput, ExitStatus, GlobalArgs, text_grid::TextGrid};
use crate::export::records;
use crate::study::{Refusal, Time, sentence};

/// Show the history: who did what, when.
///
///   virk log
///   virk log --limit 0 --json
///   virk log --limit 0 --jsonl > log.jsonl
///
/// The latest 30 records, the newest last; --limit 0 shows all. Nothing is
/// ever taken out of the history: undo and redo are records themselves.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct LogArgs {
    /// How many records; 0 for all
    #[arg(long, value_name = "N", default_value_t = 30)]
    limit: usize,
    /// JSON Lines: a record in a line, without the words of people
    #[arg(long)]
    jsonl: bool,
    /// With --jsonl: also what each record says, and the texts it speaks of
    #[arg(long, requires = "jsonl")]
    content: bool,
}

pub fn run(
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
    if globals.json {
        output.json(
            &records
                .iter()
                .map(|record| records::record_json(study, record))
                .collect(),
        );
        return Ok(ExitStatus::Done);
    }
    let mut grid = TextGrid::new(&["When", "Who", "What"]);
    for record in &records {
        grid.row([
            local(record.time),
            record.coder.to_string(),
            sentence::describe_record(record, study),
        ]);
    }
    grid.show(output);
    let all = usize::try_from(study.revision()).unwrap_or(usize::MAX);
    if records.len() < all {
        output.blank_line();
        output.paragraph(&format!(
            "The latest {} of {all} records; `virk log --limit 0` shows all",
            records.len()
        ));
    }
    Ok(ExitStatus::Done)
}

/// Local time to the minute.
fn local(time: Time) -> String {
    jiff::Timestamp::from_microsecond(time.0)
        .map(|time| {
            time.to_zoned(jiff::tz::TimeZone::system())
                .strftime("%Y-%m-%d %H:%M")
                .to_string()
        })
        .unwrap_or_default()
}
