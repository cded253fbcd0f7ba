//! `virk conflicts`

use super::history::local;
use super::{CommandOutput, ExitStatus, GlobalArgs, number};
use crate::export::timestamp::utc_timestamp;
use crate::log::Session;
use crate::study::{
    Conflict, ConflictKind, Event, Kept, Record, Refusal, Settlement, Study, Time, sentence,
};
use crate::team::Disagreement;
use serde_json::{Value, json};
use std::collections::HashMap;
use uuid::Uuid;

/// See what merged copies said differently, and settle it.
///
///   virk conflicts
///   virk conflicts settle 2 theirs --because "her reading is nearer to the words"
///
/// Without a command it lists those that are open.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct ConflictsArgs {
    #[command(subcommand)]
    command: Option<ConflictsCommand>,
}

#[derive(clap::Subcommand, Debug)]
enum ConflictsCommand {
    List(ConflictListArgs),
    Settle(SettleArgs),
}

/// List conflicts, each with what either side says, who, and when.
///
///   virk conflicts list
///   virk conflicts list --all --json
///
/// Exit code 1 when any is open.
#[derive(clap::Args, Debug, Default)]
#[command(verbatim_doc_comment)]
struct ConflictListArgs {
    /// Also those that have been settled
    #[arg(long)]
    all: bool,
}

/// Settle a conflict: ours is kept, theirs is kept, or both are.
///
///   virk conflicts settle 1 ours --because "we agreed in May"
///   virk conflicts settle 3 both --because "both notes matter"
///
/// Ours is what this study said, theirs what the copy said. What is kept becomes
/// what holds, the other stays in the history, and `virk undo` takes it back.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
struct SettleArgs {
    /// The number in `virk conflicts list --all`
    #[arg(value_name = "N")]
    number: usize,
    /// Whose saying is kept
    #[arg(value_name = "WHOSE", value_enum)]
    kept: KeptArg,
    /// Reason
    #[arg(long, value_name = "TEXT")]
    because: String,
}

#[derive(clap::ValueEnum, Clone, Copy, Debug)]
enum KeptArg {
    Ours,
    Theirs,
    Both,
}

pub fn run(
    args: ConflictsArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    match args.command {
        None => list(&ConflictListArgs::default(), globals, output),
        Some(ConflictsCommand::List(args)) => list(&args, globals, output),
        Some(ConflictsCommand::Settle(args)) => settle(&args, globals, output),
    }
}

fn list(
    args: &ConflictListArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let session = globals.open_study(output)?;
    let study = session.study();
    let records = records_of(&session)?;
    let shown: Vec<(usize, Conflict, Option<Settlement>)> = (1..)
        .zip(study.conflicts())
        .map(|(number, (conflict, settled))| (number, conflict, settled))
        .filter(|(_, _, settled)| args.all || settled.is_none())
        .collect();
    let open = study.open_conflicts().count();
    if globals.json {
        let values: Vec<Value> = shown
            .iter()
            .map(|(number, conflict, settled)| {
                conflict_json(*number, *conflict, *settled, study, &records)
            })
            .collect();
        output.json(&json!(values));
        return Ok(ExitStatus::from_found(open == 0));
    }
    for (number, conflict, settled) in &shown {
        output.blank_line();
        output.hanging(&format!("{number}. "), kind_in_words(conflict.kind));
        for (side, id) in [("Ours", conflict.ours), ("Theirs", conflict.theirs)] {
            let told = records.get(&id).map(|record| told(record, study));
            output.indented(3, &format!("{side}: {}", told.unwrap_or_default()));
        }
        if let Some(settled) = settled {
            let reason = study.words(settled.reason).unwrap_or_default();
            let kept: &str = settled.kept.into();
            output.indented(3, &format!("Settled, {kept} kept: {reason}"));
        }
    }
    output.blank_line();
    output.paragraph(&match open {
        0 => "No conflict is open".to_owned(),
        open => format!("{} open", number::count_noun(open, "conflict")),
    });
    Ok(ExitStatus::from_found(open == 0))
}

fn settle(
    args: &SettleArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let mut session = globals.open_study(output)?;
    let records = records_of(&session)?;
    let place = args.number.checked_sub(1);
    let conflict = place.and_then(|place| session.study().conflicts().nth(place));
    let (conflict, _) = conflict.ok_or_else(|| {
        Refusal::new(
            format!("there is no conflict {}", args.number),
            "See `virk conflicts list --all`",
        )
    })?;
    let (Some(ours), Some(theirs)) = (records.get(&conflict.ours), records.get(&conflict.theirs))
    else {
        return Err(Refusal::new(
            "the records that the conflict is about are not in this copy",
            "Settle it in a copy that has them",
        ));
    };
    let kept = match args.kept {
        KeptArg::Ours => Kept::Ours,
        KeptArg::Theirs => Kept::Theirs,
        KeptArg::Both => Kept::Both,
    };
    let disagreement = Disagreement {
        conflict,
        ours,
        theirs,
    };
    let command = disagreement.settle(session.study(), kept, &args.because)?;
    let said = session.perform(command)?;
    globals.print_message(output, &said);
    Ok(ExitStatus::Done)
}

/// The records that conflicts are about.
fn records_of(session: &Session) -> Result<HashMap<Uuid, Record>, Refusal> {
    let wanted: Vec<Uuid> = session
        .study()
        .conflicts()
        .flat_map(|(conflict, _)| [conflict.ours, conflict.theirs])
        .collect();
    if wanted.is_empty() {
        return Ok(HashMap::new());
    }
    let records = session.store().latest(usize::MAX)?;
    let about = records
        .into_iter()
        .filter(|record| wanted.contains(&record.id));
    Ok(about.map(|record| (record.id, record)).collect())
}

fn told(record: &Record, study: &Study) -> String {
    side_in_words(&record.coder, record.time, &record.event, study)
}

/// How many characters of a text a conflict shows.
const EXCERPT_CHARS: usize = 160;

fn excerpt(words: &str) -> String {
    let words: Vec<&str> = words.split_whitespace().collect();
    let words = words.join(" ");
    match words.char_indices().nth(EXCERPT_CHARS) {
        Some((end, _)) => format!("{} …", &words[..end]),
        None => words,
    }
}

/// Who says what, and when.
pub fn side_in_words(coder: &str, time: Time, event: &Event, study: &Study) -> String {
    let what = sentence::describe_event(event, study);
    let mut told = format!("{coder}, {}: {what}", local(time));
    // The words stand beside the fact; those of a whole document need not be told.
    if let Event::Set(_) = event {
        let words = event.contents().into_iter();
        for words in words.filter_map(|content| study.words(content)) {
            told.push_str(&format!(" — “{}”", excerpt(words)));
        }
    }
    told
}

fn conflict_json(
    number: usize,
    conflict: Conflict,
    settled: Option<Settlement>,
    study: &Study,
    records: &HashMap<Uuid, Record>,
) -> Value {
    let side = |id: Uuid| {
        records.get(&id).map(|record| {
            json!({
                "record": id,
                "coder": &*record.coder,
                "time": utc_timestamp(record.time),
                "said": sentence::describe_event(&record.event, study),
                "words": record.event.contents().iter().filter_map(|id| study.words(*id)).map(excerpt).collect::<Vec<_>>(),
            })
        })
    };
    json!({
        "number": number,
        "kind": conflict.kind,
        "ours": side(conflict.ours),
        "theirs": side(conflict.theirs),
        "settled": settled.map(|settled| json!({
            "kept": settled.kept,
            "because": study.words(settled.reason),
        })),
    })
}

/// What kind of conflict it is, in a sentence.
pub fn kind_in_words(kind: ConflictKind) -> &'static str {
    match kind {
        ConflictKind::BothSet => "Both wrote something else in the same place; the later holds",
        ConflictKind::UsedAndRemoved => "One side used what the other removed; it is removed",
        ConflictKind::UsedAndMerged => {
            "One side used a code that the other merged or split; what was put under it waits there"
        }
        ConflictKind::CodedAndCorrected => {
            "One side worked in a document that the other corrected; see `virk orphan list`"
        }
        ConflictKind::BothRecoded => "Both put a coding under another code; the later holds",
        ConflictKind::BothMoved => "Both moved a coding's boundary; the later holds",
        ConflictKind::SameName => "Two things that were made apart have the same name; both stand",
        ConflictKind::SameLetters => {
            "Two codes that were made apart have the same two letters or the same key; both stand"
        }
        ConflictKind::SameText => "The same text was imported twice; both stand",
        ConflictKind::FrozenAndChanged => {
            "One side froze a version of the theory that the other changed; the changes stand"
        }
        ConflictKind::ErasedAndUsed => "One side erased what the other used; the words are erased",
    }
}
