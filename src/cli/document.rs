//! `virk document`

use super::listing::ListingArgs;
use super::{CommandOutput, ExitStatus, GlobalArgs, quote_output};
use crate::study::quote::CodedText;
use crate::study::{Code, Command, Document, Refusal, Study};
use crate::tables::{Listing, documents::document_columns, quotes};
use crate::text::{Span, number};
use serde_json::{Value, json};

/// List and show documents, correct their speakers, and remove them.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment, arg_required_else_help = false)]
pub struct DocumentArgs {
    #[command(subcommand)]
    command: DocumentCommand,
}

#[derive(clap::Subcommand, Debug)]
enum DocumentCommand {
    List(DocumentListArgs),
    Remove(DocumentRemoveArgs),
    Show(DocumentShowArgs),
    Speaker(DocumentSpeakerArgs),
}

pub fn run(
    args: DocumentArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    match args.command {
        DocumentCommand::List(args) => list(args, globals, output),
        DocumentCommand::Remove(args) => remove(args, globals, output),
        DocumentCommand::Show(args) => show(args, globals, output),
        DocumentCommand::Speaker(args) => speaker(args, globals, output),
    }
}

/// List the documents: their speakers, length and how much is coded.
///
///   virk document list
///   virk document list --json
///
/// Exit code 1 if there are none.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
struct DocumentListArgs {
    #[command(flatten)]
    listing: ListingArgs,
}

fn list(
    args: DocumentListArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let session = globals.open_study(output)?;
    let study = session.study();
    Listing::new(
        document_columns(),
        study.documents().collect(),
        "No documents; import some with `virk import FILE…`",
    )
    .show(study, &args.listing, globals, output)
}

/// Print a document: its numbered turns, each with its codings.
///
///   virk document show 03-mentor-3
///   virk document show 03-mentor-3 --turn 9
///   virk document show 03-mentor-3 --turn 9..12 --json
///
/// The same as on the screen, without colours, stripes or cursor: for screen
/// readers, pipes and print. Exit code 1 if there is no such turn.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
struct DocumentShowArgs {
    /// The document
    #[arg(value_name = "DOC")]
    document: String,
    /// Only this turn or range of turns: 9 or 9..12
    #[arg(long, value_name = "TURNS", value_parser = turns)]
    turn: Option<(usize, usize)>,
    /// Only the text, without codings
    #[arg(long)]
    bare: bool,
}

fn turns(typed: &str) -> Result<(usize, usize), String> {
    let (from, to) = typed.split_once("..").unwrap_or((typed, typed));
    match (from.trim().parse(), to.trim().parse()) {
        (Ok(from), Ok(to)) if from >= 1 && from <= to => Ok((from, to)),
        _ => Err("it is a turn as 9, or turns as 9..12".into()),
    }
}

fn show(
    args: DocumentShowArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let session = globals.open_study(output)?;
    let study = session.study();
    let document = study.find_document(&args.document)?;
    let all = document.turns().len();
    let (from, to) = args.turn.unwrap_or((1, all.max(1)));
    let places = from - 1..to.min(all);
    let coded = CodedText::new(study, document);
    if globals.json {
        let rows: Vec<Value> = places
            .clone()
            .map(|place| turn_value(study, document, &coded, place))
            .collect();
        output.json(&Value::Array(rows));
    } else {
        if args.turn.is_none() {
            output.heading(&document.body.title);
        }
        for place in places.clone() {
            print_turn(study, document, &coded, place, args.bare, output);
        }
        if document.erased {
            output.paragraph("The words of this document have been erased.");
        } else if places.is_empty() {
            output.paragraph(&format!("{} has {all} turns", document.body.title));
        }
    }
    Ok(ExitStatus::from_found(!places.is_empty()))
}

fn print_turn(
    study: &Study,
    document: &Document,
    coded: &CodedText<'_>,
    place: usize,
    bare: bool,
    output: &mut CommandOutput,
) {
    let Some(turn) = document.turns().get(place) else {
        return;
    };
    let speaker = document.label(turn).unwrap_or_default();
    let time = turn
        .time
        .map(|time| format!(" ({})", number::clock(time)))
        .unwrap_or_default();
    let mark = if speaker.is_empty() {
        format!("{}{time} ", place + 1)
    } else {
        format!("{} {speaker}{time}: ", place + 1)
    };
    output.blank_line();
    output.hanging(&mark, turn.words.text(&document.text));
    if bare {
        return;
    }
    for span in quotes(coded, turn.words) {
        let here: Vec<&Code> = coded
            .codings
            .iter()
            .filter(|coding| coding.span == span)
            .filter_map(|coding| study.code(coding.code))
            .collect();
        let words = quote_output::excerpt(span.text(&document.text), 60);
        output.hanging(
            "    - ",
            &format!("{}: “{words}”", quotes::code_names(study, &here).join(", ")),
        );
        let quote = coded.quote(span);
        if let Some((text, theme)) = quote.condensed(study) {
            let theme = if theme.is_empty() {
                String::new()
            } else {
                format!(" [{theme}]")
            };
            output.indented(6, &format!("condensed: {text}{theme}"));
        }
    }
}

/// Coded spans that begin in a turn, in text order.
fn quotes(coded: &CodedText<'_>, turn: Span) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    coded
        .overlaps
        .for_each_overlapping(turn, |place, _| spans.push(coded.codings[place].span));
    spans.retain(|span| turn.contains_byte(span.start as usize));
    spans.sort_unstable();
    spans.dedup();
    spans
}

fn turn_value(study: &Study, document: &Document, coded: &CodedText<'_>, place: usize) -> Value {
    let turn = &document.turns()[place];
    let (start, end) = document.points().of_span(&document.text, turn.words);
    let spans = quotes(coded, turn.words);
    json!({
        "turn": place + 1,
        "speaker": document.label(turn),
        "seconds": document.time_of(place).map(number::seconds),
        "informant": document.informant(turn).and_then(|id| study.informant(id)).map(|informant| &informant.body.name),
        "interviewer": study.speaker_at(document, turn.words).is_interviewer(),
        "start": start,
        "end": end,
        "text": turn.words.text(&document.text),
        "quotes": spans.into_iter().map(|span| quote_output::quote_json(study, &coded.quote(span))).collect::<Vec<_>>(),
    })
}

/// Say who a speaker label in a document is: the interviewer, or an informant.
///
///   virk document speaker interview-3 Anna --interviewer
///   virk document speaker interview-3 R --informant "Gardener 1"
///
/// Corrects a wrong guess at import. The informant may be new. Everything said under the label
/// moves with its codings; an informant who then says nothing, and of whom nothing is known, is
/// removed. One undo undoes it.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
struct DocumentSpeakerArgs {
    /// The document
    #[arg(value_name = "DOC")]
    document: String,
    /// Label as it is in the text
    #[arg(value_name = "LABEL")]
    label: String,
    /// The label is the interviewer's
    #[arg(
        long,
        required_unless_present = "informant",
        conflicts_with = "informant"
    )]
    interviewer: bool,
    /// The label is this informant's
    #[arg(long, value_name = "NAME")]
    informant: Option<String>,
}

fn speaker(
    args: DocumentSpeakerArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    globals.perform(output, |study| {
        let document = study.find_document(&args.document)?.id;
        Ok(Command::AssignSpeaker {
            document,
            label: args.label,
            informant: args.informant,
        })
    })
}

/// Remove a document from the study, with its codings.
///
///   virk document remove 02-mentor-2
///
/// `virk undo` restores it with its codings: its words stay in the file. To erase
/// them, use `virk erase`.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
struct DocumentRemoveArgs {
    /// The document
    #[arg(value_name = "DOC")]
    document: String,
}

fn remove(
    args: DocumentRemoveArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    globals.perform(output, |study| {
        Ok(Command::RemoveDocument {
            id: study.find_document(&args.document)?.id,
        })
    })
}
