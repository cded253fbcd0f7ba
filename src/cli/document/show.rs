//! `virk document show`

use crate::cli::{CommandOutput, ExitStatus, GlobalArgs, quote_output};
use crate::study::{Code, Document, Refusal, Study, quote::CodedText};
use crate::text::{Span, number};
use serde_json::{Value, json};

/// Read a document in lines: its turns with numbers, and below each what is coded in it.
///
///   virk document show 03-mentor-3
///   virk document show 03-mentor-3 --turn 9
///   virk document show 03-mentor-3 --turn 9..12 --json
///
/// The same that the screen shows, without colours, stripes or cursor: for
/// screen readers, pipes and print. Exit code 1 when it has no such turn.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct DocumentShowArgs {
    /// The document
    #[arg(value_name = "DOC")]
    document: String,
    /// Only this turn, or those from one to another: 9 or 9..12
    #[arg(long, value_name = "TURNS", value_parser = turns)]
    turn: Option<(usize, usize)>,
    /// Only the words, without what is coded
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

pub fn run(
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
            .map(|place| value(study, document, &coded, place))
            .collect();
        output.json(&Value::Array(rows));
    } else {
        if args.turn.is_none() {
            output.heading(&document.body.title);
        }
        for place in places.clone() {
            show(study, document, &coded, place, args.bare, output);
        }
        if document.erased {
            output.paragraph("The words of this document have been erased.");
        } else if places.is_empty() {
            output.paragraph(&format!("{} has {all} turns", document.body.title));
        }
    }
    Ok(ExitStatus::from_found(!places.is_empty()))
}

fn show(
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
            &format!(
                "{}: “{words}”",
                quote_output::code_names(study, &here).join(", ")
            ),
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

fn value(study: &Study, document: &Document, coded: &CodedText<'_>, place: usize) -> Value {
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
