//! `virk merge` and `virk copy`

use super::conflict::{kind_in_words, side_in_words};
use super::table_output::TextGrid;
use super::{CommandOutput, ExitStatus, GlobalArgs, number};
use crate::export::timestamp::utc_timestamp;
use crate::log::{Author, Session};
use crate::study::{Conflict, Id, Refusal, Study, Time};
use crate::team::{CopyRequest, Merge};
use serde_json::json;
use std::path::{Path, PathBuf};
use uuid::Uuid;

/// Bring in what a colleague did in a copy of this study.
///
///   virk merge mentoring-bente.virk --dry-run
///   virk merge mentoring-bente.virk
///
/// Things are matched by their identity, never by name, so what was renamed,
/// moved or removed in the copy is renamed, moved or removed here. What both
/// sides said differently is listed: the later saying holds until somebody
/// settles it with `virk conflicts settle`. What either side erased is erased here too.
///
/// Before anything is written the study is copied beside itself and the copy is
/// proved; then everything comes in at once, or nothing does. With --dry-run
/// nothing is written, and the exit code is 1 when there would be conflicts.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct MergeArgs {
    /// The colleague's copy; it stays as it is
    #[arg(value_name = "COPY")]
    copy: PathBuf,
    /// Tell what would come, and write nothing
    #[arg(long)]
    dry_run: bool,
    /// Where the study is copied to before; without it beside the study
    #[arg(long, value_name = "FILE", conflicts_with = "dry_run")]
    backup: Option<PathBuf>,
}

pub fn merge(
    args: MergeArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let mut ours = globals.open_study(output)?;
    refuse_itself(&ours, &args.copy)?;
    let mut theirs = Session::open(&args.copy, globals.author()?)?;
    let Some(merge) = Merge::plan(&mut ours, &mut theirs)? else {
        let said = format!(
            "{} has nothing that is not here already",
            args.copy.display()
        );
        match globals.json {
            true => output.json(&json!({
                "said": said, "records": 0, "conflicts": [], "dry_run": args.dry_run
            })),
            false => output.paragraph(&said),
        }
        return Ok(ExitStatus::Done);
    };
    // Each side's facts in the words of its own copy: the other may not know what they name.
    let told: Vec<[String; 2]> = merge
        .conflicts
        .iter()
        .map(|conflict| sides(conflict, &merge, ours.study(), theirs.study()))
        .collect();
    drop(theirs);
    let mut answer = json!({
        "records": merge.records,
        "came": merge.by_kind.iter().map(|((person, kind), count)| json!({
            "person": person, "kind": kind, "records": count
        })).collect::<Vec<_>>(),
        "conflicts": merge.conflicts.iter().zip(&told).map(|(conflict, [ours, theirs])| json!({
            "kind": conflict.kind, "ours": ours, "theirs": theirs
        })).collect::<Vec<_>>(),
        "erased_texts": merge.erased,
        "renamed_writers": merge.renamed,
        "dry_run": args.dry_run,
    });
    if !globals.json {
        show(&merge, &told, output);
    }
    if args.dry_run {
        let open = merge.conflicts.len();
        answer["said"] = json!(format!(
            "Would merge {} in, with {}; nothing was written",
            number::count_noun(merge.records, "record"),
            number::count_noun(open, "conflict")
        ));
        answer_with(&answer, globals, output);
        return Ok(ExitStatus::from_found(open == 0));
    }
    if let Some(why) = ours.read_only() {
        return Err(why);
    }
    let backup = args.backup.unwrap_or_else(|| backup_beside(&ours));
    ours.backup_to(&backup)?;
    let (erased, open) = (merge.erased, merge.conflicts.len());
    let said = merge.perform(&mut ours)?;
    let mut said = format!(
        "{said}. The study as it was before lies in {}",
        backup.display()
    );
    if erased > 0 {
        said.push_str(
            " and still holds the words that were erased: delete it when you have looked",
        );
    }
    if open > 0 {
        said.push_str(". Next: `virk conflicts`");
    }
    answer["said"] = json!(said);
    answer["backup"] = json!(backup.display().to_string());
    answer_with(&answer, globals, output);
    Ok(ExitStatus::Done)
}

fn answer_with(answer: &serde_json::Value, globals: &GlobalArgs, output: &mut CommandOutput) {
    if globals.json {
        output.json(answer);
    } else {
        output.blank_line();
        output.paragraph(answer["said"].as_str().unwrap_or_default());
    }
}

fn refuse_itself(ours: &Session, copy: &Path) -> Result<(), Refusal> {
    let same = |path: &Path| path.canonicalize().ok();
    let here = ours.location().file().and_then(same);
    if here.is_some() && here == same(copy) {
        return Err(Refusal::new(
            format!("{} is the study itself", copy.display()),
            "Name the copy that came back; --study names the study",
        ));
    }
    Ok(())
}

/// A name that nothing has yet, beside the study.
fn backup_beside(ours: &Session) -> PathBuf {
    let study = ours.location().file().unwrap_or(Path::new("study.virk"));
    let stem = study.file_stem().unwrap_or_default().to_string_lossy();
    let now = jiff::Zoned::now().strftime("%Y-%m-%d-%H%M%S").to_string();
    let mut names = (1..).map(|count| match count {
        1 => study.with_file_name(format!("{stem}-before-merge-{now}.virk-backup")),
        more => study.with_file_name(format!("{stem}-before-merge-{now}-{more}.virk-backup")),
    });
    names
        .find(|name| !name.exists())
        .unwrap_or_else(|| study.with_extension("virk-backup"))
}

fn sides(conflict: &Conflict, merge: &Merge, ours: &Study, theirs: &Study) -> [String; 2] {
    let side = |id: Uuid, study: &Study| {
        merge
            .records_told
            .get(&id)
            .map_or_else(String::new, |record| {
                let event = record.event();
                event.map_or_else(String::new, |event| {
                    side_in_words(&record.coder, Time(record.time), &event, study)
                })
            })
    };
    [side(conflict.ours, ours), side(conflict.theirs, theirs)]
}

fn show(merge: &Merge, told: &[[String; 2]], output: &mut CommandOutput) {
    let mut grid = TextGrid::new(&["Person", "What", ">Records"]);
    for ((person, kind), count) in &merge.by_kind {
        let mut words = kind.replace('_', " ");
        if let Some(first) = words.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        grid.row([person.clone(), words, count.to_string()]);
    }
    grid.show(output);
    for (number, (conflict, [ours, theirs])) in (1..).zip(merge.conflicts.iter().zip(told)) {
        output.blank_line();
        output.hanging(&format!("{number}. "), kind_in_words(conflict.kind));
        output.indented(3, &format!("Ours: {ours}"));
        output.indented(3, &format!("Theirs: {theirs}"));
    }
    if merge.erased > 0 {
        output.blank_line();
        let texts = number::count_noun(merge.erased, "text");
        output.hanging(
            "! ",
            &format!("{texts} that one side erased are erased here too"),
        );
    }
    if merge.renamed > 0 {
        output.blank_line();
        let writers = number::count_noun(merge.renamed, "writer");
        output.hanging("! ", &format!("{writers} had gone on in both copies; from now on they are told apart, with proof of where their records stood"));
    }
}

/// Make a copy for a colleague, to be merged again later.
///
///   virk copy mentoring-bente.virk --for Bente
///   virk copy pilot-bente.virk --for Bente --documents 01-mentor-1 02-mentor-2
///   virk copy pilot-bente.virk --for Bente --blind
///
/// Bente opens it with --coder Bente and works as ever; `virk merge` brings in
/// what she did. With --blind nothing of what others coded, condensed or noted on
/// a quote is in the file at all, so that two people code the same text apart. The
/// copy says what it leaves out, and `virk check` accepts that and nothing else.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct CopyArgs {
    /// File to create
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// For whom: the name by which they code
    #[arg(long = "for", value_name = "NAME")]
    person: String,
    /// Only these documents
    #[arg(long, value_name = "DOC", num_args = 1..)]
    documents: Vec<String>,
    /// Without the codings of others
    #[arg(long)]
    blind: bool,
}

pub fn copy(
    args: CopyArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let mut session = globals.open_study(output)?;
    let person = args.person.trim();
    if person.is_empty() {
        return Err(Refusal::new(
            "the copy is for nobody",
            "Name the colleague: --for NAME",
        ));
    }
    let study = session.study();
    let chosen: Vec<Id<_>> = args
        .documents
        .iter()
        .map(|typed| study.find_document(typed).map(|document| document.id))
        .collect::<Result<_, _>>()?;
    let request = CopyRequest {
        person,
        documents: &chosen,
        blind: args.blind,
        author: Author {
            writer: Uuid::now_v7(),
            ..session.author().clone()
        },
        time: Time(jiff::Timestamp::now().as_microsecond()),
    };
    let made = request.make(&mut session, &args.file)?;
    let file = args.file.display().to_string();
    let mut said = format!(
        "Made a copy for {person} in {file}: {}",
        number::count_noun(made.records, "record")
    );
    if made.left_out > 0 {
        let left_out = number::count_noun(made.left_out, "record");
        said.push_str(&format!(", without {left_out} that it says are left out"));
    }
    if session.store().is_encrypted() {
        said.push_str(&format!(
            ". The copy is not encrypted: `virk lock {file}` encrypts it, with a passphrase that {person} is to know"
        ));
    }
    if globals.json {
        output.json(&json!({
            "said": said,
            "file": file,
            "for": person,
            "blind": args.blind,
            "records": made.records,
            "left_out": made.left_out,
            "made": utc_timestamp(request.time),
        }));
    } else {
        output.paragraph(&said);
        output.paragraph(&format!(
            "{person} works in it with --coder {person:?}; `virk merge` brings in what they did"
        ));
    }
    Ok(ExitStatus::Done)
}
